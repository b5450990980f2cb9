"""The marks by which a text cites passages, in all forms: [2], [1, 3], ［１］, 【4†】, [^1], (2), [1–3]."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

OPEN, CLOSE = "[\\[［【〔⟦]", "[\\]］】〕⟧]"
LABEL = (
    r"(?:(?:passages?|sources?|documents?|docs?|citations?|references?|refs?|see|from)\b[\s:.#]*|[\^#§]\s*)*"
)
NUMBERS = rf"\d{{1,3}}(?:\s*(?:[,;，、&‐–—-]|\band\b)\s*{LABEL}\d{{1,3}})*"
# The tail †… is how some models name a place in their source; (#…) is a link that they put behind the mark.
BRACKETED = (
    rf"{OPEN}+\s*{LABEL}{NUMBERS}\s*(?:†[^\]］】〕⟧]{{0,40}})?{CLOSE}+(?:\((?:https?:|#|/)[^()\s]*\))?"
)
BETWEEN = r"\s*(?:[,;，、&]|and\b)?\s*"
WRAPPED = rf"[(（]\s*{LABEL}{BRACKETED}(?:{BETWEEN}{BRACKETED})*\s*[)）]"
ROUND = rf"[(（]\s*{LABEL}{NUMBERS}\s*[)）]"
CERTAIN = re.compile(f"{WRAPPED}|{BRACKETED}", re.IGNORECASE)
ANY = re.compile(f"{WRAPPED}|{BRACKETED}|(?P<round>{ROUND})", re.IGNORECASE)
JOINED = re.compile(BETWEEN)
CLAUSE_ENDS = re.compile(r"\s*(?:[.!?…。！？,;:，；]|[\[［【(（]|$)")
ENDS = ".!?…。！？"
FIRST_UNSPACED = "\u2e80"  # from here on scripts are written without spaces


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A line without its marks, and where in it each run of marks stood: (offset, numbers)."""

    text: str
    runs: tuple[tuple[int, tuple[int, ...]], ...]


def unmark(line: str, *, count: int) -> Unmarked:
    """Take the marks out of a line; `count` is how many passages there are.

    >>> unmark("It rained [1][2]. Nobody minded [1-3].", count=3)
    Unmarked(text='It rained. Nobody minded.', runs=((9, (1, 2)), (24, (1, 2, 3))))
    """
    kept, runs, at = "", [], 0
    for start, end, numbers in _runs(line, count):
        kept = (kept + line[at:start]).rstrip()
        runs.append((len(kept), numbers))
        at = end
        following = line[end : end + 1]
        if kept and following.isalnum() and following < FIRST_UNSPACED:
            kept += " "
    return Unmarked(kept + line[at:], tuple(runs))


def without_marks(text: str) -> str:
    """Return a text without anything in brackets that reads as a passage's number.

    >>> without_marks("It rained.[3] [Passage 7] Nobody [sic] minded.")
    'It rained. Nobody [sic] minded.'
    """
    return re.sub(r"(?<=\S) {2,}", " ", CERTAIN.sub("", text))


def _runs(line: str, count: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return (start, end, numbers) of each run of marks that follow one another."""
    found = [match for match in ANY.finditer(line) if not match["round"] or _cites(match, line, count)]
    runs: list[tuple[int, int, tuple[int, ...]]] = []
    for match in found:
        numbers = _numbers(match.group(), count)
        if runs and JOINED.fullmatch(line, runs[-1][1], match.start()):
            start, _, before = runs.pop()
            runs.append((start, match.end(), (*before, *numbers)))
        else:
            runs.append((match.start(), match.end(), numbers))
    return runs


def _cites(match: re.Match[str], line: str, count: int) -> bool:
    """Say whether a number in round brackets cites: labelled so, or a passage's at the end of a clause."""
    if re.search(r"[^\W\d_]{3}", match.group()):
        return True
    given = all(1 <= number <= count for number in _numbers(match.group(), count))
    before = line[: match.start()].rstrip()
    return given and before != "" and CLAUSE_ENDS.match(line, match.end()) is not None


def _numbers(mark: str, count: int) -> tuple[int, ...]:
    """Return the numbers of a mark, once each, ranges of passages that there are written out."""
    parts = re.findall(r"\d+|[‐–—-]", re.sub(r"†[^\]］】〕⟧]*|\]\(.*", "]", mark))
    numbers = [int(part) for part in parts if part.isdigit()]
    for (first, dash), (_, last) in pairwise(pairwise(parts)):
        if first.isdigit() and dash in "‐–—-" and 1 <= int(first) < int(last) <= count:
            numbers += range(int(first), int(last))
    return tuple(sorted(set(numbers))) if any(not part.isdigit() for part in parts) else tuple(numbers)
