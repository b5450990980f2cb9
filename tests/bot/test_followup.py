"""A follow-up is read with what came before; a question that stands alone stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Turn
from bot.followup import standalone


@pytest.mark.parametrize(
    ("history", "question", "read"),
    [
        (["How many buses did Ostrelle buy?"], "What about Kammen?", "How many buses did Kammen buy?"),
        (["Was there a peace summit this summer?"], "Where was it held?", "Where was the peace summit held?"),
        (["Which recent incursions does the article name?", "Kursk"], "And the other one?",
         "Which other recent incursions does the article name?"),
    ],
)  # fmt: skip
def test_a_follow_up_takes_what_it_lacks(history: list[str], question: str, read: str) -> None:
    assert standalone(question, [Turn(asked) for asked in history]) == read


def test_a_lone_why_asks_why_of_what_came_before() -> None:
    read = standalone("And why?", [Turn("Did the mayor trust the dyke?")])
    assert read.startswith("Why") and "mayor" in read and "dyke" in read


@pytest.mark.parametrize(
    "question",
    [
        "How many vehicles cross the Ring on a normal weekday?",
        "Who started the petition in Lowfield?",
        "Why did the church stay below?",
        "What does the writer want the council to do?",
    ],
)
def test_a_question_that_stands_alone_stays_exactly_as_it_is(question: str) -> None:
    assert standalone(question, [Turn("How long did the move of Sarno take?")]) == question
    assert standalone(question, []) == question


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_nothing_that_is_typed_breaks_it(question: str, history: list[str]) -> None:
    assert isinstance(standalone(question, [Turn(asked, asked[::-1]) for asked in history]), str)
