"""Cuts a sentence that is too long for the embedder: at clauses, else words, else whole characters."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from index.document import Span

Measure = Callable[[Sequence[str]], list[int]]

CLAUSE = re.compile(r"(?<=[,;:—–)\]])\s+|(?<=[，、；：،؛])")
WORD = re.compile(r"\s+")
LINE = re.compile(r"\S(?:.{0,38}\S)?(?!\S)|\S+", re.DOTALL)  # as many words as fit in 40 characters, or one
RUN = 16  # characters cut off at a time from a word without end
LONGEST_CLUSTER = 64  # a longer heap of combining marks is no character that anyone reads

ZERO_WIDTH_JOINER = "\u200d"
JOINING = re.compile(
    "[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)


def cut(text: str, spans: Sequence[Span], *, measure: Measure, limit: int) -> list[list[Span]]:
    """Cut each span, all of them above `limit`, into even pieces of at most that, at the best borders.

    `measure` gives the sizes of many texts in one call. ValueError if one character is above the limit.
    """
    atoms = [[span] for span in spans]
    sizes = [[limit + 1] for _ in spans]
    for divide in (_clauses, _lines, _words, _runs, _clusters, _characters):
        atoms = [
            [
                piece
                for atom, size in zip(row, row_sizes, strict=True)
                for piece in (divide(text, atom) if size > limit else [atom])
            ]
            for row, row_sizes in zip(atoms, sizes, strict=True)
        ]
        measured = iter(measure([atom.of(text) for row in atoms for atom in row]))
        sizes = [[next(measured) for _ in row] for row in atoms]
        if all(size <= limit for row in sizes for size in row):
            break
    else:
        raise ValueError(
            f"one character measures more than the limit of {limit} word pieces; raise the limit"
        )
    return [
        [Span(row[first].start, row[last - 1].end) for first, last in evenly(row_sizes, limit=limit)]
        for row, row_sizes in zip(atoms, sizes, strict=True)
    ]


def halves(text: str, span: Span) -> list[Span]:
    """Cut a span in two at its middle word, else its middle character; ValueError if it is one code point."""
    for divide in (_words, _clusters, _characters):
        atoms = list(divide(text, span))
        if len(atoms) > 1:
            middle = len(atoms) // 2
            return [Span(span.start, atoms[middle - 1].end), Span(atoms[middle].start, span.end)]
    raise ValueError(f"the character {span.of(text)!r} alone measures more than the limit; raise the limit")


def evenly(sizes: Sequence[int], *, limit: int) -> list[tuple[int, int]]:
    """Divide a row of sizes into stretches of about the same sum, none above `limit`; no size may be.

    >>> evenly([50, 50, 50, 50, 50, 50], limit=254)
    [(0, 3), (3, 6)]
    """
    stretches = []
    start, remaining = 0, sum(sizes)
    while start < len(sizes):
        target = remaining / max(1, math.ceil(remaining / limit))
        end, used = start + 1, sizes[start]
        while end < len(sizes) and used + sizes[end] <= limit and used + sizes[end] / 2 <= target:
            used += sizes[end]
            end += 1
        stretches.append((start, end))
        start, remaining = end, remaining - used
    return stretches


def joined(text: str, at: int, *, since: int = 0) -> bool:
    """Say whether the code points before and after `at` belong to one character as people see it.

    `since` is where a character begins for certain: flags are pairs, and are counted from there.

    >>> joined("e\\u0301", 1), joined("ab", 1)
    (True, False)
    """
    before, after = text[at - 1], text[at]
    if JOINING.match(after) or before == ZERO_WIDTH_JOINER or unicodedata.category(after)[0] == "M":
        return True
    if _flag(before) and _flag(after):
        first = at - 1
        while first > since and _flag(text[first - 1]):
            first -= 1
        return (at - first) % 2 == 1
    return _jamo(before, after)


def _flag(character: str) -> bool:
    """Say whether a character is half of a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _jamo(before: str, after: str) -> bool:
    """Say whether two Hangul letters stand in one syllable."""
    return ("\u1100" <= before <= "\u11ff" and "\u1160" <= after <= "\u11ff") or (
        "\uac00" <= before <= "\ud7a3" and "\u11a8" <= after <= "\u11ff"
    )


def _clauses(text: str, span: Span) -> Iterator[Span]:
    return _between(CLAUSE, text, span)


def _words(text: str, span: Span) -> Iterator[Span]:
    return _between(WORD, text, span)


def _between(border: re.Pattern[str], text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in border.finditer(text, span.start, span.end):
        if start < match.start() and match.end() < span.end:
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, span.end)


def _lines(text: str, span: Span) -> Iterator[Span]:
    return (Span(*match.span()) for match in LINE.finditer(text, span.start, span.end))


def _runs(text: str, span: Span) -> Iterator[Span]:
    return _chunks(text, span, RUN)


def _clusters(text: str, span: Span) -> Iterator[Span]:
    return _chunks(text, span, 1)


def _characters(text: str, span: Span) -> Iterator[Span]:
    return (Span(at, at + 1) for at in range(span.start, span.end) if not text[at].isspace())


def _chunks(text: str, span: Span, length: int) -> Iterator[Span]:
    """Yield stretches of about `length` code points that part no character as people see it."""
    start = span.start
    while start < span.end:
        end = min(start + length, span.end)
        while end < span.end and end - start < length + LONGEST_CLUSTER and joined(text, end, since=start):
            end += 1
        yield Span(start, end)
        start = end
