"""The built-in reader on the article that ships: it quotes, it cites what it quotes, it refuses."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot import Answer, Chatbot, Turn
from index import ArticleIndex, Document, load

BRIEFING = load(next((Path(index.__file__).parent / "articles").glob("*.md")))


@pytest.fixture(scope="module")
def chatbot() -> Chatbot:
    return Chatbot(ArticleIndex.build([BRIEFING]))


def quoted(answer: Answer, document: Document) -> list[str]:
    """Return the quotes, each found again at its offsets."""
    for citation in answer.citations:
        assert document.text[citation.span.start : citation.span.end] == citation.quote
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How much Russian territory has Ukraine taken?", "400 square miles"),
        ("what de-escalation steps are proposed?", "disengagement zones"),
        ("What were the talks in Qatar about?", "civilian infrastructure"),
        ("Why are talks worth a try?", "testing the waters"),
        ("How long is the front line?", "600 miles"),
        ("Who are the authors?", "Charles A. Kupchan"),
        ("What share of Ukraine is still governed from Kyiv?", "80%"),
    ],
)
def test_the_sentence_that_answers_is_quoted(chatbot: Chatbot, question: str, fact: str) -> None:
    answer = chatbot.ask(question)
    assert answer.status == "answered"
    assert any(fact in quote for quote in quoted(answer, BRIEFING))


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many tanks did Ukraine lose in Kursk?", "tanks"),
        ("What is the boiling point of water?", "boiling"),
        ("What does the article say about Germany's position?", "Germany's"),
        ("How much is a subscription?", "subscription"),
    ],
)
def test_what_the_article_does_not_say_is_refused_with_the_words_it_lacks(
    chatbot: Chatbot, question: str, missing: str
) -> None:
    answer = chatbot.ask(question)
    assert answer.status == "not_in_article"
    assert answer.citations == ()
    assert answer.refusal is not None
    assert missing in answer.refusal.missing_terms
    assert len(answer.refusal.nearest) == 3


def test_a_slip_of_the_pen_is_read_as_it_was_meant(chatbot: Chatbot) -> None:
    answer = chatbot.ask("what were the talks in quatar about")
    assert "Qatar" in answer.standalone_question


def test_a_follow_up_is_read_with_what_came_before(chatbot: Chatbot) -> None:
    answer = chatbot.ask("Where was it held?", history=[Turn("Was there a peace summit in June?")])
    assert any("Switzerland" in quote for quote in quoted(answer, BRIEFING))


def test_no_heading_is_an_answer(chatbot: Chatbot) -> None:
    headings = {heading.span for heading in BRIEFING.headings} | set(BRIEFING.front_matter)
    for question in (
        "what steps lead toward a ceasefire?",
        "what is the leverage?",
        "Which newspaper is it?",
    ):
        assert not headings & {citation.span for citation in chatbot.ask(question).citations}


def test_a_summary_is_never_refused(chatbot: Chatbot) -> None:
    assert len(chatbot.ask("Summarize the article in a few sentences.").sentences) >= 3


def test_a_short_answer_stands_in_its_own_quote(chatbot: Chatbot) -> None:
    answer = chatbot.ask("How long is the front line?")
    assert answer.short_answer is not None
    assert answer.short_answer.span.of(BRIEFING.text) == answer.short_answer.text
    assert "600" in answer.short_answer.text


def test_greetings_get_a_kind_word_and_no_passages(chatbot: Chatbot) -> None:
    answer = chatbot.ask("hello!")
    assert answer.refusal is not None and answer.refusal.nearest == ()


def test_a_limit_shortens_the_list_and_not_the_answer(chatbot: Chatbot) -> None:
    one, many = (
        chatbot.ask("How long is the front line?", limit=1),
        chatbot.ask("How long is the front line?"),
    )
    assert one.text == many.text
    assert len(one.sources) <= len(many.sources)


def test_a_statement_is_carried_or_not(chatbot: Chatbot) -> None:
    said = chatbot.check("Ukrainian forces have taken more than 400 square miles in Kursk.")
    assert said.status == "supported" and said.citations
    assert chatbot.check("Penguins were elected to parliament.").status == "unsupported"


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=400), st.text(min_size=1, max_size=60))
def test_the_laws_hold_for_any_text_and_any_question(text: str, question: str) -> None:
    if not any(c.isalnum() for c in question) or not text.strip() or "\x00" in text:
        return
    document = Document.from_text(f"The old bridge fell on Monday. {text}", title="Any")
    answer = Chatbot(ArticleIndex.build([document])).ask(question)
    quoted(answer, document)
    assert all(sentence.citations for sentence in answer.sentences)


def test_several_documents_are_told_apart() -> None:
    north = Document.from_text(
        "The northern bridge cost 12 million crowns. It opened in 1987.", title="North"
    )
    south = Document.from_text(
        "The southern bridge cost 30 million crowns. It opened in 2001.", title="South"
    )
    answer = Chatbot(ArticleIndex.build([north, south])).ask("How much did the southern bridge cost?")
    assert next(c.document_title for c in answer.citations) == "South"
    assert "30 million" in answer.text
