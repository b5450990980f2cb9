"""Two scores per passage → one, which can be ranked."""

from __future__ import annotations

import numpy as np

from index.embed import Rows

DENSE_WEIGHT = 0.6


def fuse(dense: Rows, lexical: Rows) -> Rows:
    """Return (n,) weighted sums of the two scores, each made comparable first."""
    return DENSE_WEIGHT * standardise(dense) + (1.0 - DENSE_WEIGHT) * standardise(lexical)


def standardise(scores: Rows) -> Rows:
    """Return the scores with mean 0 and standard deviation 1; zeros where all are equal.

    >>> standardise(np.array([1.0, 3.0], dtype=np.float32)).tolist()
    [-1.0, 1.0]
    """
    spread = scores.std()
    return np.asarray((scores - scores.mean()) / (spread if spread > 0 else 1.0), dtype=np.float32)
