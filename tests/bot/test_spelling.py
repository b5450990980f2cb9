"""Slips of the pen are mended from the article; different words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spelling import corrected, edits

TEXT = "Most Ukrainians want to negotiate. Talks about Tarnsby were held in Switzerland."


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("do ukranians want to negociate", "do Ukrainians want to negotiate"),
        ("who went to switzerlnad?", "who went to Switzerland?"),
        ("what about tarnsbi", "what about Tarnsby"),
        ("how many tanks were there?", "how many tanks were there?"),
        ("What about Kammen?", "What about Kammen?"),
        ("wht is it", "wht is it"),
        ("Was wollen die Ukrainer?", "Was wollen die Ukrainer?"),
        ("", ""),
    ],
)
def test_only_what_nobody_knows_is_mended(typed: str, read: str) -> None:
    assert corrected(typed, [TEXT]) == read


@given(st.text(max_size=60))
def test_any_question_survives(question: str) -> None:
    assert len(corrected(question, [TEXT]).split()) == len(question.split())


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8))
def test_edits_are_the_same_both_ways(one: str, other: str) -> None:
    assert edits(one, other, most=2) == edits(other, one, most=2)
