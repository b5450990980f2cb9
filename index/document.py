"""What every room shares: a span of text, a document, a passage of it, a search hit.

All offsets are Unicode code points into `Document.text`, half-open: `text[start:end]`.
Everything here is frozen and checked when it is made, so that a value that exists is a value
that can be trusted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty stretch of text, from `start` up to but not including `end`.

    >>> Span(3, 7).of("an apple a day")
    'appl'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got start={self.start}, end={self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the stretch of `text` that this span names; ValueError if it reaches past the end."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}..{self.end} reaches past the text's {len(text)} characters")
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class SetAside:
    """A block of the source that is not part of the article, and why it was left out."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text; `level` is 1 for the outermost."""

    span: Span
    level: int


@dataclass(frozen=True)
class Document:
    """An article: its one canonical text, and where in it the title, the authors and the date stand.

    `text` is final: nothing edits it afterwards. Paragraphs are separated by one empty line.
    A span is None where the source did not say; `pages` holds the offset at which each page begins
    (empty where the source has no pages); `set_aside` keeps what cleaning removed.
    """

    text: str
    title: str
    title_span: Span | None = None
    authors: tuple[str, ...] = ()
    authors_span: Span | None = None
    date: str | None = None
    date_span: Span | None = None
    url: str | None = None
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    set_aside: tuple[SetAside, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"the document {self.title!r} has no text; give it at least one sentence")
        for span in (self.title_span, self.authors_span, self.date_span, *(h.span for h in self.headings)):
            if span is not None:
                span.of(self.text)

    @cached_property
    def id(self) -> str:
        """Return `sha256:` and the hash of the text: the same text is the same document."""
        return "sha256:" + hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def front_matter(self) -> tuple[Span, ...]:
        """Return the spans of title, authors and date that stand in the text, in reading order."""
        return tuple(sorted(s for s in (self.title_span, self.authors_span, self.date_span) if s))

    def page_at(self, offset: int) -> int | None:
        """Return the 1-based number of the page that `offset` lies on, or None without pages."""
        return sum(1 for start in self.pages if start <= offset) or None

    def section_at(self, offset: int) -> str | None:
        """Return the text of the last heading at or before `offset`, or None before the first."""
        before = [h for h in self.headings if h.span.start <= offset]
        return before[-1].span.of(self.text) if before else None

    @classmethod
    def from_text(cls, text: str, *, title: str | None = None) -> Document:
        """Make a document of plain text, cleaned; `title` overrides the one recognised in it.

        >>> Document.from_text("It rained. Nobody minded.", title="Weather").title
        'Weather'
        """
        from index.load import document_from_text

        return document_from_text(text, title=title)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document that fits the embedder's window.

    `document.text[span.start:span.end] == text`; `sentences` are spans into the document as well,
    in reading order, inside `span`.
    """

    id: str
    document_id: str
    span: Span
    text: str
    sentences: tuple[Span, ...]
    section: str | None = None
    page: int | None = None

    def __post_init__(self) -> None:
        if len(self.text) != len(self.span):
            raise ValueError(f"passage {self.id} has {len(self.text)} characters, its span {len(self.span)}")
        if not self.sentences or not all(self.span.contains(s) for s in self.sentences):
            raise ValueError(f"passage {self.id} needs sentences, each inside its span")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; `score` is comparable within one search, higher is better.

    `dense` is the cosine to the question, -1 to 1; `lexical` how much of its words the passage uses, 0
    or more; `cosines` holds the cosine of each of the passage's sentences, or nothing where not computed.
    """

    passage: Passage
    score: float
    dense: float = 0.0
    lexical: float = 0.0
    cosines: tuple[float, ...] = ()
