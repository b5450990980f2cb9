"""A document on its way: the blocks of a source, before they become one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.document import SetAside
from index.sentences.lines import paragraphs, segments

LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028]")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』*_]*$")

LINE, EMPTY_LINE = "\n", "\n\n"
TEXT, LIST, TABLE, CODE = "text", "list", "table", "code"


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or line; `gap` parts it from the block before it."""

    text: str
    level: int | None = None  # of a heading, 1 for the outermost
    kind: str = TEXT
    gap: str = EMPTY_LINE

    @cached_property
    def words(self) -> int:
        """Return how many words the block has; in scripts without spaces, how many it would have."""
        return max(len(self.text.split()), len(self.text) // 12)

    @cached_property
    def is_sentence(self) -> bool:
        """Say whether the block ends as a sentence does."""
        return bool(SENTENCE_END.search(self.text))

    @cached_property
    def is_prose(self) -> bool:
        """Say whether the block reads as running text rather than as a label, a title or a list item."""
        return self.level is None and (self.words >= 25 or (self.is_sentence and self.words >= 8))


@dataclass(frozen=True)
class Page:
    """What a source gave: its blocks, the address it came from, and what is no part of its text."""

    blocks: tuple[Block, ...]
    url: str | None = None
    aside: tuple[SetAside, ...] = ()


def normalised(text: str) -> str:
    """Return text with "\\n" for every line end and nothing that is no character.

    >>> normalised("a\\r\\nb\\x00")
    'a\\nb '
    """
    text = LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n")).replace("\0", " ").removeprefix("\ufeff")
    return LONE_SURROGATE.sub("\ufffd", text)


def text_blocks(text: str) -> list[Block]:
    """Return the blocks of normalised plain text: paragraphs, or lines where a paragraph is a list."""
    blocks = []
    before = 0
    for paragraph in paragraphs(text):
        for start, end in segments(text, *paragraph):
            gap = EMPTY_LINE if text.count("\n", before, start) > 1 else LINE
            line = text.rfind("\n", before, start) + 1  # the indentation stays
            block = "\n".join(line.rstrip() for line in text[line:end].split("\n"))
            blocks.append(Block(block, gap=gap))
            before = end
    return blocks


def joined(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """Return one text of all blocks and the offset at which each begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for block in blocks:
        gap = block.gap if parts else ""
        starts.append(length + len(gap))
        parts += [gap, block.text]
        length += len(gap) + len(block.text)
    return "".join(parts), starts
