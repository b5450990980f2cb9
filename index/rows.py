"""Many texts → their rows, each different text embedded once, and none that is known already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.embed import Embedder, Rows

# Texts embedded in one call: between two calls progress is told, and a waiting question has its turn.
AT_ONCE = 64
Progress = Callable[[int, int], None]


def embed_texts(
    texts: Sequence[str],
    *,
    embedder: Embedder,
    known: Mapping[str, Rows] | None = None,
    progress: Progress | None = None,
) -> Rows:
    """Return (n, dimension) unit rows, row i for text i; `known` has rows of shape (dimension,) by text.

    `progress` is told how many texts are embedded, of how many. ValueError where the embedder returns
    something else than finite rows of its dimension.
    """
    known = known or {}
    # By length, so that the texts of one call are of one size and little of the work is padding.
    fresh = sorted({text for text in texts if text not in known}, key=len)
    found = dict(known)
    for start in range(0, len(fresh), AT_ONCE):
        part = fresh[start : start + AT_ONCE]
        rows = embedder.embed_passages(part)
        check_rows(rows, count=len(part), dimension=embedder.dimension)
        found.update(zip(part, rows, strict=True))
        if progress:
            progress(start + len(part), len(fresh))
    together = [found[text] for text in texts]
    return np.stack(together) if together else np.zeros((0, embedder.dimension), dtype=np.float32)


def check_rows(rows: Rows, *, count: int, dimension: int) -> None:
    """Raise ValueError unless the rows are (count, dimension), float32 and finite."""
    if rows.shape != (count, dimension) or rows.dtype != np.float32:
        raise ValueError(f"expected float32 rows ({count}, {dimension}), got {rows.dtype} {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError("a row holds a number that is not finite; the embedder's weights are damaged")
