"""A path or bytes → Document: one table by type."""

from __future__ import annotations

import os
from pathlib import Path

from index.clean import clean_blocks, recognise
from index.document import Document


class LoadError(ValueError):
    """A source that cannot be read; the message says what, with which value, and what to do."""


TYPES = (".txt", ".md", ".markdown", ".html", ".htm")


def load(source: str | os.PathLike[str], *, max_characters: int = 5_000_000) -> Document:
    """Read an article from a file."""
    name = os.fspath(source)
    if name.lower().startswith(("http://", "https://")):
        raise LoadError(f"{name}: addresses are not fetched; save the page and load the file")
    path = Path(name)
    if path.is_dir():
        raise LoadError(f"{name} is a folder; name a file in it")
    if not path.exists():
        raise LoadError(f"there is no file {name}; check the path")
    text = path.read_bytes().decode("utf-8-sig")
    if len(text) > max_characters:
        raise LoadError(f"{name} has {len(text)} characters; the limit is {max_characters}; split it")
    return document_from_text(text)


def load_bytes(data: bytes, *, name: str) -> Document:
    """Read an uploaded article; `name` gives its type."""
    return document_from_text(data.decode("utf-8-sig"))


def document_from_text(text: str, *, title: str | None = None) -> Document:
    """Make a document of plain text, cleaned."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    kept, aside = clean_blocks([block.strip("\n") for block in text.split("\n\n") if block.strip()])
    canonical = "\n\n".join(kept)
    found = recognise(canonical)
    return Document(
        text=canonical,
        title=title or found.title,
        title_span=found.title_span,
        authors=found.authors,
        authors_span=found.authors_span,
        set_aside=tuple(aside),
    )
