"""A word of a question that nobody knows → the article's word that it was meant to be.

Only words that are neither in the article nor among the embedder's 30,000 whole words are touched, so
that "tanks" never becomes "talks": a slip of the pen is mended, a different word is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.embed import bundled_folder

WORD = re.compile(r"[^\W\d_]{4,}")
SHORT = 7  # letters; below this one slip is mended, from here on two


def corrected(question: str, texts: Iterable[str]) -> str:
    """Return the question with slips of the pen mended from the words of the texts."""
    unknown = [w for w in dict.fromkeys(WORD.findall(question)) if w.isascii() and not is_word(w)]
    if not unknown:
        return question
    there = frozenset().union(*(words_of(text) for text in texts))
    spelled = {word.lower() for word in there}
    for slip in unknown:
        meant = None if slip.lower() in spelled else closest(slip, there)
        if meant:
            question = re.sub(rf"\b{slip}\b", meant, question)
    return question


def closest(slip: str, words: Iterable[str]) -> str | None:
    """Return the one word that a slip can stand for, or None where none or several are as near.

    >>> closest("ukranians", ["Ukrainians", "Ukraine", "urbane"])
    'Ukrainians'
    """
    most = 1 if len(slip) < SHORT else 2
    near = [
        (edits(slip.lower(), word.lower(), most=most), word)
        for word in words
        if word[0].lower() == slip[0].lower()
    ]
    best = min((distance for distance, _ in near), default=most + 1)
    found = sorted({word for distance, word in near if distance == best})
    different = {word.lower() for word in found}
    return found[0] if best <= most and len(different) == 1 else None


def edits(one: str, other: str, *, most: int) -> int:
    """Return how many letters to add, drop, change or swap with the next; `most` + 1 if it takes more.

    >>> edits("negociate", "negotiate", most=2), edits("teh", "the", most=2), edits("cat", "horse", most=2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, rival in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != rival))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == rival:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@lru_cache(maxsize=64)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as they are written there."""
    return frozenset(WORD.findall(text))


def is_word(word: str) -> bool:
    """Say whether a word, or it without an English ending, is one the embedder knows whole."""
    plain = word.lower()
    endings = ("", "s", "es", "ed", "d", "ing", "ly", "er", "ers")
    return any(plain.endswith(e) and plain[: len(plain) - len(e)] in _vocabulary() for e in endings)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    lines = (bundled_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith(("##", "[")))
