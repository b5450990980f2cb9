"""Sentences with offsets, found by rules: what stands before a stop, in it, and after it.

Our own code, because every library tried either changes the text or gives offsets that are off.
Time is linear in the text: each rule looks at no more than WINDOW characters on either side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.document import Span
from index.sentences.lines import paragraphs, segments
from index.sentences.stops import ends_sentence

WINDOW = 80
PARENTHESIS = 400  # a longer one is more likely a bracket somebody forgot to close

SPACED = ".!?…‼⁇⁈⁉"  # these end a sentence only before space
FREE = "。！？｡．।॥؟۔።፧။៕᠃"  # these always
CLOSERS = re.compile(
    r"(?:[\"'“”‘’«»‹›)\]}*_~」』】〉》〕）］｝]"
    r"|\[(?:\d{1,3}|[a-z]|\^[^\s\[\]]{1,40}|note \d+|citation needed)\]"  # a footnote's number
    r"|[ \u00a0\u202f][»”)\]]| ''(?=\s|$)"
    r"|\ufe0f|[\U0001F300-\U0001FAFF]| [\U0001F600-\U0001F64F])*"
)
CJK_CLOSERS = re.compile(r"[\"'”’»)\]}」』】〉》〕）］｝]*")
STOP = re.compile(
    rf"[{SPACED}](?:[ \u00a0][{SPACED}])+|[{SPACED}]*[{FREE}][{SPACED}{FREE}]*|[{SPACED}]+"
    r"|(?<=\s)[•▪●◦‣⁃](?=\s)"
)
GOES_ON = re.compile(r"[とっ、，,;:；：]|って")  # after a closing quote in Chinese or Japanese
BRACKET = re.compile(r"(?<![:;=])[()（）]")
TELEGRAPHIC = re.compile(
    r"(?<=[\w:,] )[\"“](?:[^\s\"“”]+ ){0,2}[^\s\"“”]+[.!?](?: (?:[^\s\"“”]+ ){0,2}[^\s\"“”]+[.!?])+[\"”]"
)


def sentences(text: str, *, offset: int = 0) -> list[Span]:
    """Return the spans of the sentences of `text`, in order, shifted by `offset`.

    They cover everything but the space between them; a list item or a heading is a sentence of its own.

    >>> text = 'Dr. A. B. Hale said "No." Then she left.'
    >>> [span.of(text) for span in sentences(text)]
    ['Dr. A. B. Hale said "No."', 'Then she left.']
    """
    return [
        Span(offset + start, offset + end)
        for paragraph in paragraphs(text)
        for segment in segments(text, *paragraph)
        for start, end in _within(text, *segment)
    ]


def _within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one segment, without the space around them."""
    pieces: list[tuple[int, int]] = []
    begin = start
    for cut in [*_cuts(text, start, end), end]:
        piece = text[begin:cut]
        left, right = begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
        if left >= right:
            continue
        if pieces and not any(map(str.isalnum, text[left:right])):
            pieces[-1] = (pieces[-1][0], right)
        else:
            pieces.append((left, right))
        begin = cut
    yield from pieces


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where one sentence ends and the next begins."""
    inside = _enclosed(text, start, end)
    opened = [pair[0] for pair in inside]
    begin = start
    for match in STOP.finditer(text, start, end):
        mark = match.group()
        if mark in "•▪●◦‣⁃":
            cut = match.start()
        else:
            cut = _after(text, match, begin, end)
            if cut < 0:
                continue
        within = bisect_right(opened, match.start()) - 1
        if within >= 0 and cut <= inside[within][1] and text[begin : inside[within][0]].strip():
            continue
        if cut > begin:
            yield cut
            begin = cut


def _enclosed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches that no sentence ends in: brackets, quotations of a few words a sentence."""
    pairs = _brackets(text, start, end)
    quotations = [(match.start(), match.end() - 1) for match in TELEGRAPHIC.finditer(text, start, end)]
    if not quotations:
        return pairs
    outer: list[tuple[int, int]] = []
    for pair in sorted([*pairs, *quotations]):
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
    return outer


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost pairs of round brackets, short enough to belong to one sentence."""
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for match in BRACKET.finditer(text, start, end):
        if match.group() in "(（":
            stack.append(match.start())
        elif stack:
            opening = stack.pop()
            if match.start() - opening > PARENTHESIS:
                stack.clear()
                continue
            while pairs and pairs[-1][0] > opening:
                pairs.pop()
            pairs.append((opening, match.start()))
    return pairs


def _after(text: str, match: re.Match[str], begin: int, end: int) -> int:
    """Return where the sentence that this stop ends does end, closing marks included, or -1."""
    mark, stop = match.group(), match.end()
    free = any(sign in FREE for sign in mark)
    closing = (CJK_CLOSERS if free else CLOSERS).match(text, stop, min(end, stop + WINDOW))
    cut = closing.end() if closing else stop
    closers = text[stop:cut]
    following = text[cut : min(end, cut + WINDOW)]
    if free:
        if mark[-1] == "．" and text[match.start() - 1 : match.start()].isdigit() and following[:1].isdigit():
            return -1
        return -1 if closers and GOES_ON.match(following) else cut
    if following and not following[0].isspace():
        return -1
    before = text[max(begin, match.start() - WINDOW) : match.start()]
    return cut if ends_sentence(before, mark, closers, following.lstrip()) else -1
