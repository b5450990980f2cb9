"""Which paragraph answers? A SQuAD file's paragraphs as one collection, and five ways to rank them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.figures.squad import read_squad
from index.document import Document
from index.embed import Rows
from index.fuse import Scores, best_of
from index.lexical import terms
from index.store import ArticleIndex

DEPTH = 10  # of the mean reciprocal rank
RANK_CONSTANT = 60.0  # of the reciprocal rank fusion, as everyone takes it
MEANING, WORDS, RANKS, SUM, OURS = (
    "MiniLM",
    "BM25",
    "fusion by rank",
    "sum of z-scores, 0.6 and 0.4",
    "ours",
)


def retrieval_figures(path: Path) -> dict[str, Any]:
    """Return R@1, R@5 and MRR@10 of each way to rank, over the answerable questions of a SQuAD file.

    All are computed from the same rows; a paragraph ranks by its best passage. `BM25` is bm25s with its
    own settings over Snowball stems.
    """
    paragraphs, questions = read_squad(path)
    index = ArticleIndex.build([Document(text, title=str(n)) for n, text in enumerate(paragraphs)])
    home = {document.id: number for number, document in enumerate(index.documents)}
    passages = [home[passage.document_id] for passage in index.passages]
    starts = np.flatnonzero(np.diff(passages, prepend=-1))
    usual = UsualWords([passage.text for passage in index.passages])
    found: dict[str, list[int]] = {name: [] for name in (MEANING, WORDS, RANKS, SUM, OURS)}
    for question in questions:
        if question.answers:
            own = home[Document(paragraphs[question.paragraph], title="").id]
            scores = index.scores(question.text, index.embedder.embed_question(question.text))
            for name, ranked in _ways(scores, usual.scores(question.text)).items():
                found[name].append(rank(best_of(ranked, starts), own))
    counts = {"questions": len(found[OURS]), "paragraphs": len(index.documents)}
    return counts | {"retrieval": {name: summary(ranks) for name, ranks in found.items()}}


class UsualWords:
    """BM25 as bm25s has it, with Snowball stems, to compare with."""

    def __init__(self, texts: list[str]) -> None:
        import bm25s

        self._count = len(texts)
        self._bm25 = bm25s.BM25()
        self._bm25.index([terms(text) for text in texts], show_progress=False)

    def scores(self, question: str) -> Rows:
        """Return (n,) BM25 scores."""
        known = [term for term in terms(question) if term in self._bm25.vocab_dict]
        scores = self._bm25.get_scores(known) if known else np.zeros(self._count)
        return np.asarray(scores, dtype=np.float32)


def _ways(scores: Scores, words: Rows) -> dict[str, Rows]:
    return {
        MEANING: scores.dense,
        WORDS: words,
        RANKS: _by_rank(scores.dense) + _by_rank(words),
        SUM: 0.6 * _standard(scores.dense) + 0.4 * _standard(words),
        OURS: scores.fused,
    }


def _by_rank(scores: Rows) -> Rows:
    places = np.empty(len(scores), dtype=np.float32)
    places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.asarray(1.0 / (RANK_CONSTANT + places), dtype=np.float32)


def _standard(scores: Rows) -> Rows:
    return np.asarray((scores - scores.mean()) / max(float(scores.std()), 1e-9), dtype=np.float32)


def rank(scores: Rows, own: int) -> int:
    """Return the place, from 1, of the row `own`; of equals the earlier row comes first.

    >>> rank(np.array([0.5, 0.9, 0.5], dtype=np.float32), 2)
    3
    """
    return 1 + int((scores > scores[own]).sum() + (scores[:own] == scores[own]).sum())


def summary(ranks: list[int]) -> dict[str, float]:
    """Return R@1, R@5 and MRR@10 of the places at which what was wanted stood.

    >>> summary([1, 2, 20])
    {'R@1': 0.3333, 'R@5': 0.6667, 'MRR@10': 0.5}
    """
    places: npt.NDArray[np.int64] = np.array(ranks)
    reciprocal = np.where(places <= DEPTH, 1.0 / places, 0.0)
    figures = {"R@1": (places <= 1).mean(), "R@5": (places <= 5).mean(), f"MRR@{DEPTH}": reciprocal.mean()}
    return {name: round(float(value), 4) for name, value in figures.items()}
