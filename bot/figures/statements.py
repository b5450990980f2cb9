"""Statements on whole articles, half of them true and half with one thing changed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from bot.chatbot import Chatbot
from bot.figures.articles import article_document
from bot.figures.calibration import area, calibration_error
from bot.training.sources import read_articles
from index.embed import load_embedder
from index.store import ArticleIndex


def statement_figures(path: Path) -> dict[str, Any]:
    """Return the balanced accuracy of the check, and its accuracy by what was changed."""
    embedder = load_embedder()
    chatbot: Chatbot | None = None
    scores, truths, verdicts = [], [], []
    kinds: dict[str, list[bool]] = defaultdict(list)
    for data in read_articles(path):
        index = ArticleIndex.build([article_document(data)], embedder=embedder)
        chatbot = Chatbot(index, chatbot.reader if chatbot else None)
        for row in data["statements"]:
            check = chatbot.check(row["text"])
            scores.append(check.score)
            truths.append(bool(row["supported"]))
            verdicts.append(check.supported)
            kinds[row["change"]].append(check.supported == bool(row["supported"]))
    return {
        "statements": len(truths),
        "balanced accuracy": balanced_accuracy(verdicts, truths),
        "AUC": area(scores, truths),
        "calibration error": calibration_error(scores, truths),
        "right by change": {kind: round(sum(right) / len(right), 4) for kind, right in sorted(kinds.items())},
    }


def balanced_accuracy(verdicts: list[bool], truths: list[bool]) -> float:
    """Return the mean of the shares of true and of false statements judged rightly.

    >>> balanced_accuracy([True, True, True], [True, True, False])
    0.5
    """
    yes = [v for v, t in zip(verdicts, truths, strict=True) if t]
    no = [not v for v, t in zip(verdicts, truths, strict=True) if not t]
    return round((sum(yes) / len(yes) + sum(no) / len(no)) / 2, 4)
