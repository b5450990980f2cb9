"""Questions about the article itself are answered from where it names its title, authors and date."""

from __future__ import annotations

import pytest

from bot.metadata import answer_metadata
from index.document import Document, Passage, Span

TEXT = "The Long Rain by Ada Moor & Ben Lund\n\nMay 3, 2024\n\nIt rained for 12 days. Ada Moor wrote a diary."
TITLE, AUTHORS, DATE = Span(0, 13), Span(17, 36), Span(38, 49)
FRONT = {"title_span": TITLE, "authors_span": AUTHORS, "date_span": DATE}
RAIN = Document(TEXT, "The Long Rain", authors=("Ada Moor", "Ben Lund"), date="2024-05-03", **FRONT)  # type: ignore[arg-type]


def passages_of(document: Document) -> list[Passage]:
    text = document.text
    return [Passage("p1", document.id, Span(0, len(text)), text, (Span(0, len(text)),))]


def asked(question: str, document: Document = RAIN) -> str | None:
    draft = answer_metadata(question, [document], passages_of(document))
    return draft.claims[0].text if draft else None


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote this?",
        "who wrote it",
        "Who are the authors?",
        "Who is the author of this article?",
        "Who authored the piece?",
        "By whom was the article written?",
        "What are the names of the authors?",
        "authors?",
    ],
)
def test_the_authors_are_quoted(question: str) -> None:
    assert asked(question) == "Ada Moor & Ben Lund"


@pytest.mark.parametrize(
    "question", ["What is the title?", "What's the headline?", "what is this article called?", "Title"]
)
def test_the_title_is_quoted(question: str) -> None:
    assert asked(question) == "The Long Rain"


@pytest.mark.parametrize(
    "question",
    [
        "When was this published?",
        "When was the article written?",
        "What is the date?",
        "How old is this article?",
    ],
)
def test_the_date_is_quoted(question: str) -> None:
    assert asked(question) == "May 3, 2024"


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote a diary?",
        "Who wrote the letter to the president?",
        "What is the title of the book that Lund published?",
        "When was the bridge published in the plans?",
        "What do the authors propose?",
        "Who are the authors criticising?",
        "When did it rain?",
    ],
)
def test_questions_about_what_the_article_tells_are_left_to_the_reader(question: str) -> None:
    assert asked(question) is None


def test_what_the_article_does_not_name_is_left_to_the_reader() -> None:
    assert asked("Who wrote this?", Document("It rained.", "Rain")) is None


def test_the_evidence_is_the_span_itself_and_its_passage() -> None:
    draft = answer_metadata("Who wrote this?", [RAIN], passages_of(RAIN))
    assert draft is not None
    evidence = draft.claims[0].evidence[0]
    assert (evidence.document_id, evidence.passage_id, evidence.span) == (RAIN.id, "p1", AUTHORS)
    assert (draft.short, draft.confidence) == (AUTHORS, 1.0)


def test_of_several_articles_each_is_quoted_and_none_is_the_short_answer() -> None:
    other = Document("Snow by Cy Dahl\n\nIt snowed.", "Snow", authors_span=Span(8, 15))
    draft = answer_metadata("Who wrote this?", [RAIN, other], [*passages_of(RAIN), *passages_of(other)])
    assert draft is not None
    assert [claim.text for claim in draft.claims] == ["Ada Moor & Ben Lund", "Cy Dahl"]
    assert draft.short is None


def test_a_span_that_no_passage_holds_is_not_cited() -> None:
    body = Span(51, len(TEXT))
    passage = Passage("p1", RAIN.id, body, body.of(TEXT), (body,))
    assert answer_metadata("Who wrote this?", [RAIN], [passage]) is None
