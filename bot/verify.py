"""The proof: a draft becomes an answer only where its quotations stand in the documents.

Fails closed. A claim whose evidence cannot be found at its offsets, or whose words its own quotes do
not carry, is withheld and kept with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import CONTEXT, Citation, Context, Sentence, ShortAnswer, Withheld
from bot.antecedent import antecedent
from bot.reader import Claim, Draft, Evidence
from index.document import Document, Passage, Span


@dataclass(frozen=True, slots=True)
class Proven:
    """What is left of a draft once every claim has been checked."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    short_answer: ShortAnswer | None
    withheld: tuple[Withheld, ...]


def prove(draft: Draft, documents: dict[str, Document], passages: Sequence[Passage]) -> Proven:
    """Return the claims whose evidence holds, with citations numbered in reading order from 1."""
    known = {passage.id: passage for passage in passages}
    sentences: list[Sentence] = []
    withheld: list[Withheld] = []
    citations: dict[tuple[str, int, int], Citation] = {}
    for claim in draft.claims:
        reason = fault(claim, documents, known)
        if reason:
            withheld.append(Withheld(claim.text, reason))
            continue
        numbers = tuple(dict.fromkeys(_cite(e, documents, citations) for e in claim.evidence))
        sentences.append(Sentence(claim.text, numbers, _context(claim, documents, passages)))
    said = {(citation.document_id, citation.span) for citation in citations.values()}
    sentences = [replace(s, context=None) if _is_said(s.context, said) else s for s in sentences]
    found = tuple(citations.values())
    return Proven(tuple(sentences), found, _short_answer(draft, found), tuple(withheld))


def fault(claim: Claim, documents: dict[str, Document], passages: dict[str, Passage]) -> str | None:
    """Return why a claim cannot be shown, or None when its evidence holds."""
    if not claim.evidence:
        return "it cites nothing"
    quotes = []
    for evidence in claim.evidence:
        document, passage = documents.get(evidence.document_id), passages.get(evidence.passage_id)
        if document is None:
            return f"it cites the document {evidence.document_id}, which is not open"
        if passage is None or passage.document_id != document.id or not passage.span.contains(evidence.span):
            return f"it cites passage {evidence.passage_id}, which was not read or does not hold the quote"
        quotes.append(evidence.span.of(document.text))
    if claim.text not in quotes:
        return "its words are not those of a sentence it cites"
    return None


def _context(claim: Claim, documents: dict[str, Document], passages: Sequence[Passage]) -> Context | None:
    """Return the sentence that a verbatim claim's opening pronoun points back to."""
    first = claim.evidence[0]
    text = documents[first.document_id].text
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
        if citation.span.contains(draft.short):
            start = draft.short.start - citation.span.start
            text = citation.quote[start : start + len(draft.short)]
            return ShortAnswer(text, citation.id, draft.short)
    return None
