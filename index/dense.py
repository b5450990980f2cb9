"""Passages' rows → cosines to a question, by FAISS."""

from __future__ import annotations

import faiss
import numpy as np

from index.embed import Rows


class DenseIndex:
    """Exact inner products over unit rows; row i belongs to passage i."""

    def __init__(self, rows: Rows) -> None:
        self._faiss = faiss.IndexFlatIP(rows.shape[1])
        self._faiss.add(rows)

    def scores(self, question: Rows) -> Rows:
        """Return (n,) cosines of the (1, dimension) question to every passage."""
        count = self._faiss.ntotal
        found, rows = self._faiss.search(question, count)
        scores = np.empty(count, dtype=np.float32)
        scores[rows[0]] = found[0]
        return scores
