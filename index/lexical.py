"""Texts' words → how much of a question each text uses, by BM25 (bm25s) over Snowball stems."""

from __future__ import annotations

import json
import logging
import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from index.embed import Rows

# bm25s switches its own debug messages on.
logging.getLogger("bm25s").setLevel(logging.WARNING)

# Scripts written without spaces: Thai to Khmer, kana, Han. Their words are pairs of neighbouring characters.
UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# \w leaves out the vowel signs of Indian scripts and would break their words.
WORD = re.compile(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}])[\w\u0900-\u0963\u0966-\u0dff])+")
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
ASCII_WORD = re.compile(r"\w+", re.ASCII)
ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")

# Words that say nothing about where an answer stands, the asking ones included. On training questions
# (SQuAD 2.0 and 1.1) BM25 alone then puts the right paragraph first 2.4 and 3.5 points more often than with
# bm25s's own list, which keeps "what", "did" and "how"; a list twice as long gains nothing more.
STOP_WORDS = frozenset(
    "a an the of in on at to for by with and or is are was were be been do does did has have had s"
    " what which who whom whose when where why how".split()
)
# Chosen on the same questions, for passages and sentences alike, out of 0.3 to 1.5 and 0.3 to 0.75;
# 0.3 to 0.6 do equally well. A question's word that stands there once has almost its full weight.
K1 = 0.4
B = 0.4

MATRIX = ("data", "indices", "indptr")  # a sparse matrix by columns, as bm25s and scipy name its parts
Matrix = npt.NDArray[Any]
_stemmers = threading.local()


def terms(text: str) -> list[str]:
    """Return the stems of a text's words in order, or pairs of characters where a script has no spaces.

    >>> terms("The bridges of Orléans")
    ['the', 'bridg', 'of', 'orlean']
    >>> terms("東京都")
    ['東京', '京都']
    """
    if text.isascii():
        return _stems(ASCII_WORD.findall(text.lower()))
    text = unicodedata.normalize("NFKC", ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    words: list[str] = []
    for word in WORD.findall(text.lower()):
        words += _pairs(word) if UNSPACED_CHARACTER.match(word) else [word]
    return _stems(words)


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]


def _stems(words: list[str]) -> list[str]:
    # One stemmer per thread: PyStemmer's are not safe to share, and each remembers the words it has seen.
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    stems: list[str] = _stemmers.english.stemWords(words)
    return stems


def telling_terms(text: str) -> list[str]:
    """Return the terms that are no stop words; all of them where nothing else is left.

    >>> telling_terms("What did the ministers decide?")
    ['minist', 'decid']
    >>> telling_terms("Who was who?")
    ['who', 'was', 'who']
    """
    found = terms(text)
    return [term for term in found if term not in STOP_WORDS] or found


class LexicalIndex:
    """BM25 over the words of texts; score i belongs to text i."""

    def __init__(self, numbers: dict[str, int], matrix: dict[str, Matrix], count: int) -> None:
        """Take each term's column, and the BM25 weights of `count` texts as a sparse matrix by columns."""
        self.count = count
        self._numbers, self._matrix = numbers, matrix
        self._bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        self._bm25.scores = {**matrix, "num_docs": count}
        self._bm25.nonoccurrence_array = None
        used_by = np.diff(matrix["indptr"])  # texts that use each term
        self._rarity = np.log1p((count - used_by + 0.5) / (used_by + 0.5))
        self._rarity_of_unknown = float(np.log1p((count + 0.5) / 0.5))

    @classmethod
    def of(cls, texts: Sequence[str]) -> LexicalIndex:
        """Return an index over the words of texts."""
        numbers: dict[str, int] = {}
        rows = [[numbers.setdefault(t, len(numbers)) for t in telling_terms(text)] for text in texts]
        numbers.setdefault("", len(numbers))  # bm25s wants at least one word
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
        with np.errstate(invalid="ignore"):  # texts without any word have a mean length of 0
            bm25.index((rows, numbers), show_progress=False)
        return cls(numbers, {name: bm25.scores[name] for name in MATRIX}, len(texts))

    def to_arrays(self) -> dict[str, Matrix]:
        """Return what `from_arrays` needs, as arrays without objects."""
        names = json.dumps(list(self._numbers)).encode("ascii")  # in the order of their columns
        return {**self._matrix, "terms": np.frombuffer(names, dtype=np.uint8)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Matrix], count: int) -> LexicalIndex:
        """Return the index over `count` texts of which `to_arrays` was taken."""
        names = json.loads(arrays["terms"].tobytes())
        numbers = {term: number for number, term in enumerate(names)}
        return cls(numbers, {name: arrays[name] for name in MATRIX}, count)

    def scores(self, question: str) -> Rows:
        """Return (n,) the share of the question's words that each text uses, from 0 to 1.

        It is the BM25 score, in which rare words weigh more, divided by the most that a text could have.
        A word that no text uses counts as missing from all of them.
        """
        asked = dict.fromkeys(telling_terms(question))
        known = [self._numbers[term] for term in asked if term in self._numbers]
        if not known:
            return np.zeros(self.count, dtype=np.float32)
        most = float(self._rarity[known].sum()) + self._rarity_of_unknown * (len(asked) - len(known))
        return np.asarray(self._bm25.get_scores_from_ids(known) / most, dtype=np.float32)
