"""The doors to the proofs: is a statement carried, does a saved answer still stand? Typed results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

# typing's own TypedDict is refused by pydantic on Python 3.11.
from typing_extensions import TypedDict

from bot.receipts.export import export_markdown, join
from bot.receipts.receipt import verify_object
from bot.server.errors import RequestError
from bot.server.schema import CheckRequest, CitationObject, DocumentObject, checked
from bot.server.service import Service


class CheckObject(TypedDict):
    """Whether the articles carry a statement: a probability, the quotes that speak to it, the reasons."""

    statement: str
    status: Literal["supported", "unsupported"]
    score: float
    citations: list[CitationObject]
    reasons: list[str]


class PlaceObject(TypedDict):
    """Where a quotation stands now."""

    document_id: str
    start: int
    end: int


class NearestObject(PlaceObject):
    """The sentence most like a quotation that is gone."""

    text: str


class FindingObject(TypedDict):
    """What became of one citation of a saved answer."""

    turn: int
    citation: int
    status: Literal["proven", "moved", "ambiguous", "gone", "tampered"]
    reason: str
    quote: str
    start: int
    end: int
    document: DocumentObject
    found: list[PlaceObject]
    nearest: NearestObject | None


class FaultObject(TypedDict):
    """What else speaks against a saved answer; turn 0 is the conversation as a whole."""

    turn: int
    reason: str


class ReportObject(TypedDict):
    """What verifying a saved answer or conversation found."""

    proven: bool
    summary: str
    turns: int
    own_words: int
    citations: list[FindingObject]
    faults: list[FaultObject]


def check_object(service: Service, values: Mapping[str, Any]) -> CheckObject:
    """Return whether the articles carry the statement of a request; ToldError where that cannot be said."""
    request = checked(CheckRequest, values)
    return service.check(request.statement).to_dict()  # type: ignore[return-value]  # a test compares fields


def export_text(receipts: list[dict[str, Any]]) -> str:
    """Return saved answers as one conversation in Markdown; ToldError where one cannot be read."""
    if not receipts:
        raise RequestError("there is no answer to export; ask something first")
    return export_markdown(join(receipts))


def report_object(service: Service, receipt: object) -> ReportObject:
    """Return what became of every citation of a saved answer; ToldError where it cannot be read."""
    return verify_object(receipt, service.chatbot().articles.documents)  # type: ignore[return-value]
