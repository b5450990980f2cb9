"""Packs sentences into passages that fit the embedder's window and keep to the paragraphs."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from index.document import Document, Passage, Span
from index.sentences.cut import Measure, cut, evenly, halves
from index.sentences.lines import paragraphs, segments
from index.sentences.sentence import sentences

__all__ = ["sentences", "split"]

CHARACTERS_A_PIECE = 8  # text of more characters a word piece is no language: base64, one word without end

# Shares of the limit. At 254: a paragraph of 80 word pieces stands alone, shorter neighbours are packed
# together up to 127, and one of less than 25 joins the paragraph before it.
NORMAL = 0.315
TARGET = 0.5
TINY = 0.1

FRONT, HEADING, BODY = "front", "heading", "body"
BYLINE_ROOM = 60  # characters of a front-matter line besides title, authors and date: "By", "Staff writer", …


@dataclass(slots=True)
class Unit:
    """A paragraph, a heading or a line of front matter: sentences and their sizes."""

    kind: str
    spans: list[Span]
    sizes: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return the sum of the sizes."""
        return sum(self.sizes)


def split(
    document: Document, *, count_tokens: Callable[[Sequence[str]], list[int]], limit: int, first: int = 1
) -> list[Passage]:
    """Split a document into passages of at most `limit` word pieces, in reading order.

    `count_tokens` gives the word pieces of many texts in one call, special tokens not counted. A paragraph
    is one passage where it fits; a longer one is divided evenly between sentences; short neighbours
    are packed together; a heading stays with the text below it; title, authors and date stand alone.
    Ids are `p{first}`, `p{first + 1}`, ….
    """
    text = document.text

    def measure(texts: Sequence[str]) -> list[int]:
        sizes = [math.ceil(len(piece) / CHARACTERS_A_PIECE) for piece in texts]
        short = [number for number, size in enumerate(sizes) if size <= limit]  # the others need no count
        counts = count_tokens([texts[number] for number in short]) if short else []
        for number, count in zip(short, counts, strict=True):
            sizes[number] = max(sizes[number], count)
        return sizes

    units = _fitting(text, _units(document), measure=measure, limit=limit)
    groups = _proven(text, _packed(units, limit=limit), measure=measure, limit=limit)
    heads = [heading.span.start for heading in document.headings]
    passages = []
    for number, group in enumerate(groups, start=first):
        span = Span(group[0].start, group[-1].end)
        above = bisect_right(heads, span.start)
        passages.append(
            Passage(
                id=f"p{number}",
                document_id=document.id,
                span=span,
                text=span.of(text),
                sentences=tuple(group),
                section=document.headings[above - 1].span.of(text) if above else None,
                page=bisect_right(document.pages, span.start) or None,
            )
        )
    return passages


def _units(document: Document) -> list[Unit]:
    """Return the document's paragraphs, headings and lines of front matter, in order."""
    text, front = document.text, document.front_matter
    headings = {heading.span.start for heading in document.headings}
    units = []
    for start, end in paragraphs(text):
        whole = Span(start, end)
        parts = segments(text, start, end) if any(whole.overlaps(span) for span in front) else [(start, end)]
        for part in parts:
            stretch = Span(*part)
            inside = sentences(stretch.of(text), offset=stretch.start)
            kind = FRONT if _is_front(stretch, front) else HEADING if stretch.start in headings else BODY
            units.append(Unit(kind, inside))
    return units


def _is_front(stretch: Span, front: Iterable[Span]) -> bool:
    """Say whether a line holds title, authors or date and little else."""
    covered = sum(min(stretch.end, s.end) - max(stretch.start, s.start) for s in front if s.overlaps(stretch))
    return covered > 0 and len(stretch) - covered <= BYLINE_ROOM


def _fitting(text: str, units: list[Unit], *, measure: Measure, limit: int) -> list[Unit]:
    """Return the units with their sizes, every sentence above the limit cut."""
    sizes = measure([span.of(text) for unit in units for span in unit.spans])
    flat = iter(sizes)
    for unit in units:
        unit.sizes = [next(flat) for _ in unit.spans]
    long = [span for unit in units for span, size in zip(unit.spans, unit.sizes, strict=True) if size > limit]
    if not long:
        return units
    pieces = dict(zip(long, cut(text, long, measure=measure, limit=limit), strict=True))
    sizes_of = iter(measure([piece.of(text) for row in pieces.values() for piece in row]))
    measured = {span: [next(sizes_of) for _ in row] for span, row in pieces.items()}
    for unit in units:
        rows = [
            (pieces.get(s, [s]), measured.get(s, [n])) for s, n in zip(unit.spans, unit.sizes, strict=True)
        ]
        unit.spans = [span for spans, _ in rows for span in spans]
        unit.sizes = [size for _, sizes in rows for size in sizes]
    return units


def _packed(units: Iterable[Unit], *, limit: int) -> list[list[Span]]:
    """Return the sentences of each passage."""
    packs: list[Unit] = []
    last = Unit(BODY, [])
    for unit in units:
        pack = packs[-1] if packs else None
        if pack is not None and _joins(pack, last, unit, limit):
            pack.spans.extend(unit.spans)
            pack.sizes.extend(unit.sizes)
            pack.kind = unit.kind
        else:
            packs.append(Unit(unit.kind, list(unit.spans), list(unit.sizes)))
        last = unit
    return [pack.spans[a:b] for pack in packs for a, b in evenly(pack.sizes, limit=limit)]


def _joins(pack: Unit, last: Unit, unit: Unit, limit: int) -> bool:
    """Say whether a unit belongs into the passage that `last` ended."""
    if FRONT in (pack.kind, unit.kind):
        return pack.kind == unit.kind and pack.size + unit.size <= limit
    if HEADING in (pack.kind, unit.kind):
        return pack.kind == HEADING  # what follows a heading always joins it; a heading joins only headings
    together = pack.size + unit.size
    if together > limit:
        return False
    if together <= TARGET * limit and max(pack.size, unit.size) < NORMAL * limit:
        return True
    return (unit.size < TINY * limit <= last.size) or pack.size < TINY * limit


def _proven(text: str, groups: list[list[Span]], *, measure: Measure, limit: int) -> list[list[Span]]:
    """Return the groups, those that measure above the limit as a whole halved until none does.

    Needed because not every tokenizer counts a text as the sum of its parts.
    """
    sizes = measure([text[group[0].start : group[-1].end] for group in groups])
    proven: list[list[Span]] = []
    for group, size in zip(groups, sizes, strict=True):
        if size <= limit:
            proven.append(group)
            continue
        middle = len(group) // 2
        parts = [group[:middle], group[middle:]] if middle else [[half] for half in halves(text, group[0])]
        proven += _proven(text, parts, measure=measure, limit=limit)
    return proven
