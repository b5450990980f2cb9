"""Does this stop end the sentence? Rules for what stands before it, in it, behind it and after it."""

from __future__ import annotations

import re

from index.sentences.abbreviations import (
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

QUOTES = "\"'“”‘’„‟«»‹›"
OPENERS = QUOTES + "([{¿¡「『【《〈（［*_"
ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})$")
ATTRIBUTED = re.compile(
    rf"(?:[A-Z][\w’'.-]*\s+){{1,4}}(?:{'|'.join(sorted(SPEECH))})\b|I (?:{'|'.join(sorted(SPEECH))})\b"
)
WORD = re.compile(r"[^\W\d_]+")
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


def ends_sentence(before: str, mark: str, closers: str, following: str) -> bool:
    """Say whether a stop ends the sentence.

    `before` is what the sentence has so far, `mark` the stop, `closers` the quotes and brackets behind it,
    `following` what comes after the space.

    >>> ends_sentence("It was Dr", ".", "", "Hale."), ends_sentence("It was late", ".", "", "Hale left.")
    (False, True)
    """
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
