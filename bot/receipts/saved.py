"""A saved answer or conversation as typed values: types are checked here, the truth in `receipt`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.server.schema import MOST_TURNS

FORMAT: Literal["footnote-conversation"] = "footnote-conversation"
VERSION = 1  # of an exported conversation, and of how its Markdown is laid out


class _Saved(BaseModel):
    # Fields that a later version adds are no reason to refuse what it saved.
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class SavedDocument(_Saved):
    """Which document is meant; its id is the hash of its text."""

    id: str
    title: str = ""
    url: str | None = None


class SavedSelector(_Saved):
    """The quotation with the words around it."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str = ""
    suffix: str = ""


class SavedCitation(_Saved):
    """A quotation and where it is said to stand."""

    id: int
    quote: str
    start: int
    end: int
    document: SavedDocument
    selector: SavedSelector
    section: str | None = None
    page: int | None = None
    url: str | None = None


class SavedContext(_Saved):
    """The sentence that an opening "It" points back to."""

    quote: str
    start: int
    end: int


class SavedSentence(_Saved):
    """A sentence of the answer and the numbers of its citations."""

    text: str
    citations: tuple[int, ...] = Field(strict=False)
    context: SavedContext | None = None


class SavedShortAnswer(_Saved):
    """The few words that answer, and the number of the citation that holds them."""

    text: str
    citation: int


class SavedRefusal(_Saved):
    """Why nothing was answered."""

    reason: str
    missing_terms: tuple[str, ...] = Field((), strict=False)
    nearest: tuple[str, ...] = Field((), strict=False)


class SavedPassage(_Saved):
    """A passage that was searched."""

    id: str
    text: str
    start: int
    end: int
    document_id: str | None = None


class SavedAnswer(_Saved):
    """What `Answer.to_dict()` gives; what proves nothing, such as scores, is not read."""

    question: str
    standalone_question: str = ""
    status: Literal["answered", "not_in_article"]
    answer: str
    sentences: tuple[SavedSentence, ...] = Field(strict=False)
    citations: tuple[SavedCitation, ...] = Field(strict=False)
    short_answer: SavedShortAnswer | None = None
    verdict: Literal["yes", "no"] | None = None
    refusal: SavedRefusal | None = None
    passages: tuple[SavedPassage, ...] = Field((), strict=False)
    notice: str | None = None
    reader: str = ""
    digest: str | None = None


class SavedTurn(_Saved):
    """One question of a conversation and its answer."""

    question: str
    answer: SavedAnswer


class SavedConversation(_Saved):
    """What `export_json` gives."""

    format: Literal["footnote-conversation"]
    version: int
    documents: tuple[SavedDocument, ...] = Field(strict=False)
    turns: tuple[SavedTurn, ...] = Field(min_length=1, max_length=MOST_TURNS, strict=False)
    digest: str | None = None
