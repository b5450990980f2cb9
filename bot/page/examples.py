"""Questions to begin with: from the article's own file of them, or made from its text; each one proven."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.answer import ANSWERED
from bot.chatbot import Chatbot
from bot.page import words
from index.document import Document

WANTED = 4
TRIED = 10  # candidates asked at the most: proving one takes about as long as answering it
# A name: capitalised words in a row, after a lower-case word, so that no sentence's first word is taken.
NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]*[a-z](?: [A-Z][\w’'-]*[a-z])*")


def example_questions(chatbot: Chatbot, *, sources: Sequence[str | Path] = ()) -> tuple[str, ...]:
    """Return up to four questions that the chatbot answers, the article's own ones first."""
    documents = chatbot.articles.documents
    candidates = [*(line for source in sources for line in shipped(source)), *made_from(documents)]
    proven: list[str] = []
    for question in list(dict.fromkeys(candidates))[:TRIED]:
        if len(proven) < WANTED and chatbot.ask(question).status == ANSWERED:
            proven.append(question)
    return tuple(proven)


def shipped(source: str | Path) -> list[str]:
    """Return the questions that lie beside an article, one a line, in `NAME.questions.txt`."""
    beside = Path(source).with_suffix(".questions.txt")
    if not beside.is_file():
        return []
    return [line.strip() for line in beside.read_text("utf-8").splitlines() if line.strip()]


def made_from(documents: Iterable[Document]) -> list[str]:
    """Return questions that an article with these names is likely to answer."""
    names: Counter[str] = Counter()
    for document in documents:
        names.update(NAME.findall(document.text[:200_000]))
    about = [words.ABOUT_NAME.format(name=name) for name, _ in names.most_common(TRIED)]
    return [words.GENERIC_QUESTIONS[0], *about, *words.GENERIC_QUESTIONS[1:]]
