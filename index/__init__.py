"""Documents and the search over them: load, clean, split, embed, index. Knows no reader and no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.document import Document, Hit, Passage, Span

# At once, unlike ArticleIndex: importing a submodule later would put the module in the function's place.
from index.load import load

if TYPE_CHECKING:
    from index.store import ArticleIndex

__all__ = ["ArticleIndex", "Document", "Hit", "Passage", "Span", "load"]


def __getattr__(name: str) -> Any:
    # On first use: faiss and torch take seconds, and a program's start should not.
    if name == "ArticleIndex":
        from index.store import ArticleIndex

        return ArticleIndex
    raise AttributeError(f"module 'index' has no attribute {name!r}")
