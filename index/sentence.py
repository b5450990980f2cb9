"""Sentences with offsets, found by rules: what stands before a stop, in it, and after it.

Our own code, because every library tried either changes the text or gives offsets that are off.
Time is linear in the text: each rule looks at no more than WINDOW characters on either side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.abbreviations import (
    BEFORE_NUMBERS,
    CALENDAR,
    EITHER,
    INNER,
    LETTERED,
    MARKED_NAMES,
    SPEECH,
    STARTERS,
    TITLES,
)
from index.document import Span
from index.lines import paragraphs, segments

WINDOW = 80
PARENTHESIS = 400  # a longer one is more likely a bracket somebody forgot to close

SPACED = ".!?…‼⁇⁈⁉"  # these end a sentence only before space
FREE = "。！？｡．।॥؟۔።፧။៕᠃"  # these always
QUOTES = "\"'“”‘’„‟«»‹›"
CLOSERS = re.compile(
    r"(?:[\"'“”‘’«»‹›)\]}*_~」』】〉》〕）］｝]"
    r"|\[(?:\d{1,3}|[a-z]|note \d+|citation needed)\]"  # a footnote's number
    r"|[ \u00a0\u202f][»”)\]]| ''(?=\s|$)"
    r"|\ufe0f|[\U0001F300-\U0001FAFF])*"
)
CJK_CLOSERS = re.compile(r"[\"'”’»)\]}」』】〉》〕）］｝]*")
STOP = re.compile(
    rf"[{SPACED}](?:[ \u00a0][{SPACED}])+|[{SPACED}]*[{FREE}][{SPACED}{FREE}]*|[{SPACED}]+"
    r"|(?<=\s)[•▪●◦‣⁃](?=\s)"
)
OPENERS = QUOTES + "([{¿¡「『【《〈（［*_"
ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})$")
ATTRIBUTED = re.compile(
    rf"(?:[A-Z][\w’'.-]*\s+){{1,4}}(?:{'|'.join(sorted(SPEECH))})\b|I (?:{'|'.join(sorted(SPEECH))})\b"
)
WORD = re.compile(r"[^\W\d_]+")
GOES_ON = re.compile(r"[とっ、，,;:；：]|って")  # after a closing quote in Chinese or Japanese
BRACKET = re.compile(r"(?<![:;=])[()（）]")
TELEGRAPHIC = re.compile(
    r"(?<=[\w:,] )[\"“](?:[^\s\"“”]+ ){0,2}[^\s\"“”]+[.!?](?: (?:[^\s\"“”]+ ){0,2}[^\s\"“”]+[.!?])+[\"”]"
)
ACRONYM = re.compile(r"(?!MR|DR|ST|CO|JR|SR|NO|VS|MS)[A-Z]{2}$")  # the state LA is not the shortened La.
NUMERAL = re.compile(r"(?!I\b|A\b)(?:[IVXLC]+|[A-Z])\b")
DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,4}$")
# German: am 3. Oktober
ORDINAL = re.compile(r".*\b(?:am|vom|zum|der|dem|den|des|im|bis|seit)\s+\d{1,2}$", re.DOTALL)
CLOCK = frozenset({"a.m", "p.m", "am", "pm"})
CLOCK_GOES_ON = re.compile(
    r"[A-Z]{2,4}\b|Eastern|Pacific|Central|Mountain|Greenwich|[A-Z][a-z]+day\b|[A-Z][a-z]+ \d|\d"
)
VOWEL = re.compile(r"[aeiouyäöüáéíóúàèâêîôûåæø]", re.IGNORECASE)


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
    return cut if _ends(before, mark, closers, following.lstrip()) else -1


def _ends(before: str, mark: str, closers: str, following: str) -> bool:
    """Say whether a stop ends the sentence, by what stands before it, in it, behind it and after it."""
    lead = following.lstrip(OPENERS + " ")
    if not lead:
        return not following or "(" not in following
    token = "" if before[-1:].isspace() else re.split(r"[\s\-–—/(\[\"“‘«]", before)[-1]
    if lead[0] in "–—-" and len(lead) > 1:
        dash, lead = True, lead[1:].lstrip(OPENERS + " ")
    else:
        dash = False
    if not lead or lead[0] in ",;:)]}%”’»" or (dash and (token.lower() in INNER or "." in token)):
        return False
    if lead[0].islower() and not any(map(str.isupper, lead[1:3])):
        return mark == "." and not closers and _plain(token) and lead == following
    if not any(map(str.isalnum, before)) or (mark == "." and ENUMERATOR.match(before)):
        return False
    return (
        _full_stop_ends(before, token, closers, lead)
        if mark == "."
        else _cry_ends(token, mark, closers, lead)
    )


def _cry_ends(token: str, mark: str, closers: str, lead: str) -> bool:
    """Say whether `!`, `?` or an ellipsis before a capital ends the sentence."""
    if "!" in mark or "?" in mark:
        if token.lower() in MARKED_NAMES:
            return _starts(lead)
        return not (any(sign in QUOTES for sign in closers) and ATTRIBUTED.match(lead))
    return not (token == "I" and re.match(r"I\b", lead))


def _full_stop_ends(before: str, token: str, closers: str, lead: str) -> bool:
    """Say whether one full stop before a capital, a digit or a letter without case ends the sentence."""
    if not token or (
        any(sign in QUOTES for sign in closers) and token.lower() not in {"mr", "mrs", "ms", "dr"}
    ):
        return True
    if len(token) == 1 and token.isupper():
        return _letter_ends(before, token, lead)
    word = "" if ACRONYM.match(token) else token.lower()
    dotted = DOTTED.match(token) is not None
    if lead[0].isdigit():
        return not (word in TITLES or word in BEFORE_NUMBERS or word in CALENDAR or dotted)
    if word in CLOCK:
        return not CLOCK_GOES_ON.match(lead)
    if (
        word in EITHER
        or word in CALENDAR
        or dotted
        or _shortened(token)
        or (token.isdigit() and ORDINAL.match(before))
    ):
        return word not in TITLES and _starts(lead)
    return not (word in TITLES or (word in BEFORE_NUMBERS and NUMERAL.match(lead)))


def _letter_ends(before: str, letter: str, lead: str) -> bool:
    """Say whether a single capital with a stop ends the sentence, being no initial."""
    words = before.split()
    previous = words[-2].strip(OPENERS + ",") if len(words) > 1 else ""
    if previous.lower() in LETTERED:
        return True
    if letter == "I" and (previous.islower() or previous in {"World", "War"}):
        return True
    if not (lead[0].isupper() or lead[0].isdigit()):
        return True
    return _starts(lead) and not re.match(r"[A-Z]\.", lead)


def _starts(lead: str) -> bool:
    """Say whether what follows begins with a word that likes to begin sentences."""
    word = WORD.match(lead)
    return bool(word and word.group().lower() in STARTERS) or not (lead[0].isalpha() or lead[0].isdigit())


def _plain(token: str) -> bool:
    """Say whether a token is an ordinary word, whose stop may end a sentence even before a small letter."""
    return len(token) > 3 and token.isalpha() and token.lower() not in INNER and not _shortened(token)


def _shortened(token: str) -> bool:
    """Say whether a token is a shortened word: letters without a vowel, not all capitals."""
    return (
        token.isalpha()
        and token.isascii()
        and 1 < len(token) < 6
        and not token.isupper()
        and not VOWEL.search(token)
    )
