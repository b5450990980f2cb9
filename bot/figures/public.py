"""The public questions on the op-ed, asked of the op-ed itself and of the briefing that ships."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.answer import Answer
from bot.chatbot import Chatbot
from bot.command.opening import shipped_articles
from bot.figures.sets import public_collection
from bot.reader import Reader, make_reader
from index.embed import Embedder, load_embedder
from index.store import ArticleIndex


def public_figures(questions: Path, op_ed: Path) -> dict[str, Any]:
    """Return facts found, passages cited (of the op-ed only) and refusals, for both sources.

    The lists name the questions that went wrong.
    """
    embedder, reader = load_embedder(), make_reader("built-in")
    return {
        "op-ed": source_figures(questions, [op_ed], embedder, reader, evidence=True),
        "briefing": source_figures(questions, shipped_articles(), embedder, reader, evidence=False),
    }


def source_figures(
    questions: Path, sources: Sequence[Path | str], embedder: Embedder, reader: Reader, *, evidence: bool
) -> dict[str, Any]:
    """Return the figures of one source; `evidence` says whether the phrases to be cited stand in it."""
    collection = public_collection(questions, sources)
    chatbot = Chatbot(ArticleIndex.build(collection.documents, embedder=embedder), reader)
    answers = [(q.row, chatbot.ask(q.text, history=q.history)) for q in collection.questions]
    answerable = [(row, answer) for row, answer in answers if not row["refuse"]]
    absent = [(row, answer) for row, answer in answers if row["refuse"]]
    missed = [row["id"] for row, answer in answerable if not has_facts(row, answer)]
    found = {"facts found": len(answerable) - len(missed)}
    if evidence:
        found["right passage cited"] = sum(cites_evidence(row, answer) for row, answer in answerable)
    return {
        "answerable": len(answerable),
        **found,
        "refused wrongly": sum(answer.refusal is not None for _, answer in answerable),
        "unanswerable": len(absent),
        "refused rightly": sum(answer.refusal is not None for _, answer in absent),
        "without their facts": " ".join(missed),
        "answered wrongly": " ".join(row["id"] for row, answer in absent if answer.refusal is None),
    }


def has_facts(row: Mapping[str, Any], answer: Answer) -> bool:
    """Say whether every group of a question's patterns has one that the answer's text shows."""
    if answer.refusal:
        return False
    groups: list[list[str]] = row["must"]
    return all(any(re.search(p, answer.text, re.IGNORECASE) for p in group) for group in groups)


def cites_evidence(row: Mapping[str, Any], answer: Answer) -> bool:
    """Say whether one of the phrases that should be cited stands in a quotation."""
    quotes = [" ".join(citation.quote.split()).lower() for citation in answer.citations]
    return any(phrase.lower() in quote for phrase in row["evidence"] for quote in quotes)
