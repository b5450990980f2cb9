"""Unit rows → cosines to a question, by FAISS."""

from __future__ import annotations

import faiss
import numpy as np

from index.embed import Rows

BELOW_ALL = -2.0  # no cosine is lower


class DenseIndex:
    """Exact inner products over unit rows; score i belongs to row i."""

    def __init__(self, rows: Rows) -> None:
        self._flat = faiss.IndexFlatIP(rows.shape[1])
        self._flat.add(np.ascontiguousarray(rows, dtype=np.float32))

    @property
    def rows(self) -> Rows:
        """The (n, dimension) rows, as FAISS holds them: not a copy, not to be changed."""
        size = (self._flat.ntotal, self._flat.d)
        rows: Rows = faiss.rev_swig_ptr(self._flat.get_xb(), size[0] * size[1]).reshape(size)
        rows.flags.writeable = False
        return rows

    def scores(self, question: Rows) -> Rows:
        """Return (n,) cosines of every row to the (1, dimension) question."""
        scores = np.full(self._flat.ntotal, BELOW_ALL, dtype=np.float32)
        # All rows in no order: ten times faster at 60,000 rows than a search for the n best, which sorts.
        _, found, rows = self._flat.range_search(question, BELOW_ALL)
        scores[rows] = found
        return scores
