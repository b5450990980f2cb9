"""ArticleIndex: documents, their passages, and the search over them. Owns row i ↔ passage i."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.document import Document, Hit, Passage
from index.embed import BUNDLED_NAME, Embedder, Rows, load_embedder
from index.fuse import Scores, best_of
from index.rows import Progress, embed_texts
from index.saving.folder import read_files, write_files
from index.saving.manifest import FORMAT, check_manifest
from index.saving.records import documents_from_json, documents_to_json, passages_from_json, passages_to_json
from index.split import split
from index.texts import TextIndex

DOCUMENTS, PASSAGES = "documents.json", "passages.json"
PASSAGE_SCORES, SENTENCE_SCORES = "passages.npz", "sentences.npz"
# Word pieces of a passage, special ones included, however many more an embedder takes: one row for a
# longer text says too little about each of its parts.
LONGEST_PASSAGE = 256


class ArticleIndex:
    """Documents and the search over their passages.

    Nothing in it changes once it is made; many threads may search it at once.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        whole: TextIndex,
        parts: TextIndex,
        *,
        embedder: Embedder | None = None,
    ) -> None:
        """Take the parts: row i of `whole` is passage i's, row j of `parts` the j-th sentence's of them all.

        Without `embedder` the rows are those of the bundled one, which is then loaded on first use.
        """
        self.documents = tuple(documents)
        self.passages = tuple(passages)
        self._by_id = {document.id: document for document in self.documents}
        self._whole, self._parts = whole, parts
        self._embedder = embedder
        self._loading = threading.Lock()
        sizes = [len(passage.sentences) for passage in self.passages]
        if (len(sizes), sum(sizes)) != (len(whole.rows), len(parts.rows)):
            raise ValueError(
                f"{len(sizes)} passages with {sum(sizes)} sentences need as many rows,"
                f" got {len(whole.rows)} and {len(parts.rows)}"
            )
        self._starts = np.cumsum([0, *sizes[:-1]], dtype=np.intp)  # each passage's first sentence row

    @classmethod
    def build(
        cls,
        documents: Sequence[Document],
        *,
        embedder: Embedder | None = None,
        reuse: ArticleIndex | None = None,
        progress: Progress | None = None,
    ) -> ArticleIndex:
        """Return an index over the documents; one that is given twice is kept once.

        Texts that stand in `reuse`, if it was made with the same embedder, are not embedded again.
        `progress` is told how many texts are embedded, of how many.
        """
        by_id: dict[str, Document] = {}
        for document in documents:
            by_id.setdefault(document.id, document)
        if not by_id:
            raise ValueError("there are no documents to index; give at least one")
        embedder = embedder or load_embedder()
        limit = min(embedder.window, LONGEST_PASSAGE) - 2
        passages: list[Passage] = []
        for document in by_id.values():
            first = len(passages) + 1
            passages += split(document, count_tokens=embedder.count_tokens, limit=limit, first=first)
        known = reuse.rows_by_text() if reuse and reuse.embedder_name == embedder.name else {}
        return cls.of_passages(
            tuple(by_id.values()), passages, embedder=embedder, known=known, progress=progress
        )

    @classmethod
    def of_passages(
        cls,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        *,
        embedder: Embedder,
        known: Mapping[str, Rows] | None = None,
        progress: Progress | None = None,
    ) -> ArticleIndex:
        """Return an index over passages that are cut already; `known` holds finished rows by text."""
        whole, parts = _texts(documents, passages)
        rows = embed_texts([*whole, *parts], embedder=embedder, known=known, progress=progress)
        count = len(whole)
        both = TextIndex.of(whole, rows[:count]), TextIndex.of(parts, rows[count:])
        return cls(documents, passages, *both, embedder=embedder)

    @property
    def embedder(self) -> Embedder:
        """The embedder of the questions, loaded on first use."""
        with self._loading:
            if self._embedder is None:
                self._embedder = load_embedder()
            return self._embedder

    @property
    def embedder_name(self) -> str:
        """The name of the embedder that made the rows; known without loading it."""
        return self._embedder.name if self._embedder else BUNDLED_NAME

    def document(self, id: str) -> Document:
        """Return the document of that id; KeyError lists the known ids."""
        if id not in self._by_id:
            raise KeyError(f"there is no document {id!r}; the index holds {', '.join(self._by_id)}")
        return self._by_id[id]

    def rows_by_text(self) -> dict[str, Rows]:
        """Return every passage's and sentence's row, of shape (dimension,), by its text."""
        whole, parts = _texts(self.documents, self.passages)
        return dict(zip([*whole, *parts], [*self._whole.rows, *self._parts.rows], strict=True))

    def scores(self, question: str, row: Rows) -> Scores:
        """Return how well every passage fits a question whose row, of shape (1, dimension), is known."""
        dense, lexical = self._whole.scores(question, row)
        sentences, words = self._parts.scores(question, row)
        return Scores(
            dense=dense,
            dense_sentence=best_of(sentences, self._starts),
            lexical=lexical,
            lexical_sentence=best_of(words, self._starts),
            sentences=sentences,
        )

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """Return at most `limit` passages, the best for the question first; ValueError if it is empty."""
        if not question.strip():
            raise ValueError(f"the question is empty, got {question!r}; write at least one word")
        if limit < 1:
            raise ValueError(f"the limit of passages must be at least 1, got {limit}")
        scores = self.scores(question, self.embedder.embed_question(question))
        fused = scores.fused
        best = np.argsort(-fused, kind="stable")[:limit]  # stable: of equals the earlier passage is first
        return [self._hit(int(i), float(fused[i]), scores) for i in best]

    def _hit(self, number: int, score: float, scores: Scores) -> Hit:
        passage, start = self.passages[number], self._starts[number]
        cosines = scores.sentences[start : start + len(passage.sentences)]
        dense, lexical = float(scores.dense[number]), float(scores.lexical[number])
        return Hit(passage, score, dense, lexical, tuple(float(cosine) for cosine in cosines))

    @cached_property
    def _records(self) -> dict[str, bytes]:
        return {DOCUMENTS: documents_to_json(self.documents), PASSAGES: passages_to_json(self.passages)}

    @cached_property
    def version(self) -> str:
        """Return a short hash of what is indexed and how: the same version finds the same passages."""
        parts = [str(FORMAT).encode(), self.embedder_name.encode(), *self._records.values()]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]

    def save(self, folder: str | Path, *, sources: Mapping[str, str] | None = None) -> None:
        """Replace the index that lies in a folder by this one, whole or, if interrupted, not at all.

        `sources` are the fingerprints of what the documents were loaded from. ValueError if the folder
        holds something else than an index.
        """
        about = {
            "format": FORMAT,
            "version": self.version,
            "embedder": self.embedder_name,
            "passages": len(self.passages),
            "sentences": len(self._parts.rows),
            "sources": dict(sources or {}),
        }
        scores = {PASSAGE_SCORES: self._whole.to_bytes(), SENTENCE_SCORES: self._parts.to_bytes()}
        write_files(Path(folder), {**self._records, **scores}, about)

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        sources: Mapping[str, str] | None = None,
        embedder: Embedder | None = None,
    ) -> ArticleIndex:
        """Return the index saved in a folder; the bundled embedder, if none is given, is loaded on first use.

        UnusableIndexError says why it cannot be used: missing, damaged, of another format or embedder, or,
        where `sources` has fingerprints, made of other sources.
        """
        about, files = read_files(Path(folder))
        name = embedder.name if embedder else BUNDLED_NAME
        check_manifest(about, folder=folder, embedder=name, sources=sources)
        documents = documents_from_json(files[DOCUMENTS])
        passages = passages_from_json(files[PASSAGES], documents)
        both = TextIndex.from_bytes(files[PASSAGE_SCORES]), TextIndex.from_bytes(files[SENTENCE_SCORES])
        return cls(documents, passages, *both, embedder=embedder)


def _texts(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[list[str], list[str]]:
    """Return the passages' texts, and those of their sentences."""
    texts = {document.id: document.text for document in documents}
    whole = [passage.text for passage in passages]
    return whole, [span.of(texts[passage.document_id]) for passage in passages for span in passage.sentences]
