"""Sources → ArticleIndex: files are loaded and indexed, a folder that `index` made is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:  # faiss and torch take seconds to import
    from index.document import Document
    from index.store import ArticleIndex

Progress = Callable[[int, int], None]


def shipped_articles() -> list[str]:
    """Return the paths of the articles that come with the project: what is asked when nothing is named."""
    import index

    return [str(path) for path in sorted(Path(index.__file__).parent.glob("articles/*.md"))]


def open_articles(
    sources: Sequence[str], *, settings: Settings, progress: Progress | None = None
) -> ArticleIndex:
    """Return an index over the sources, or over the shipped articles where none is named.

    ValueError or OSError names a source that cannot be read and what to do about it.
    """
    from index import load
    from index.embed import load_embedder
    from index.store import ArticleIndex

    named = list(sources) or shipped_articles()
    folders = [source for source in named if Path(source).is_dir()]
    files = {source: load(source) for source in named if source not in folders}
    embedder = load_embedder(settings.embedder)
    opened = {folder: ArticleIndex.open(folder, embedder=embedder) for folder in folders}
    if len(named) == 1 and opened:
        return opened[named[0]]
    documents = [
        document
        for source in named
        for document in (opened[source].documents if source in opened else (files[source],))
    ]
    reuse = next(iter(opened.values()), None)
    return ArticleIndex.build(documents, embedder=embedder, reuse=reuse, progress=progress)


def open_documents(sources: Sequence[str]) -> tuple[Document, ...]:
    """Return the documents of the sources, nothing indexed, or the shipped ones where none is named.

    Errors as for `open_articles`.
    """
    from index import load

    documents: list[Document] = []
    for source in list(sources) or shipped_articles():
        documents += _saved_documents(Path(source)) if Path(source).is_dir() else [load(source)]
    return tuple(documents)


def _saved_documents(folder: Path) -> Sequence[Document]:
    from index.saving.folder import read_files
    from index.saving.records import documents_from_json
    from index.store import DOCUMENTS

    return documents_from_json(read_files(folder)[1][DOCUMENTS])
