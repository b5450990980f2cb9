"""ArticleIndex: documents, their passages, and the search over them. Owns row i ↔ passage i."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from index.dense import DenseIndex
from index.document import Document, Heading, Hit, Passage, SetAside, Span
from index.embed import Embedder, Rows, load_embedder
from index.fuse import fuse
from index.lexical import LexicalIndex
from index.split import split


class ArticleIndex:
    """Documents and the search over their passages."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        rows: Rows,
        embedder: Embedder | None,
    ) -> None:
        self.documents = tuple(documents)
        self.passages = tuple(passages)
        self._rows = rows
        self._embedder = embedder
        self._dense = DenseIndex(rows)
        self._lexical = LexicalIndex([passage.text for passage in self.passages])
        self._by_id = {document.id: document for document in self.documents}
        self.version = hashlib.sha256("".join(self._by_id).encode()).hexdigest()[:12]

    @classmethod
    def build(
        cls,
        documents: Sequence[Document],
        *,
        embedder: Embedder | None = None,
        reuse: ArticleIndex | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> ArticleIndex:
        """Return an index over the documents; a document given twice is kept once."""
        kept = list({document.id: document for document in documents}.values())
        if not kept:
            raise ValueError("there are no documents to index; give at least one")
        embedder = embedder or load_embedder()
        passages: list[Passage] = []
        for document in kept:
            limit = embedder.window - 2
            first = len(passages) + 1
            passages += split(document, count_tokens=embedder.count_tokens, limit=limit, first=first)
        rows = embedder.embed_passages([passage.text for passage in passages])
        return cls(kept, passages, rows, embedder)

    @property
    def embedder(self) -> Embedder:
        """The embedder, loaded on first use."""
        if self._embedder is None:
            self._embedder = load_embedder()
        return self._embedder

    def document(self, id: str) -> Document:
        """Return the document of that id; KeyError if there is none."""
        return self._by_id[id]

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """Return the passages that fit the question, best first, at most `limit`."""
        if not question.strip():
            raise ValueError(f"the question is empty, got {question!r}; write at least one word")
        if limit < 1:
            raise ValueError(f"limit must be at least 1, got {limit}")
        dense = self._dense.scores(self.embedder.embed_question(question))
        lexical = self._lexical.scores(question)
        fused = fuse(dense, lexical)
        order = np.argsort(-fused, kind="stable")[:limit]
        return [Hit(self.passages[i], float(fused[i]), float(dense[i]), float(lexical[i])) for i in order]

    def save(self, folder: str | Path) -> None:
        """Write the index into a folder."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "vectors.npy", self._rows, allow_pickle=False)
        data = {
            "documents": [asdict(d) for d in self.documents],
            "passages": [asdict(p) for p in self.passages],
        }
        (folder / "index.json").write_text(json.dumps(data), encoding="utf-8")

    @classmethod
    def open(
        cls, folder: str | Path, *, sources: Sequence[str] | None = None, embedder: Embedder | None = None
    ) -> ArticleIndex:
        """Return the index saved in a folder."""
        folder = Path(folder)
        data = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        rows = np.load(folder / "vectors.npy", allow_pickle=False)
        documents = [_document(d) for d in data["documents"]]
        return cls(documents, [_passage(p) for p in data["passages"]], rows, embedder)


def _span(data: dict[str, int] | None) -> Span | None:
    return Span(**data) if data else None


def _document(data: dict[str, Any]) -> Document:
    spans = {key: _span(data[key]) for key in ("title_span", "authors_span", "date_span")}
    headings = tuple(Heading(Span(**h["span"]), h["level"]) for h in data["headings"])
    set_aside = tuple(SetAside(**s) for s in data["set_aside"])
    rest = {"authors": tuple(data["authors"]), "pages": tuple(data["pages"])}
    return Document(**{**data, **spans, **rest, "headings": headings, "set_aside": set_aside})


def _passage(data: dict[str, Any]) -> Passage:
    sentences = tuple(Span(**s) for s in data["sentences"])
    return Passage(**{**data, "span": Span(**data["span"]), "sentences": sentences})
