"""The briefing that ships: its length, its distance from the op-ed, and the questions it can answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
BRIEFING = CHECKOUT / "index" / "articles" / "kursk-gambit-briefing.md"
SHARED = CHECKOUT.parent / "shared"
OP_ED = SHARED / "article" / "kursk-gambit.txt"
QUESTIONS = SHARED / "questions" / "article_public.jsonl"
LONGEST_RUN = 8  # in words; nine in a row count as copied

needs_op_ed = pytest.mark.skipif(not OP_ED.exists(), reason=f"the saved op-ed is not at {OP_ED}")
needs_questions = pytest.mark.skipif(not QUESTIONS.exists(), reason=f"no questions at {QUESTIONS}")


def briefing() -> str:
    return BRIEFING.read_text(encoding="utf-8")


def paragraphs() -> list[str]:
    """Return the briefing's paragraphs, without its title and headings."""
    blocks = [" ".join(block.split()) for block in briefing().split("\n\n")]
    return [block for block in blocks if block and not block.startswith("#")]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Return every run of `length` consecutive words."""
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_the_briefing_has_between_700_and_1100_words() -> None:
    assert 700 <= len(briefing().split()) <= 1100


def test_the_briefing_names_its_writer_and_the_authors_of_the_op_ed_in_its_first_paragraph() -> None:
    first = paragraphs()[0]
    assert "Footnote project" in first
    assert "Samuel Charap and Charles A. Kupchan" in first


def test_no_sentence_of_the_briefing_opens_with_a_pronoun() -> None:
    opening = re.compile(r"(?:^|[.!?][”\"]? )(?:It|They|He|She|Its|Their|His|Her|There|That)\b")
    # A citation shows one sentence: one that opens with a pronoun does not say whom it is about.
    assert [p for p in [briefing().splitlines()[0][2:], *paragraphs()] if opening.search(p)] == []


@needs_op_ed
def test_the_briefing_shares_no_run_of_nine_words_with_the_op_ed() -> None:
    op_ed = OP_ED.read_text(encoding="utf-8")
    assert runs(op_ed, LONGEST_RUN + 1), "the saved op-ed is empty"
    shared = runs(briefing(), LONGEST_RUN + 1) & runs(op_ed, LONGEST_RUN + 1)
    assert sorted(" ".join(run) for run in shared) == []


@needs_op_ed
def test_the_briefing_carries_over_every_figure_of_the_op_ed() -> None:
    # The subscription offer in mid-text has a figure too, in dollars; it is not the op-ed's.
    figures = set(re.findall(r"(?<![$\d])\d+%?(?!\d)", OP_ED.read_text(encoding="utf-8")))
    assert figures
    assert {figure for figure in figures if figure not in briefing()} == set()


@needs_questions
def test_every_answerable_question_is_answered_within_one_paragraph() -> None:
    answerable = [q for q in questions() if not q["refuse"]]
    assert answerable
    unanswered = [
        q["id"]
        for q in answerable
        if not any(
            all(any(re.search(pattern, p) for pattern in group) for group in q["must"]) for p in paragraphs()
        )
    ]
    assert unanswered == []


@pytest.mark.parametrize(
    "word", ["tank", "german", "newspaper", "population", "signed", "subscri", "discount"]
)
def test_the_briefing_does_not_touch_what_the_op_ed_leaves_out(word: str) -> None:
    assert word not in briefing().lower()
