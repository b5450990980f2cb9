"""Names of people and agencies in the first lines of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

PARTICLES = frozenset(
    """
    van von de del della di da dos du der den des la le al bin ibn el ten ter zu e af av
    """.split()
)
ROLES = re.compile(
    r"\b(?:correspondent|editor|writer|reporter|staff|columnist|contributor|contributing|desk|bureau|reviewer|critic"
    r"|professor|fellow|director|for the|special to)\b",
    re.IGNORECASE,
)
NO_NAMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december the a an my our your his her their this that these one two three
    """.split()
)
JOINT = re.compile(r"\s*,\s*(?:(?:and|&)\s+)?|\s+(?:and|und|et|with)\s+|\s*[&;]\s*")
STOP = re.compile(r"\s*(?:[|·•\n\d]|\s[–—-]\s|\b(?:on|for)\b)")
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Signed:
    """The names that a line gives, and from where to where they stand in it."""

    names: tuple[str, ...]
    start: int
    end: int


def is_name(text: str, *, least: int = 1) -> bool:
    """Say whether words could be a person's name, or that of an agency, of at least `least` words.

    >>> is_name("Charles A. Kupchan", least=2), is_name("the river")
    (True, False)
    """
    words = text.split()
    if not least <= len(words) <= MOST_WORDS or any(map(str.isdigit, text)) or words[0].lower() in NO_NAMES:
        return False
    if text.endswith((".", "?", "!")) and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text):
        return False
    ends = words[0][0].isupper() and words[-1][0].isupper()
    return ends and all(word[0].isupper() or word.lower() in PARTICLES for word in words)


def names_from(text: str, begin: int, *, least: int = 1) -> Signed | None:
    """Read names from `begin` on, up to what is none: "Ann Lee and Bo Ek | 3 June".

    >>> names_from("By Ann Lee, Bo Ek", 3).names
    ('Ann Lee', 'Bo Ek')
    """
    stop = STOP.search(text, begin)
    end = stop.start() if stop else len(text.rstrip())
    names: list[str] = []
    last = position = begin
    for joint in [*JOINT.finditer(text, begin, end), None]:
        name = text[position : joint.start() if joint else end].strip(" \t,")
        if not is_name(name, least=least):
            # "Ann Lee, who was there" names nobody; "Ann Lee, our man in Oslo, 3 June" does.
            if not names or (name and not ROLES.search(name)):
                return None
            break
        if names and ROLES.search(name):
            break
        names.append(name)
        last = text.index(name, position) + len(name)
        position = joint.end() if joint else end
    return Signed(tuple(names), begin, last) if names else None
