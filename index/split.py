"""Sentences with offsets, packed into passages that fit the embedder's window."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.document import Document, Passage, Span

END = re.compile(
    r"(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bNo)(?<![A-Z])[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|[。！？؟।]"
)


def sentences(text: str, *, offset: int = 0) -> list[Span]:
    """Return the spans of the sentences of `text`, shifted by `offset`."""
    found = []
    for block in re.finditer(r"\S(?:(?!\n\s*\n)[\s\S])*", text):
        cuts = [match.end() for match in END.finditer(block.group())]
        start = 0
        for end in [*cuts, len(block.group())]:
            piece = block.group()[start:end]
            if piece.strip():
                left = block.start() + start + len(piece) - len(piece.lstrip())
                found.append(Span(offset + left, offset + left + len(piece.strip())))
            start = end
    return found


def split(
    document: Document, *, count_tokens: Callable[[Sequence[str]], list[int]], limit: int, first: int = 1
) -> list[Passage]:
    """Pack the document's sentences into passages of at most `limit` word pieces."""
    text = document.text
    spans = sentences(text)
    counts = count_tokens([span.of(text) for span in spans])
    groups: list[list[Span]] = []
    used = 0
    front_end = max((span.end for span in document.front_matter), default=0)
    for span, count in zip(spans, counts, strict=True):
        fresh = (
            not groups
            or "\n\n" in text[groups[-1][-1].end : span.start]
            or used + count > limit
            or groups[-1][-1].start < front_end <= span.start
        )
        if fresh:
            groups.append([])
            used = 0
        used += count
        groups[-1].append(span)
    return [
        Passage(
            id=f"p{first + position}",
            document_id=document.id,
            span=Span(group[0].start, group[-1].end),
            text=text[group[0].start : group[-1].end],
            sentences=tuple(group),
            section=document.section_at(group[0].start),
            page=document.page_at(group[0].start),
        )
        for position, group in enumerate(groups)
    ]
