"""Which line breaks part two things, and which are only the width of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
BULLET = re.compile(
    r"(?:[-*+•▪●◦‣⁃·–—]\s+|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)]\s+|\[\d{1,3}\]\s|#{1,6}\s|\|)\S"
)
UNFINISHED = re.compile(
    r"(?:[,;–—&/(\[{]|\b(?:the|an?|of|to|and|or|but|in|on|at|by|for|from|with|as|that|which|who|is|are|was|were|be"
    r"|his|her|its|their|our|my|your|than|into|not|no|mr|mrs|ms|dr|st)\.?)$",
    re.IGNORECASE,
)

NARROW = 40  # nobody sets prose in lines shorter than this, verse and lists excepted
WIDE = 150  # nor in longer ones: such a line is a paragraph
SLACK = 0.08  # a line filled to within this share of the width ended because the next word did not fit

Stretch = tuple[int, int]


def paragraphs(text: str) -> Iterator[Stretch]:
    """Yield start and end of every paragraph: between empty lines, or a line where lines are paragraphs.

    >>> list(paragraphs("one\\n\\n two\\nthree \\n"))
    [(0, 3), (6, 15)]
    """
    lines: list[Stretch] = []
    for line in _lines(text, 0, len(text)):
        if line[0] < line[1]:
            lines.append(line)
        elif lines:
            yield from _divided(lines)
            lines = []
    if lines:
        yield from _divided(lines)


def segments(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the parts of one paragraph within which a sentence may run on over a line break.

    >>> list(segments("It rained all\\nnight.", 0, 20))
    [(0, 20)]
    >>> list(segments("- salt\\n- oil", 0, 12))
    [(0, 6), (7, 12)]
    """
    lines = [line for line in _lines(text, start, end) if line[0] < line[1]]
    if len(lines) < 2:
        yield from lines
        return
    parts = _breaks([text[a:b] for a, b in lines])
    begin = lines[0][0]
    for (_, b), (c, _), parted in zip(lines, lines[1:], parts, strict=False):
        if parted:
            yield begin, b
            begin = c
    yield begin, lines[-1][1]


def _lines(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield every line without the space around it; an empty one as a stretch of no length."""
    ends = [(match.start(), match.end()) for match in LINE_END.finditer(text, start, end)]
    for stop, following in [*ends, (end, end)]:
        line = text[start:stop]
        left = start + len(line) - len(line.lstrip())
        yield left, max(left, start + len(line.rstrip()))
        start = following


def _divided(lines: list[Stretch]) -> Iterator[Stretch]:
    """Yield one paragraph, or several where each line is one."""
    if len(lines) == 1 or _width([b - a for a, b in lines]):
        yield lines[0][0], lines[-1][1]
    else:
        yield from lines


def _width(lengths: list[int]) -> int:
    """Return the width of the longest line, or 0 where lines are paragraphs."""
    longest = max(lengths)
    if longest <= WIDE:
        return longest
    wrapped = [length for length in lengths if length <= WIDE]
    # A link or a table row may stick out of wrapped prose; one line in ten at the most.
    return max(wrapped) if len(wrapped) >= 0.9 * len(lengths) and len(wrapped) > 2 else 0


def _breaks(lines: list[str]) -> list[bool]:
    """Say of each break between two lines whether it parts them."""
    width = _width([len(line) for line in lines])
    if not width:
        return [True] * (len(lines) - 1)
    filled = [_filled(line, following, width) for line, following in pairwise(lines)]
    wrapped = width >= NARROW and sum(filled) >= 0.5 * len(filled)
    return [
        _parts(line, following, full=full, wrapped=wrapped, narrow=width < NARROW)
        for (line, following), full in zip(pairwise(lines), filled, strict=True)
    ]


def _parts(line: str, following: str, *, full: bool, wrapped: bool, narrow: bool) -> bool:
    """Say whether the break between two lines parts them; `full` if the next word had no room left."""
    if BULLET.match(following):
        return not wrapped or bool(BULLET.match(line)) or not UNFINISHED.search(line[-12:])
    runs_on = following[0].islower() and line[-1] not in ":.!?" and not following.startswith("by ")
    if narrow:
        return not (runs_on and full)
    if wrapped:
        return not (full or runs_on or UNFINISHED.search(line[-12:]))
    return not (runs_on or line[-1] in ",;–—")


def _filled(line: str, following: str, width: int) -> bool:
    """Say whether the first word of the next line had no more room in this one."""
    return len(line) + 1 + len(following.split(None, 1)[0]) > width * (1 - SLACK)
