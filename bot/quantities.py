"""Numbers in a text, as values: `57`, `fifty-seven`, `29 million`, `two thirds`, `31 per cent`."""

from __future__ import annotations

import re

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split()
    )
}
TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
SHORT_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}
PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
COMMON = {"twice": 2.0, "double": 2.0, "doubled": 2.0, "once": 1.0, "tripled": 3.0}

TOKEN = re.compile(r"\d[\d,.\u202f\u00a0]*\d|\d|[a-z]+|%", re.IGNORECASE)


def quantities(text: str) -> frozenset[float]:
    """Return the values named in a text; a share counts as its percentage too.

    >>> sorted(quantities("Fifty-seven of 1,200 people, or two thirds, paid 29 million."))
    [57.0, 66.7, 1200.0, 29000000.0]
    """
    found: set[float] = set()
    tokens = [token.lower() for token in TOKEN.findall(text)]
    at = 0
    while at < len(tokens):
        value, used = _value(tokens[at:])
        if value is None:
            at += 1
            continue
        found.add(round(value, 2))
        at += used
    return frozenset(found)


def _value(tokens: list[str]) -> tuple[float | None, int]:
    """Return the number that the tokens begin with and how many tokens it takes."""
    first = tokens[0]
    if first == "a" and tokens[1:2] and tokens[1] in PARTS:
        return round(100 * PARTS[tokens[1]], 1), 2
    if first in COMMON:
        return COMMON[first], 1
    if first in PARTS and first != "third":
        return round(100 * PARTS[first], 1), 1
    value, used = _digits(first) if first[0].isdigit() else _words(tokens)
    if value is None:
        return None, 1
    while used < len(tokens) and tokens[used] in SCALES:
        value, used = value * SCALES[tokens[used]], used + 1
    if used < len(tokens) and tokens[used] in SHORT_SCALES and first[0].isdigit():
        value, used = value * SHORT_SCALES[tokens[used]], used + 1
    part = tokens[used].rstrip("s") if used < len(tokens) else ""
    if part in PARTS and value < 10 and not first[0].isdigit():
        return round(100 * value * PARTS[part], 1), used + 1
    return value, used


def _digits(token: str) -> tuple[float | None, int]:
    plain = re.sub(r"[,\u202f\u00a0](?=\d{3})", "", token).rstrip(".,")
    try:
        return float(plain), 1
    except ValueError:
        return None, 1


def _words(tokens: list[str]) -> tuple[float | None, int]:
    """Return a number written out, such as `fifty seven` or `two hundred and six`."""
    total, used, seen = 0.0, 0, False
    while used < len(tokens):
        word = tokens[used]
        if word in UNITS or word in TENS:
            total, seen = total + UNITS.get(word, 0) + TENS.get(word, 0), True
        elif word == "hundred" and seen:
            total *= 100
        elif not (word == "and" and seen and used + 1 < len(tokens) and tokens[used - 1] == "hundred"):
            break
        used += 1
    if not seen:
        return None, 1
    # «one» is more often a pronoun than a number.
    return (None, 1) if total == 1 and used == 1 and not _counts(tokens[1:2]) else (total, used)


def _counts(following: list[str]) -> bool:
    return bool(following) and (following[0] in SCALES or following[0].rstrip("s") in PARTS)
