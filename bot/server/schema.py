"""What goes through the doors: typed requests, checked; typed results, as "View API" shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

# typing's own TypedDict is refused by pydantic on Python 3.11.
from typing_extensions import TypedDict

from bot.answer import Turn
from bot.server.errors import RequestError

MOST_TURNS = 200
MOST_PASSAGES = 50
SEARCHED = 10  # passages that a search returns when nobody says how many
SHOWN = 60  # characters of a wrong value in an error


def _encodable(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it holds half of a surrogate pair, which is not a character; send valid Unicode")
    return text


Text = Annotated[StrictStr, AfterValidator(_encodable)]
Limit = Annotated[StrictInt, Field(ge=1, le=MOST_PASSAGES)]


class Exchange(TypedDict):
    """An earlier question of the conversation, and what was answered."""

    question: str
    answer: str


class _Earlier(BaseModel):
    model_config = ConfigDict(extra="forbid")
    question: Text
    answer: Text = ""


class AskRequest(BaseModel):
    """A question, the conversation before it, and how many passages to search."""

    model_config = ConfigDict(extra="forbid")
    question: Text = Field(description="what to ask the articles", examples=["Who wrote this?"])
    history: list[_Earlier] | None = Field(
        None, max_length=MOST_TURNS, description="earlier questions and answers, oldest first"
    )
    limit: Limit | None = Field(None, description="how many passages to search; none: the server's setting")

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The earlier exchanges, as the chatbot takes them."""
        return tuple(Turn(earlier.question, earlier.answer) for earlier in self.history or ())


class SearchRequest(BaseModel):
    """Words to search for, and how many passages to return."""

    model_config = ConfigDict(extra="forbid")
    question: Text
    limit: Limit = SEARCHED


class CheckRequest(BaseModel):
    """A statement to hold against the articles."""

    model_config = ConfigDict(extra="forbid")
    statement: Text = Field(description="what somebody says", examples=["The talks were held in Doha."])


class DocumentObject(TypedDict):
    """Which document a citation comes from."""

    id: str
    title: str
    url: str | None


class SelectorObject(TypedDict):
    """A W3C text quote selector: finds the quotation again when offsets have moved."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class CitationObject(TypedDict):
    """A quotation and where it stands: `text[start:end] == quote`, in Unicode code points."""

    id: int
    quote: str
    start: int
    end: int
    document: DocumentObject
    section: str | None
    page: int | None
    passage_id: str
    score: float
    url: str | None
    selector: SelectorObject


class ContextObject(TypedDict):
    """The sentence that an opening "It" or "These" points back to; it explains, it proves nothing."""

    quote: str
    start: int
    end: int


class SentenceObject(TypedDict):
    """One sentence of the answer, and the citations that carry it."""

    text: str
    citations: list[int]
    context: ContextObject | None


class ShortAnswerObject(TypedDict):
    """The few words that answer, verbatim in that citation's quote."""

    text: str
    citation: int


class RefusalObject(TypedDict):
    """Why nothing is answered, and which passages came nearest without being an answer."""

    reason: str
    missing_terms: list[str]
    nearest: list[str]


class PassageObject(TypedDict):
    """A passage that was searched for the answer."""

    id: str
    document_id: str
    text: str
    start: int
    end: int
    score: float
    cited: bool


class WithheldObject(TypedDict):
    """A sentence that the check did not let through, and why."""

    text: str
    reason: str


class AnswerObject(TypedDict):
    """What every door gives: an answer whose sentences are cited, or a refusal that says why.

    `digest` is the SHA-256 of everything else but the timings; `verify` compares it.
    """

    question: str
    standalone_question: str
    status: Literal["answered", "not_in_article"]
    answer: str
    sentences: list[SentenceObject]
    short_answer: ShortAnswerObject | None
    verdict: Literal["yes", "no"] | None
    confidence: float
    citations: list[CitationObject]
    refusal: RefusalObject | None
    passages: list[PassageObject]
    withheld: list[WithheldObject]
    notice: str | None
    reader: str
    index_version: str
    timings_ms: dict[str, float]
    digest: str


class ErrorObject(TypedDict):
    """What went wrong, with which value, and what to do."""

    error: str


Request = TypeVar("Request", bound=BaseModel)


def checked(model: type[Request], values: Mapping[str, Any]) -> Request:
    """Return the request made of the values; RequestError names field, value and remedy.

    >>> checked(SearchRequest, {"question": "talks", "limit": 0})
    Traceback (most recent call last):
    bot.server.errors.RequestError: limit: Input should be greater than or equal to 1, got 0
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise RequestError(explain(error.errors())) from None


def explain(faults: list[Any]) -> str:
    """Return validation faults as one line: field, what is wrong, and the value that was sent."""
    return "; ".join(_fault(fault) for fault in faults[:5])


def _fault(fault: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in fault["loc"] if part != "body") or "the request's body"
    if fault["type"] == "missing":
        return f"{field} is missing; send it"
    if fault["type"] == "extra_forbidden":
        return f"{field} is not known; leave it out"
    said = fault["msg"].removeprefix("Value error, ")
    return f"{field}: {said}, got {ascii(fault['input'])[:SHOWN]}"
