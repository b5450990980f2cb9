"""Dates as the first lines of an article give them."""

from __future__ import annotations

import re
from datetime import date

LONGEST_LINE = 16  # words of a line with authors or date
LONGEST_WORDS = 300  # characters of such a line

_MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b\.?"
)
DATE = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|{_MONTH}\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b",
    re.IGNORECASE,
)
# What may stand beside a date in its line.
_ABOUT = re.compile(
    r"\b(?:first|last|originally|medically|publish(?:ed)?|posted|updated|modified|reviewed|created|written|issued|dated?"
    r"|on|at|am|pm|a\.m\.?|p\.m\.?|by|uhr|stand|min(?:ute)?s?|read|reading|time)\b"
    r"|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d+",
    re.IGNORECASE,
)
# Not strftime: it speaks the language of the machine.
_MONTHS = "January February March April May June July August September October November December".split(" ")
_ZONE = re.compile(r"\b[A-Z]{2,4}\b")


def is_short_line(text: str) -> bool:
    """Say whether a line is short enough to give authors or a date."""
    return len(text) <= LONGEST_WORDS and len(text.split()) <= LONGEST_LINE and "\n" not in text.strip()


def gives_date(text: str) -> bool:
    """Say whether a line gives a date and nothing that is about anything else.

    >>> gives_date("Updated June 3, 2024 at 10:30 a.m. EST"), gives_date("What happened on 6 March 1953")
    (True, False)
    """
    found = DATE.search(text) if is_short_line(text) else None
    if not found:
        return False
    if re.search(r"[,|·•–—-]\s*$", text[: found.start()]) and not text[found.end() :].strip():
        return True  # "Remarks by the mayor, 9 September 2020"
    rest = _ZONE.sub(" ", _ABOUT.sub(" ", DATE.sub(" ", text)))
    return not re.search(r"\w", rest)


def is_change(text: str) -> bool:
    """Say whether a line's date is that of a change, not of the first appearance."""
    return bool(re.match(r"\W*(?:last )?(?:updated|modified)", text, re.IGNORECASE))


def spoken_date(value: str) -> str:
    """Return an ISO date as people write it, or nothing where it is none.

    >>> spoken_date("2024-06-03T10:00:00Z")
    '3 June 2024'
    """
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value)
    if not match:
        return ""
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
