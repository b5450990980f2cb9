"""Finds the headings of plain text, where nothing marks them but how they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.blocks import EMPTY_LINE, LIST, TEXT, Block
from index.byline import is_byline, is_date_line
from index.sentences.lines import BULLET

LONGEST = 10  # words
SHORTEST_TEXT = 25  # words of the text below where no empty line parts them
LEVEL = 2
# "— a neighbour", "Hanne Brock, Orme", "CLERK: Next?", "eggs, flour, salt"
NO_HEADING = re.compile(r"[–—-]|.*,(?:\s+[A-Z]\S*)+$|[A-Z][A-Z. ]+:|.*,.*,")


def heading_levels(blocks: Sequence[Block]) -> list[int | None]:
    """Return the level of each block that is a heading, None of the others.

    Where the source marks its headings, those are all; else a short line without a stop is one that
    stands between paragraphs.

    >>> heading_levels([Block("It rained."), Block("The mud"), Block("It was brown and cold, and it stank.")])
    [None, 2, None]
    """
    if any(block.level for block in blocks):
        return [block.level for block in blocks]
    levels: list[int | None] = [None] * len(blocks)
    for at in range(1, len(blocks) - 1):
        if _heads(blocks[at], blocks[at - 1], blocks[at + 1]):
            levels[at] = LEVEL
    return levels


def _heads(block: Block, above: Block, below: Block) -> bool:
    """Say whether a line is the heading of what stands below it."""
    line = block.text.strip()
    if block.kind != TEXT or block.words > LONGEST or "\n" in line or line[-1] in ".:,;–—…\"”'’":
        return False
    if (
        not (line[0].isupper() or line[0].isdigit())
        or NO_HEADING.match(line)
        or is_byline(line)
        or is_date_line(line)
    ):
        return False
    apart = block.gap == below.gap == EMPTY_LINE
    text = below.is_prose or below.is_sentence or below.kind == LIST or BULLET.match(below.text)
    return above.is_sentence and bool(text) and (apart or below.words >= SHORTEST_TEXT)
