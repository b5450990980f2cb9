"""The seam behind which answers are found: a Reader, and the table of those that exist."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from bot.answer import Withheld
from index.document import Document, Hit, Span

if TYPE_CHECKING:
    from bot.settings import Settings


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
    the few words that answer, inside the first claim's evidence or another's, and `short_document` the
    id of the document it is of (None: whichever fits). `verdict` is what the evidence says to a yes-no
    question. `withheld` is what the reader wrote and could not itself back with evidence.
    """

    claims: tuple[Claim, ...]
    confidence: float
    short: Span | None = None
    reason: str | None = None
    withheld: tuple[Withheld, ...] = ()
    short_document: str | None = None
    verdict: Literal["yes", "no"] | None = None


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


class ReaderError(RuntimeError):
    """A reader could not answer; the message is one sentence that may be shown to whoever asked.

    `pause` is for how many seconds it asks to be left alone, where it says so.
    """

    def __init__(self, message: str, *, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


@runtime_checkable
class GeneratingReader(Reader, Protocol):
    """A reader that writes sentences of its own with a language model; nothing it writes is proven yet."""

    def fit(self, reading: Reading) -> Reading:
        """Return the reading with as many of its first passages as the model can take."""

    def stream(self, reading: Reading, stop: threading.Event) -> Iterator[str]:
        """Yield what the model writes, piece by piece, and end soon after `stop` is set; ReaderError."""


def built_in(_model: str, settings: Settings | None) -> Reader:
    """Return the reader that needs no language model and no network."""
    from bot.extractive import COST, ExtractiveReader

    return ExtractiveReader.load(cost=settings.cost_of_false_answer if settings else COST)


def remote(model: str, settings: Settings | None) -> Reader:
    """Return the reader that asks an OpenAI-compatible server."""
    from bot.remote import RemoteReader

    return RemoteReader.connect(model, settings)


def local(model: str, settings: Settings | None) -> Reader:
    """Return the reader that runs a transformers chat model in this process."""
    from bot.local import LocalReader

    return LocalReader.load(model, settings)


READERS: dict[str, Callable[[str, Settings | None], Reader]] = {
    "built-in": built_in,
    "remote": remote,
    "local": local,
}


def make_reader(name: str, settings: Settings | None = None) -> Reader:
    """Return the reader of that name; ValueError lists the known ones, or says what a model lacks.

    A model may follow a colon, as in `local:FOLDER` or `remote:MODEL`; otherwise it is the setting `model`.
    """
    kind, _, model = name.partition(":")
    if kind not in READERS:
        raise ValueError(f"there is no reader {name!r}; choose one of: {', '.join(READERS)}")
    return READERS[kind](model or (settings.model if settings else None) or "", settings)
