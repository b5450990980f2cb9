"""Sentences are packed into windows: every one is read, none is cut, order is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.network.windows import QUESTION_ROOM, WINDOW, load_tokenizer, pack, question_ids, tokenize, windows
from index.document import Span
from index.embed import bundled_folder
from index.split import sentences

TOKENIZER = load_tokenizer(bundled_folder())


@given(st.lists(st.integers(1, 80), max_size=60), st.integers(80, 400), st.integers(0, 2))
def test_every_sentence_is_in_a_run_that_fits(lengths: list[int], room: int, overlap: int) -> None:
    runs = pack(lengths, room=room, overlap=overlap)
    assert {n for run in runs for n in run} == set(range(len(lengths)))
    assert all(sum(lengths[n] for n in run) <= room for run in runs)


@given(st.lists(st.integers(1, 80), min_size=1, max_size=60))
def test_runs_follow_one_another(lengths: list[int]) -> None:
    runs = pack(lengths, room=200)
    assert [run.stop for run in runs] == sorted({run.stop for run in runs})


def test_runs_are_of_about_equal_size() -> None:
    runs = pack([10] * 50, room=300, overlap=0)
    assert [len(run) for run in runs] == [25, 25]


@given(st.text(max_size=2000))
def test_word_pieces_point_back_into_the_text(text: str) -> None:
    spans = sentences(text)
    for span, piece in zip(spans, tokenize(TOKENIZER, text, spans), strict=True):
        assert piece.span == span
        assert all(span.start <= start <= end <= span.end for start, end in piece.offsets)


@pytest.mark.parametrize("question", ["", "Why?", "why " * 500])
def test_a_window_holds_question_and_sentences_within_the_encoder(question: str) -> None:
    text = " ".join(f"The council met on day {n} and did not agree on anything at all." for n in range(200))
    spans = sentences(text)
    asked = question_ids(TOKENIZER, question)
    found = windows(asked, tokenize(TOKENIZER, text, spans))
    assert len(asked) <= QUESTION_ROOM
    assert all(len(window) <= WINDOW for window in found)
    assert {window.first + n for window in found for n in range(len(window.pieces))} == set(range(len(spans)))


def test_a_sentence_longer_than_a_window_is_read_as_far_as_it_fits() -> None:
    text = "word " * 2000
    (piece,) = tokenize(TOKENIZER, text, [Span(0, len(text))])
    (window,) = windows(question_ids(TOKENIZER, "what?"), [piece])
    assert len(window) <= WINDOW


def test_an_unknown_script_still_has_a_piece() -> None:
    assert len(tokenize(TOKENIZER, "\u200b\u200b", [Span(0, 2)])[0].ids) == 1
