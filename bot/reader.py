"""The seam behind which answers are found: a Reader, and the table of those that exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.document import Document, Hit, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a document that a reader offers as proof; `score` is its own probability, 0 to 1."""

    document_id: str
    passage_id: str
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence a reader would say, and the evidence it offers for it."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader made of the passages, before it is proven.

    No claims means that the passages do not answer; `reason` then says why. `short` is the span of
    the few words that answer, inside the first claim's evidence or another's.
    """

    claims: tuple[Claim, ...]
    confidence: float
    short: Span | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is given: the question, the passages found (best first) and their documents by id."""

    question: str
    hits: Sequence[Hit]
    documents: dict[str, Document]


class Reader(Protocol):
    """Finds what answers a question in the passages it is given."""

    @property
    def name(self) -> str:
        """The name that answers carry."""

    def read(self, reading: Reading) -> Draft:
        """Return the claims that answer, each with evidence, or a draft without claims."""


def built_in() -> Reader:
    """Return the reader that needs no language model and no network."""
    from bot.extractive import ExtractiveReader

    return ExtractiveReader.load()


READERS: dict[str, Callable[[], Reader]] = {"built-in": built_in}


def make_reader(name: str) -> Reader:
    """Return the reader of that name; ValueError lists the known ones."""
    if name not in READERS:
        raise ValueError(f"there is no reader {name!r}; choose one of: {', '.join(READERS)}")
    return READERS[name]()
