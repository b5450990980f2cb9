"""A list of texts that can be scored by meaning and by words."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np

from index.dense import DenseIndex
from index.embed import Rows
from index.lexical import LexicalIndex

ROWS = "rows"


class TextIndex:
    """Both indexes of the same texts; score i belongs to text i."""

    def __init__(self, rows: Rows, lexical: LexicalIndex) -> None:
        """Take a unit row per text and the index of their words; ValueError unless they are equally many."""
        if len(rows) != lexical.count:
            raise ValueError(f"{lexical.count} texts need as many rows, got {len(rows)}")
        self._dense, self._lexical = DenseIndex(rows), lexical

    @classmethod
    def of(cls, texts: Sequence[str], rows: Rows) -> TextIndex:
        """Return the index of texts whose (n, dimension) unit rows are known."""
        return cls(rows, LexicalIndex.of(texts))

    @property
    def rows(self) -> Rows:
        """The (n, dimension) rows; not to be changed."""
        return self._dense.rows

    def scores(self, question: str, row: Rows) -> tuple[Rows, Rows]:
        """Return (n,) cosines and (n,) shares of words for a question and its (1, dimension) row."""
        return self._dense.scores(row), self._lexical.scores(question)

    def to_bytes(self) -> bytes:
        """Return the index as an .npz file."""
        file = io.BytesIO()
        np.savez(file, allow_pickle=False, **{ROWS: self.rows, **self._lexical.to_arrays()})
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> TextIndex:
        """Return what `to_bytes` was taken of; whoever calls has proven the bytes by their hash."""
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        rows = arrays.pop(ROWS)
        return cls(rows, LexicalIndex.from_arrays(arrays, len(rows)))
