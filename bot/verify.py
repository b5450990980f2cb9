"""The proof: a draft becomes an answer only where its quotations stand in the documents.

Fails closed. A claim whose evidence cannot be found at its offsets, or whose words its own quotes do
not carry, is withheld and kept with the reason. A sentence of the article carries itself; any other needs
a support check, and without one it is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.answer import Context, Sentence, ShortAnswer, Withheld
from bot.antecedent import antecedent
from bot.citation import CONTEXT, Citation
from bot.reader import Claim, Draft, Evidence
from index.document import Document, Passage, Span

# An address that the quotes do not have is where a planted text would send the reader.
ADDRESS = re.compile(
    r"(?:https?:|www\.|mailto:|data:|javascript:|//)[^\s]+|\S+@\S+\.\w+|\b(?:[\w-]+\.)+[a-z]{2,}/\S*",
    re.IGNORECASE,
)


class Verdict(Protocol):
    """Whether quotes carry a statement; `score` is a probability, `reasons` say what speaks against it."""

    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def supported(self) -> bool: ...  # noqa: D102
    @property
    def reasons(self) -> tuple[str, ...]: ...  # noqa: D102


class Support(Protocol):
    """Holds a statement against quotes, without a language model."""

    def supports(self, statement: str, quotes: Sequence[str]) -> Verdict:
        """Return whether the quotes carry the statement."""


class Remembered:
    """A support check that holds no statement against the same quotes twice; for one question."""

    def __init__(self, support: Support) -> None:
        self._support = support
        self._known: dict[tuple[str, tuple[str, ...]], Verdict] = {}

    def supports(self, statement: str, quotes: Sequence[str]) -> Verdict:
        """Return whether the quotes carry the statement."""
        key = (statement, tuple(quotes))
        if key not in self._known:
            self._known[key] = self._support.supports(statement, quotes)
        return self._known[key]


@dataclass(frozen=True, slots=True)
class Proven:
    """What is left of a draft once every claim has been checked; `support` is the lowest score among it."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    short_answer: ShortAnswer | None
    withheld: tuple[Withheld, ...]
    support: float = 1.0


@dataclass(frozen=True, slots=True)
class Held:
    """What holding a claim against its evidence came to: a probability, or the fault found."""

    score: float = 0.0
    fault: str | None = None


def prove(
    draft: Draft,
    documents: dict[str, Document],
    passages: Sequence[Passage],
    support: Support | None = None,
) -> Proven:
    """Return the claims whose evidence holds, with citations numbered in reading order from 1."""
    known = {passage.id: passage for passage in passages}
    sentences: list[Sentence] = []
    withheld = [*draft.withheld]
    citations: dict[tuple[str, int, int], Citation] = {}
    lowest = 1.0
    for claim in draft.claims:
        held = hold(claim, documents, known, support)
        if held.fault:
            withheld.append(Withheld(claim.text, held.fault))
            continue
        lowest = min(lowest, held.score)
        numbers = tuple(dict.fromkeys(_cite(e, documents, citations) for e in claim.evidence))
        sentences.append(Sentence(claim.text, numbers, _context(claim, documents, passages)))
    said = {(citation.document_id, citation.span) for citation in citations.values()}
    sentences = [replace(s, context=None) if _is_said(s.context, said) else s for s in sentences]
    found = tuple(citations.values())
    return Proven(tuple(sentences), found, _short_answer(draft, found), tuple(withheld), lowest)


def cite(evidence: Sequence[Evidence], documents: dict[str, Document]) -> tuple[Citation, ...]:
    """Return the citations of pieces of evidence, numbered from 1, each place once."""
    citations: dict[tuple[str, int, int], Citation] = {}
    for piece in evidence:
        _cite(piece, documents, citations)
    return tuple(citations.values())


def hold(
    claim: Claim,
    documents: dict[str, Document],
    passages: dict[str, Passage],
    support: Support | None = None,
) -> Held:
    """Hold a claim against its evidence, which must stand where it says and carry the claim's words."""
    if not claim.evidence:
        return Held(fault="it cites nothing")
    for evidence in claim.evidence:
        misplaced = _misplaced(evidence, documents, passages)
        if misplaced:
            return Held(fault=misplaced)
    quotes = [evidence.span.of(documents[evidence.document_id].text) for evidence in claim.evidence]
    return Held(1.0) if claim.text in quotes else _weighed(claim.text, quotes, support)


def _misplaced(
    evidence: Evidence, documents: dict[str, Document], passages: dict[str, Passage]
) -> str | None:
    document, passage = documents.get(evidence.document_id), passages.get(evidence.passage_id)
    if document is None:
        return f"it cites the document {evidence.document_id}, which is not open"
    if passage is None or passage.document_id != document.id or not passage.span.contains(evidence.span):
        return f"it cites passage {evidence.passage_id}, which was not read or does not hold the quote"
    return None


def _weighed(statement: str, quotes: Sequence[str], support: Support | None) -> Held:
    """Hold a statement in a reader's own words against its quotes."""
    if support is None:
        return Held(fault="its words are not those of a sentence it cites")
    if any(address not in " ".join(quotes) for address in ADDRESS.findall(statement)):
        return Held(fault="it gives an address that stands in no quote")
    verdict = support.supports(statement, quotes)
    if not verdict.supported:
        return Held(fault="; ".join(verdict.reasons) or "its quotes do not carry it")
    return Held(verdict.score)


def _context(claim: Claim, documents: dict[str, Document], passages: Sequence[Passage]) -> Context | None:
    """Return the sentence that a verbatim claim's opening pronoun points back to."""
    first = claim.evidence[0]
    text = documents[first.document_id].text
    if claim.text != first.span.of(text):
        return None
    around = [s for p in passages if p.document_id == first.document_id for s in p.sentences]
    span = antecedent(text, around, first.span)
    return Context(span.of(text), span, first.document_id) if span else None


def _is_said(context: Context | None, said: set[tuple[str, Span]]) -> bool:
    return context is not None and (context.document_id, context.span) in said


def _cite(
    evidence: Evidence, documents: dict[str, Document], citations: dict[tuple[str, int, int], Citation]
) -> int:
    """Return the number of the citation for a piece of evidence, made on first use."""
    span, document = evidence.span, documents[evidence.document_id]
    key = (document.id, span.start, span.end)
    if key not in citations:
        citations[key] = Citation(
            id=len(citations) + 1,
            quote=span.of(document.text),
            span=span,
            document_id=document.id,
            passage_id=evidence.passage_id,
            score=evidence.score,
            document_title=document.title,
            document_url=document.url,
            section=document.section_at(span.start),
            page=document.page_at(span.start),
            prefix=document.text[max(0, span.start - CONTEXT) : span.start],
            suffix=document.text[span.end : span.end + CONTEXT],
        )
    return citations[key].id


def _short_answer(draft: Draft, citations: Sequence[Citation]) -> ShortAnswer | None:
    """Return the draft's few words with the citation whose quote holds them; None where none does."""
    if draft.short is None:
        return None
    for citation in citations:
        # Offsets alone would fit a quotation of another document as well.
        own = draft.short_document in (None, citation.document_id)
        if own and citation.span.contains(draft.short):
            start = draft.short.start - citation.span.start
            text = citation.quote[start : start + len(draft.short)]
            return ShortAnswer(text, citation.id, draft.short)
    return None
