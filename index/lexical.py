"""Passages' words → BM25 scores for a question, by bm25s with Snowball stems."""

from __future__ import annotations

import re
from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer

from index.embed import Rows

WORD = re.compile(r"\w+")


def terms(text: str) -> list[str]:
    """Return the stems of a text's words.

    >>> terms("The bridges collapsed.")
    ['the', 'bridg', 'collaps']
    """
    stemmer = Stemmer.Stemmer("english")
    return [str(stem) for stem in stemmer.stemWords(WORD.findall(text.lower()))]


class LexicalIndex:
    """BM25 over the passages' words; row i belongs to passage i."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._bm25 = bm25s.BM25()
        self._bm25.index([terms(text) or [""] for text in texts], show_progress=False)

    def scores(self, question: str) -> Rows:
        """Return (n,) BM25 scores, 0 where no word of the question occurs."""
        known = [term for term in terms(question) if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
