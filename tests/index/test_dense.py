from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.dense import DenseIndex
from index.embed import Rows, unit_rows


def random_rows(count: int, seed: int = 0) -> Rows:
    return unit_rows(np.random.default_rng(seed).normal(size=(count, 24)).astype(np.float32))


@pytest.mark.parametrize("count", [1, 2, 333])
def test_every_cosine_is_the_inner_product_of_its_own_row(count: int) -> None:
    rows, question = random_rows(count), random_rows(1, seed=1)
    assert np.allclose(DenseIndex(rows).scores(question), rows @ question[0], atol=1e-6)


def test_opposite_and_zero_rows_are_scored_too() -> None:
    question = random_rows(1)
    rows = np.concatenate([-question, np.zeros_like(question), question])
    assert np.allclose(DenseIndex(rows).scores(question), [-1.0, 0.0, 1.0], atol=1e-6)


def test_threads_that_search_at_once_find_what_one_finds() -> None:
    index, questions = DenseIndex(random_rows(500)), [random_rows(1, seed=n) for n in range(40)]
    alone = [index.scores(question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(index.scores, questions))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
