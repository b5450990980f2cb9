from __future__ import annotations

import numpy as np
import pytest

from index.embed import Rows
from index.rows import AT_ONCE, embed_texts
from tests.weather import WeatherEmbedder


def test_row_i_is_that_of_text_i_whatever_the_lengths() -> None:
    embedder = WeatherEmbedder()
    texts = ["snow and more snow and rain", "sun", "wind, wind", "rain"]
    assert np.array_equal(embed_texts(texts, embedder=embedder), WeatherEmbedder().embed_passages(texts))


def test_a_text_that_comes_twice_is_embedded_once() -> None:
    embedder = WeatherEmbedder()
    rows = embed_texts(["rain", "sun", "rain"], embedder=embedder)
    assert sorted(embedder.embedded) == ["rain", "sun"]
    assert np.array_equal(rows[0], rows[2])


def test_a_known_text_is_not_embedded() -> None:
    embedder, known = WeatherEmbedder(), {"rain": np.array([0, 0, 0, 1], dtype=np.float32)}
    rows = embed_texts(["rain", "sun"], embedder=embedder, known=known)
    assert embedder.embedded == ["sun"]
    assert rows[0].tolist() == [0, 0, 0, 1]


def test_no_texts_make_no_rows() -> None:
    assert embed_texts([], embedder=WeatherEmbedder()).shape == (0, 4)


def test_progress_ends_at_the_number_of_fresh_texts() -> None:
    told: list[tuple[int, int]] = []
    texts = [f"rain {n}" for n in range(AT_ONCE + 5)]
    embed_texts(texts, embedder=WeatherEmbedder(), progress=lambda done, total: told.append((done, total)))
    assert told == [(AT_ONCE, AT_ONCE + 5), (AT_ONCE + 5, AT_ONCE + 5)]


class Broken(WeatherEmbedder):
    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self.rows = rows

    def embed_passages(self, texts: list[str]) -> Rows:  # type: ignore[override]
        return self.rows


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.zeros((1, 4), dtype=np.float32), r"\(2, 4\), got float32 \(1, 4\)"),
        (np.zeros((2, 3), dtype=np.float32), r"\(2, 4\), got float32 \(2, 3\)"),
        (np.zeros((2, 4), dtype=np.float64), "float64"),
        (np.full((2, 4), np.nan, dtype=np.float32), "not finite"),
    ],
)
def test_an_embedder_that_breaks_its_word_is_refused(rows: Rows, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        embed_texts(["rain", "sun"], embedder=Broken(rows))
