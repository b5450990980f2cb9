from __future__ import annotations

import numpy as np

from index.fuse import Scores, best_of


def column(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float32)


def test_the_score_is_the_plain_mean_of_the_four() -> None:
    scores = Scores(column(0.4, 0.0), column(0.8, 0.0), column(1.0, 0.5), column(0.2, 0.1))
    assert np.allclose(scores.fused, [0.6, 0.15])


def test_a_group_has_the_score_of_its_best_member() -> None:
    found = best_of(column(0.1, 0.9, -0.5, -0.7, 0.3), np.array([0, 2, 4]))
    assert found.tolist() == column(0.9, -0.5, 0.3).tolist()


def test_a_passage_that_is_good_in_one_sentence_beats_one_that_is_fair_throughout() -> None:
    fair = Scores(column(0.5), column(0.5), column(0.5), column(0.5))
    good = Scores(column(0.5), column(0.9), column(0.5), column(0.9))
    assert good.fused[0] > fair.fused[0]
