"""What each command of the command line does, once its options are read; returns its exit status."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

ANSWERED, BAD_INPUT, UNDER_FLOOR, NOT_IN_ARTICLE = 0, 1, 2, 3  # exit statuses; `--help` lists them


def ask(options: argparse.Namespace) -> int:
    """Answer one question, for a person or as JSON."""
    from bot.opening import open_articles
    from bot.schema import AskRequest, checked
    from bot.settings import read_settings
    from bot.terminal import ProgressLine, answer_text

    settings = read_settings(reader=options.reader)
    earlier = [{"question": question} for question in options.history]
    request = checked(AskRequest, {"question": options.question, "history": earlier, "limit": options.limit})
    with ProgressLine("Indexing") as progress:
        articles = open_articles(options.source, settings=settings, progress=progress)
    from bot.chatbot import Chatbot  # takes seconds to import: not before a bad source is noticed

    answer = Chatbot(articles, settings=settings).ask(
        request.question, history=request.turns, limit=request.limit
    )
    print(as_json(answer.to_dict()) if options.json else answer_text(answer))
    return NOT_IN_ARTICLE if answer.refusal else ANSWERED


def index(options: argparse.Namespace) -> int:
    """Index sources into a folder; what an earlier index there already computed is kept."""
    from bot.settings import read_settings
    from bot.terminal import ProgressLine
    from index.embed import load_embedder
    from index.refresh import open_or_build

    embedder = load_embedder(read_settings().embedder)
    with ProgressLine("Indexing") as progress:
        articles = open_or_build(options.sources, options.into, embedder=embedder, progress=progress)
    documents, passages = len(articles.documents), len(articles.passages)
    print(f"{options.into}: articles {documents:,}, passages {passages:,}, version {articles.version}")
    return ANSWERED


def evaluate(options: argparse.Namespace) -> int:
    """Print the figures of that name; with floors, compare them."""
    from bot.evaluate import Data, figures_of, read_floors, under_floor
    from bot.terminal import figures_text

    floors = read_floors(options.name) if options.floors else {}
    figures = figures_of(options.name, Data.find(options.data), sample=options.sample)
    print(as_json(figures) if options.json else figures_text(figures))
    low = under_floor(figures, floors)
    for complaint in low:
        print(complaint, file=sys.stderr)
    return UNDER_FLOOR if low else ANSWERED


def as_json(value: Any) -> str:
    """Return a value as JSON that the terminal's encoding can show."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not unicode, indent=2)
