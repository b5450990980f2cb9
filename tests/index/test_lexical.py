from __future__ import annotations

import math

import numpy as np
import pytest

from index.lexical import K1, B, LexicalIndex, telling_terms, terms

TEXTS = (
    "The ministers met in Orléans and decided nothing.",
    "Nothing was decided by the minister of rain.",
    "Rain fell on rain, and on the tents.",
    "",
)


def by_hand(texts: tuple[str, ...], question: str) -> list[float]:
    """The share of the question's words, straight from the formula of BM25."""
    bags = [telling_terms(text) for text in texts]
    mean = sum(map(len, bags)) / len(bags)

    def rarity(term: str) -> float:
        used = sum(term in bag for bag in bags)
        return math.log(1 + (len(bags) - used + 0.5) / (used + 0.5))

    def weight(term: str, bag: list[str]) -> float:
        often = bag.count(term)
        return rarity(term) * often / (often + K1 * (1 - B + B * len(bag) / mean))

    asked = set(telling_terms(question))
    return [sum(weight(t, bag) for t in asked) / sum(map(rarity, asked)) for bag in bags]


@pytest.mark.parametrize(
    "question",
    ["What did the ministers decide?", "rain", "Did it rain on the tents in Paris?", "Rain, rain, RAIN!"],
)
def test_scores_are_those_of_the_formula(question: str) -> None:
    assert np.allclose(LexicalIndex.of(TEXTS).scores(question), by_hand(TEXTS, question), atol=1e-5)


@pytest.mark.parametrize("question", ["", "?!", "zebras", "🦓", "的"])
def test_a_question_whose_words_nobody_uses_scores_nothing(question: str) -> None:
    assert LexicalIndex.of(TEXTS).scores(question).tolist() == [0.0] * len(TEXTS)


def test_scores_lie_between_nothing_and_all() -> None:
    scores = LexicalIndex.of(TEXTS).scores("ministers in Orléans decided nothing of rain and tents")
    assert scores.min() >= 0.0
    assert scores.max() <= 1.0


def test_a_word_that_no_text_uses_lowers_every_score_alike() -> None:
    index = LexicalIndex.of(TEXTS)
    known, more = index.scores("rain tents"), index.scores("rain tents zebras")
    assert more[2] < known[2]
    assert math.isclose(more[1] / known[1], more[2] / known[2], rel_tol=1e-5)


def test_texts_without_any_word_can_be_indexed() -> None:
    assert LexicalIndex.of(["", "…"]).scores("rain").tolist() == [0.0, 0.0]


def test_accents_width_and_case_make_no_difference() -> None:
    assert terms("ORLÉANS Ｒａｉｎ") == terms("orleans rain")


def test_composed_and_decomposed_letters_are_the_same_word() -> None:
    assert terms("Zo\u00eb") == terms("Zoe\u0308")
    assert terms("\ud55c\uad6d") == terms("\u1112\u1161\u11ab\u1100\u116e\u11a8")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("議会は停戦を決めた", "停戦"),
        ("议会决定停火，明天生效。", "停火"),
        ("รัฐสภาตัดสินใจหยุดยิง", "หยุดยิง"),
    ],
)
def test_scripts_without_spaces_are_found_by_pairs_of_characters(text: str, found: str) -> None:
    scores = LexicalIndex.of(["Rain fell.", text]).scores(found)
    assert scores[1] > 0.0
    assert scores[0] == 0.0


def test_hindi_words_stay_whole() -> None:
    assert len(terms("हिन्दी में बारिश")) == 3


def test_latin_words_inside_chinese_are_words() -> None:
    assert terms("使用GPU训练")[1] == "gpu"
