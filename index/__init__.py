"""Documents and the search over them: load, clean, split, embed, index. Knows no reader and no page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.document import Document as Document
    from index.document import Hit as Hit
    from index.document import Passage as Passage
    from index.document import Span as Span
    from index.load import load as load
    from index.store import ArticleIndex as ArticleIndex

# Name → module. Loaded on first use: faiss and torch take seconds, a program's start should not.
_HOME = {
    "ArticleIndex": "index.store",
    "Document": "index.document",
    "Hit": "index.document",
    "Passage": "index.document",
    "Span": "index.document",
    "load": "index.load",
}
__all__ = ["ArticleIndex", "Document", "Hit", "Passage", "Span", "load"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'index' has no attribute {name!r}")
