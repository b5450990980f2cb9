"""A quotation and where it stands, as an object and as a link that opens the source at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote as percent_encode

from index.document import Span

CONTEXT = 32  # characters of prefix and suffix in a selector, as in the W3C's own examples
LONG_QUOTE_WORDS = 12  # above this a link names only the quote's first and last words


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation and where it stands: `document.text[span.start:span.end] == quote`."""

    id: int
    quote: str
    span: Span
    document_id: str
    passage_id: str
    score: float
    document_title: str = ""
    document_url: str | None = None
    section: str | None = None
    page: int | None = None
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if self.id < 1:
            raise ValueError(f"citations are numbered from 1, got {self.id}")
        if not self.quote or len(self.quote) != len(self.span):
            raise ValueError(
                f"citation {self.id} quotes {len(self.quote)} characters, its span has {len(self.span)}"
            )

    @property
    def url(self) -> str | None:
        """Return the source's address with a text fragment that opens it at the quote."""
        return f"{self.document_url}#:~:text={text_fragment(self.quote)}" if self.document_url else None

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as the JSON object that every door of the project gives."""
        return {
            "id": self.id,
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "document": {"id": self.document_id, "title": self.document_title, "url": self.document_url},
            "section": self.section,
            "page": self.page,
            "passage_id": self.passage_id,
            "score": round(self.score, 4),
            "url": self.url,
            "selector": {
                "type": "TextQuoteSelector",
                "exact": self.quote,
                "prefix": self.prefix,
                "suffix": self.suffix,
            },
        }


def text_fragment(quote: str) -> str:
    """Return a quote as a text fragment: whole when short, its first and last four words when long.

    >>> text_fragment("well-known, in part")
    'well%2Dknown%2C%20in%20part'
    """
    words = quote.split()
    if len(words) <= LONG_QUOTE_WORDS:
        return _encode(quote)
    return f"{_encode(' '.join(words[:4]))},{_encode(' '.join(words[-4:]))}"


def _encode(text: str) -> str:
    return percent_encode(text, safe="").replace("-", "%2D")
