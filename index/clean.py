"""What a scraped page carries besides its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document import SetAside, Span

CALL = re.compile(
    r"(?i)^(subscribe( now)?|source link|exit mobile version|read more|sign up|share this|advertisement)\W*$"
)
OFFER = re.compile(r"(?i)\bwe[’']re offering\b|\bsubscriber-exclusive\b")
TITLE_BY = re.compile(r"^(?P<title>[^\n]+?)\s+by\s+(?P<authors>[A-Z][^\n]+)$")


@dataclass(frozen=True, slots=True)
class Front:
    """What the first lines say of the article."""

    title: str
    title_span: Span | None = None
    authors: tuple[str, ...] = ()
    authors_span: Span | None = None


def clean_blocks(blocks: Sequence[str]) -> tuple[list[str], list[SetAside]]:
    """Part the article's blocks from the page's."""
    kept, aside = [], []
    for position, block in enumerate(blocks):
        if CALL.match(block.strip()) or OFFER.search(block):
            aside.append(SetAside(block, "call to action"))
        elif position == 0 and len(blocks) > 3 and len(block.split()) <= 3 and TITLE_BY.match(blocks[1]):
            aside.append(SetAside(block, "site name"))
        else:
            kept.append(block)
    return (kept, aside) if kept else (list(blocks), [])


def recognise(text: str) -> Front:
    """Find title and authors in the first line."""
    first = text.split("\n", 1)[0].strip()
    match = TITLE_BY.match(first)
    if match:
        names = tuple(re.split(r",\s*|\s+&\s+|\s+and\s+", match["authors"]))
        return Front(match["title"], Span(*match.span("title")), names, Span(*match.span("authors")))
    if first and len(first) < 150 and "\n\n" in text and first[-1] not in ".!?":
        start = text.index(first)
        return Front(first, Span(start, start + len(first)))
    return Front(first[:80] or "Untitled")
