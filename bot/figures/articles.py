"""Whole articles with questions of every kind: evidence, short answers, refusals.

A set is a folder of JSON files as described in `bot/training/sources.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Answer, Turn
from bot.chatbot import Chatbot
from bot.figures.calibration import calibration_error, reliability
from bot.training.sources import read_articles
from index.document import Document, Span
from index.embed import Embedder, load_embedder
from index.store import ArticleIndex

LONG = Path(__file__).with_name("long.jsonl.xz")
UNANSWERABLE = ("absent", "swap", "false-premise")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set: its row, the document it was asked of, the gold spans, the answer."""

    row: dict[str, Any]
    document: Document
    gold: tuple[Span, ...]
    answer: Answer

    @property
    def refused(self) -> bool:
        """Say whether the question was refused."""
        return self.answer.refusal is not None

    @property
    def evidence(self) -> tuple[float, float, float]:
        """Return precision, recall and F1 of the cited sentences against the gold ones."""
        cited = [citation.span for citation in self.answer.citations]
        right = sum(any(same_sentence(c, g) for g in self.gold) for c in cited)
        found = sum(any(same_sentence(g, c) for c in cited) for g in self.gold)
        precision, recall = right / max(1, len(cited)), found / max(1, len(self.gold))
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def same_sentence(one: Span, other: Span) -> bool:
    """Say whether two spans share more than half of the shorter one."""
    return min(one.end, other.end) - max(one.start, other.start) > 0.5 * min(len(one), len(other))


def article_document(data: dict[str, Any]) -> Document:
    """Return an article of a set as a document."""
    return Document.from_text("\n\n".join(data["paragraphs"]), title=data["title"])


def gold_spans(row: dict[str, Any], text: str) -> tuple[Span, ...]:
    """Return where the evidence of a question stands in the text."""
    starts = [(text.find(quote), quote) for quote in row["evidence"]]
    return tuple(Span(start, start + len(quote)) for start, quote in starts if start >= 0)


def ask_all(
    articles: Iterable[dict[str, Any]], *, form: str = "history", kind: str | None = None
) -> Iterator[Asked]:
    """Ask every question of the articles, or those of one kind.

    `form` says how follow-ups are asked: with their `history`, `raw` (without), or as `standalone`.
    """
    embedder: Embedder = load_embedder()
    chatbot: Chatbot | None = None
    for data in articles:
        document = article_document(data)
        index = ArticleIndex.build([document], embedder=embedder)
        chatbot = Chatbot(index, chatbot.reader if chatbot else None)
        for row in data["questions"]:
            if kind and row["kind"] != kind:
                continue
            history = [Turn(question) for question in row["history"]] if form == "history" else []
            question = row.get("standalone") or row["question"] if form == "standalone" else row["question"]
            yield Asked(row, document, gold_spans(row, document.text), chatbot.ask(question, history=history))


def article_figures(path: Path) -> dict[str, Any]:
    """Return evidence F1, short answers found and refusals, over all and by kind of question."""
    return summarize(list(ask_all(read_articles(path))))


def long_figures() -> dict[str, Any]:
    """Return the same for the five long documents that were written for this figure."""
    return article_figures(LONG)


def summarize(asked: list[Asked]) -> dict[str, Any]:
    """Return the figures of questions that were asked."""
    answerable = [a for a in asked if a.row["kind"] not in UNANSWERABLE]
    unanswerable = [a for a in asked if a.row["kind"] in UNANSWERABLE]
    with_short = [a for a in answerable if a.row["short"]]
    truths = [a.row["kind"] not in UNANSWERABLE for a in asked]
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for a in asked:
        kinds[a.row["kind"]].append(a)
    return {
        "questions": len(asked),
        "evidence F1": _mean(a.evidence[2] for a in answerable),
        "evidence precision": _mean(a.evidence[0] for a in answerable if not a.refused),
        "evidence recall": _mean(a.evidence[1] for a in answerable),
        "F1 where answered": _mean(a.evidence[2] for a in answerable if not a.refused),
        "short answer in the answer": _mean(a.row["short"] in a.answer.text for a in with_short),
        "refused rightly": _mean(a.refused for a in unanswerable),
        "refused wrongly": _mean(a.refused for a in answerable),
        "calibration error": calibration_error([a.answer.confidence for a in asked], truths),
        "reliability": reliability([a.answer.confidence for a in asked], truths),
        "by kind": {kind: _of_kind(kind, rows) for kind, rows in sorted(kinds.items())},
    }


def _of_kind(kind: str, rows: list[Asked]) -> dict[str, float]:
    refused = {"questions": len(rows), "refused": _mean(a.refused for a in rows)}
    return refused if kind in UNANSWERABLE else refused | {"evidence F1": _mean(a.evidence[2] for a in rows)}


def _mean(values: Iterable[float | bool]) -> float:
    found = [float(value) for value in values]
    return round(sum(found) / len(found), 4) if found else 0.0
