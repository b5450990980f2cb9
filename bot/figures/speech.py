"""One long speech, with questions whose evidence is given as exact stretches of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.chatbot import Chatbot
from index.load import load
from index.store import ArticleIndex


def speech_figures(speech: Path, questions: Path) -> dict[str, Any]:
    """Return how often a cited sentence lies in the evidence, how much of it is cited, and refusals."""
    chatbot = Chatbot(ArticleIndex.build([load(speech)]))
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line]
    hit, found, refused = [], [], []
    for row in rows:
        answer = chatbot.ask(row["question"])
        evidence = [_plain(span["text"]) for span in row["spans"]]
        quotes = [_plain(citation.quote) for citation in answer.citations]
        hit.append(any(quote in text or text in quote for quote in quotes for text in evidence))
        found.append(sum(any(q in t or t in q for q in quotes) for t in evidence) / len(evidence))
        refused.append(answer.refusal is not None)
    return {
        "questions": len(rows),
        "evidence cited": round(sum(hit) / len(hit), 4),
        "share of the evidence cited": round(sum(found) / len(found), 4),
        "refused wrongly": round(sum(refused) / len(refused), 4),
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
