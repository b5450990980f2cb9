from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.figures.retrieval import rank, retrieval_figures, summary

PARAGRAPHS = {
    "The ferry to Ostrand was cancelled on Monday because storms had damaged its rudder.": [
        ("Why did the boat not sail?", "storms had damaged its rudder")
    ],
    "The council of Velm voted to double the price of bread.": [
        ("What did the council decide about bread?", "double the price"),
        ("Who baked the bread?", None),
    ],
    "Harrow's museum reopened after nine years with a wing of clocks.": [
        ("How long was the museum closed?", "nine years")
    ],
}


def row(question: str, answer: str | None) -> dict[str, Any]:
    answers = [{"text": answer, "answer_start": 0}] if answer else []
    return {"question": question, "answers": answers, "is_impossible": answer is None}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    paragraphs = [{"context": text, "qas": [row(*qa) for qa in qas]} for text, qas in PARAGRAPHS.items()]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "News", "paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def test_only_answerable_questions_count_and_an_easy_set_is_answered_by_the_first(squad: Path) -> None:
    figures = retrieval_figures(squad)
    assert (figures["questions"], figures["paragraphs"]) == (3, 3)
    assert figures["retrieval"]["ours"] == {"R@1": 1.0, "R@5": 1.0, "MRR@10": 1.0}
    assert len(figures["retrieval"]) == 5


def test_of_equal_scores_the_earlier_paragraph_comes_first() -> None:
    scores = np.zeros(4, dtype=np.float32)
    assert [rank(scores, own) for own in range(4)] == [1, 2, 3, 4]


def test_a_place_beyond_the_tenth_gives_no_reciprocal_rank() -> None:
    assert summary([10, 11]) == {"R@1": 0.0, "R@5": 0.0, "MRR@10": 0.05}
