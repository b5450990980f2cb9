"""An answer → the name that it gives to what its question asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.grammar import lexicon
from bot.grammar.clause import Clause
from bot.grammar.tokens import GEN, NAME, Token, join, tokenize

MARKER = re.compile(r"\s*\[\d+\]")
LONGEST = 600  # characters of an answer that are read
LINKS = frozenset("of de la van von der den di da el al bin y".split())


def name_in(answer: str, clause: Clause) -> str:
    """Return the name that answers a question after someone or one of several, or nothing.

    It is the name that the question does not hold itself and that stands nearest to the question's words.

    >>> from bot.grammar.clause import parse
    >>> name_in("The plan, drawn up by Ilse Varnholt, would cost ten crowns [1].", parse("Who drew up the plan?"))
    'Ilse Varnholt'
    """
    tokens = tokenize(MARKER.sub("", answer[:LONGEST]))
    asked = {t.lower[:5] for t in clause.tokens if len(t.lower) > 3}
    known = {t.lower for t in clause.tokens}
    shared = [i for i, t in enumerate(tokens) if t.lower[:5] in asked]
    best, chosen = -99.0, ""
    for name in names(tokens):
        inside = tokens[name.start : name.stop]
        words = {t.lower.rstrip(".") for t in inside}
        if words & known or words <= lexicon.MONTHS | lexicon.DAYS:
            continue
        score = -0.1 * min((abs(i - name.start) for i in shared), default=9) - 0.02 * name.start
        score += 1.0 if len(inside) > 1 else 0.0
        score -= 2.0 if clause.word == "who" and words & lexicon.GROUPS else 0.0
        if score > best:
            best, chosen = score, join(inside)
    return chosen


def names(tokens: Sequence[Token]) -> Iterator[range]:
    """Yield the stretches of capitalised words, with the small words that link them."""
    place = 0
    while place < len(tokens):
        end = place
        while end < len(tokens) and (tokens[end].tag == NAME or _links(tokens, place, end)):
            end += 1
        if end > place:
            yield range(place, end)
        place = max(end, place + 1)


def _links(tokens: Sequence[Token], begin: int, place: int) -> bool:
    follows = place + 1 < len(tokens) and tokens[place + 1].tag == NAME
    return begin < place and follows and tokens[place].lower in LINKS and tokens[place - 1].tag != GEN
