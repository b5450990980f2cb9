"""Sources and a folder → an index that is up to date: opened where nothing changed, otherwise built anew."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from index.embed import Embedder
from index.load import load
from index.rows import Progress
from index.saving.folder import UnusableIndexError
from index.store import ArticleIndex

Source = str | os.PathLike[str]
log = logging.getLogger(__name__)
CODE = "code"  # the key under which the fingerprint of this package's code stands among the sources


def open_or_build(
    sources: Sequence[Source],
    folder: str | Path,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> ArticleIndex:
    """Return the index of the sources, from the folder if it is up to date; else it is built and saved there.

    Why it is built is logged: a source, the embedder, the format or this package's code is another, or a
    file is damaged. What the old index already embedded is kept. Errors are those of `load` and `save`.
    """
    prints = fingerprints(sources)
    try:
        return ArticleIndex.open(folder, sources=prints, embedder=embedder)
    except UnusableIndexError as reason:
        log.info("building the index anew: %s", reason)
    documents = [load(source) for source in sources]
    earlier = _usable_rows(folder, embedder)
    articles = ArticleIndex.build(documents, embedder=embedder, reuse=earlier, progress=progress)
    articles.save(folder, sources=prints)
    return articles


def fingerprints(sources: Sequence[Source]) -> dict[str, str]:
    """Return the SHA-256 of each source by its name, and that of the code that loads and splits it.

    A source that is no file, such as an address, has an empty one: a change of it is not noticed.
    """
    return {**{os.fspath(source): _of_file(Path(source)) for source in sources}, CODE: _of_code()}


def _usable_rows(folder: str | Path, embedder: Embedder | None) -> ArticleIndex | None:
    try:
        return ArticleIndex.open(folder, embedder=embedder)
    except UnusableIndexError:
        return None


def _of_file(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_code() -> str:
    """Return one SHA-256 over this package's modules, so that a better cleaner or splitter is put to use."""
    modules = sorted(Path(__file__).parents[1].rglob("*.py"))
    return hashlib.sha256(b"\0".join(module.read_bytes() for module in modules)).hexdigest()
