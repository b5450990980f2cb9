from __future__ import annotations

from pathlib import Path

from bot.page.examples import TRIED, WANTED, example_questions, made_from, shipped
from index.document import Document
from tests.scripted import scripted_chatbot

RAIN = Document(
    "When Ada Wet came, it rained for 12 days in the valley. Nobody told Ada Wet. The people of Ludlow left.",
    "Rain",
)


def test_only_questions_that_are_answered_are_offered(tmp_path: Path) -> None:
    source = tmp_path / "rain.md"
    beside = tmp_path / "rain.questions.txt"
    beside.write_text("How many days has it rained in the valley?\n\nWho owns the moon?\n", "utf-8")
    offered = example_questions(scripted_chatbot([RAIN]), sources=[source])
    assert offered[0] == "How many days has it rained in the valley?"
    assert "Who owns the moon?" not in offered
    assert len(offered) <= WANTED


def test_an_article_without_questions_of_its_own_gets_some_about_its_names() -> None:
    made = made_from([RAIN])
    assert made.index("What does it say about Ada Wet?") < made.index("What does it say about Ludlow?")
    assert "What does it say about When Ada Wet?" not in made


def test_a_source_without_a_file_of_questions_has_none(tmp_path: Path) -> None:
    assert shipped(tmp_path / "rain.md") == []


def test_at_most_a_few_candidates_are_tried() -> None:
    class Counting:
        articles = scripted_chatbot([RAIN]).articles
        asked = 0

        def ask(self, question: str) -> object:
            self.asked += 1
            return scripted_chatbot([RAIN]).ask("Who owns the moon?")

    counting = Counting()
    assert example_questions(counting) == ()  # type: ignore[arg-type]
    assert counting.asked <= TRIED
