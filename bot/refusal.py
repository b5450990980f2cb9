"""A refusal that explains itself: which of the question's words the article never uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.answer import Refusal
from index.document import Document
from index.lexical import terms

# Words that ask rather than name: that an article lacks them says nothing.
ASKING = frozenset(
    """a about after all also an and any anyone anything are article as ask at author authors be because been before
    being between both but by can could describe did discuss do does doing during each else ever explain for from
    get give go had happen happened happens has have he her here him his how i if in into is it its just know like
    list long made make many may me mean mention mentioned might more most much must my name next no not of off on
    one only or other our out over people piece please point possible propose proposed reason really regarding
    said same say says she should so some someone something still such suggest suggested summarise summarize tell
    text than that the their them then there these they thing things think this those though through to told too
    under up us use used very want wanted was way we well went were what when where whether which while who whom
    whose why will with without would writer yet you your""".split()
)
WORD = re.compile(r"\w[\w'’.-]*\w|\w")
THE_ARTICLE_DOES_NOT_SAY = "The article does not say."


def missing_terms(question: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the question's content words, as typed, whose stem occurs in no document."""
    asked = [word for word in dict.fromkeys(WORD.findall(question)) if word.lower() not in ASKING]
    used = frozenset().union(*(_stems_of(document.text) for document in documents))
    return tuple(word for word in asked if not all(stem in used for stem in terms(word)))


@lru_cache(maxsize=64)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def refuse(reason: str | None, missing: tuple[str, ...], nearest: tuple[str, ...]) -> Refusal:
    """Return a refusal; its reason says which words are missing, unless the reader gave a reason itself."""
    if reason is None:
        reason = THE_ARTICLE_DOES_NOT_SAY
        if missing:
            reason += f" It never mentions {_listed(missing)}."
    return Refusal(reason, missing, nearest)


def _listed(words: Sequence[str]) -> str:
    """Return words as a phrase.

    >>> _listed(["tanks", "Germany"])
    '“tanks” or “Germany”'
    """
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
