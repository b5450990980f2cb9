"""Document + citations → segments to draw: which stretch of text carries which marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.answer import Answer
from bot.citation import Citation
from index.document import Document, Span

Kind = Literal["title", "authors", "date", "passage", "context", "evidence", "words"]
KINDS: tuple[Kind, ...] = ("title", "authors", "date", "passage", "context", "evidence", "words")
BREAK = re.compile(r"\n[^\S\n]*\n\s*")  # an empty line: what separates paragraphs


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document that is drawn in its own way."""

    span: Span
    kind: Kind


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document over which the marks do not change; kinds run from outermost to innermost."""

    span: Span
    text: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a citation leads: the passage, the evidence in it, the words that answer in that.

    `context` is the sentence that an opening "It" of the evidence points back to.
    """

    document_id: str
    passage: Span
    evidence: Span | None = None
    words: Span | None = None
    context: Span | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the target's stretches as marks, widest first."""
        named: tuple[tuple[Span | None, Kind], ...] = (
            (self.passage, "passage"),
            (self.context, "context"),
            (self.evidence, "evidence"),
            (self.words, "words"),
        )
        return tuple(Mark(span, kind) for span, kind in named if span)


def segments(text: str, within: Span, marks: Iterable[Mark]) -> tuple[Segment, ...]:
    """Cut a stretch of `text` wherever a mark begins or ends; the pieces joined are the stretch.

    >>> marks = [Mark(Span(0, 9), "passage"), Mark(Span(3, 7), "words")]
    >>> [(piece.text, piece.kinds) for piece in segments("It rained.", Span(0, 10), marks)]
    [('It ', ('passage',)), ('rain', ('passage', 'words')), ('ed', ('passage',)), ('.', ())]
    """
    over = [mark for mark in marks if mark.span.overlaps(within)]
    ends = {end for mark in over for end in (mark.span.start, mark.span.end)}
    cuts = sorted({within.start, within.end} | {end for end in ends if within.start < end < within.end})
    pieces = []
    for start, end in pairwise(cuts):
        span = Span(start, end)
        kinds = {mark.kind for mark in over if mark.span.contains(span)}
        pieces.append(Segment(span, span.of(text), tuple(kind for kind in KINDS if kind in kinds)))
    return tuple(pieces)


def paragraphs(text: str) -> Iterator[Span]:
    """Yield the paragraphs of a text in reading order: what stands between empty lines.

    >>> [span.of("One.\\n\\nTwo.\\n") for span in paragraphs("One.\\n\\nTwo.\\n")]
    ['One.', 'Two.\\n']
    """
    start = 0
    for gap in BREAK.finditer(text):
        if gap.start() > start:
            yield Span(start, gap.start())
        start = gap.end()
    if start < len(text):
        yield Span(start, len(text))


def front_matter(document: Document) -> tuple[Mark, ...]:
    """Return the marks of title, authors and date, as far as they stand in the text."""
    named: tuple[tuple[Span | None, Kind], ...] = (
        (document.title_span, "title"),
        (document.authors_span, "authors"),
        (document.date_span, "date"),
    )
    return tuple(Mark(span, kind) for span, kind in named if span)


def target_of(citation: Citation, answer: Answer) -> Target:
    """Return where a citation of an answer leads; without its passage, the evidence stands for it."""
    spans = [s.passage.span for s in answer.sources if s.passage.id == citation.passage_id]
    passage = next((span for span in spans if span.contains(citation.span)), citation.span)
    contexts = [s.context for s in answer.sentences if citation.id in s.citations and s.context]
    context = next((c.span for c in contexts if c.document_id == citation.document_id), None)
    short = answer.short_answer
    own = short is not None and short.citation_id == citation.id and citation.span.contains(short.span)
    return Target(
        citation.document_id, passage, citation.span, short.span if short and own else None, context
    )
