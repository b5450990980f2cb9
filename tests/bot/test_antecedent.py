"""A sentence that opens with a pronoun brings the one that it points back to."""

import pytest

from bot.antecedent import antecedent, points_back
from index.split import sentences


@pytest.mark.parametrize(
    "sentence",
    ["It was cancelled.", "They refused.", "These measures could help.", "But this would take years.",
     "Both had broken.",
     "The latter make up a third.", "“He knew,” she said."],
)  # fmt: skip
def test_these_point_back(sentence: str) -> None:
    assert points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["It is clear that talks failed.", "This summer he warmed to talks.", "Both Lenz and Mora agreed.",
     "Such as it is.",
     "The council met.", "Items were sold.", "Heather left.", "Theory is dead."],
)  # fmt: skip
def test_these_stand_on_their_own(sentence: str) -> None:
    assert not points_back(sentence)


def test_the_nearest_sentence_that_stands_on_its_own_is_taken() -> None:
    text = "The city ordered buses. It paid too much. They came late."
    spans = sentences(text)
    assert antecedent(text, spans, spans[2]) == spans[0]
    assert antecedent(text, spans, spans[1]) == spans[0]
    assert antecedent(text, spans, spans[0]) is None


def test_a_paragraph_is_not_left() -> None:
    text = "The city ordered buses.\n\nThey came late."
    spans = [s for part, offset in (("The city ordered buses.", 0), ("They came late.", 25)) for s in
             sentences(part, offset=offset)]  # fmt: skip
    assert antecedent(text, spans, spans[1]) is None
