from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.sentences.cut import cut, evenly, halves, joined


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def pieces(text: str, *, limit: int, measure: object = characters) -> list[str]:
    (row,) = cut(text, [Span(0, len(text))], measure=measure, limit=limit)  # type: ignore[arg-type]
    return [span.of(text) for span in row]


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    text = "when it rained, nobody came, and when it cleared, everybody left"
    halves = ["when it rained, nobody came,", "and when it cleared, everybody left"]
    assert pieces(text, limit=6, measure=words) == halves


def test_without_commas_it_is_cut_between_words() -> None:
    assert pieces("a b c d e f", limit=2, measure=words) == ["a b", "c d", "e f"]


def test_a_word_without_end_is_cut_evenly() -> None:
    assert [len(piece) for piece in pieces("x" * 100, limit=40)] == [32, 32, 36]


@pytest.mark.parametrize("whole", ["e\u0301", "👩\u200d🚀", "🇳🇴", "👍🏽", "\u1100\u1161", "क्षि", "❤\ufe0f"])
def test_no_character_as_people_see_it_is_cut(whole: str) -> None:
    for piece in pieces(whole * 40, limit=5):
        assert piece == whole * (len(piece) // len(whole))


def test_a_heap_of_combining_marks_is_cut_all_the_same() -> None:
    assert all(len(piece) <= 100 for piece in pieces("e" + "\u0301" * 1000, limit=100))


def test_a_limit_below_one_character_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match="raise the limit"):
        pieces("abc", limit=1, measure=lambda texts: [2 for _ in texts])


def test_halves_are_cut_at_a_word_and_lose_nothing() -> None:
    text = "one two three four"
    assert [span.of(text) for span in halves(text, Span(0, len(text)))] == ["one two", "three four"]
    with pytest.raises(ValueError, match="raise the limit"):
        halves("x", Span(0, 1))


def test_flags_are_joined_in_pairs_only() -> None:
    assert [joined("🇳🇴🇸🇪", at) for at in (1, 2, 3)] == [True, False, True]


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(50, 120))
def test_an_even_division_keeps_the_order_and_the_limit(sizes: list[int], limit: int) -> None:
    stretches = evenly(sizes, limit=limit)
    assert [size for start, end in stretches for size in sizes[start:end]] == sizes
    assert all(sum(sizes[start:end]) <= limit for start, end in stretches)


@given(st.text(min_size=1, max_size=120).filter(str.strip), st.integers(1, 20))
def test_the_pieces_of_any_text_keep_the_limit_and_lose_nothing(text: str, limit: int) -> None:
    found = pieces(text.strip(), limit=limit)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(piece == piece.strip() for piece in found)
