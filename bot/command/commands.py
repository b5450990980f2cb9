"""What each command of the command line does, once its options are read; returns its exit status."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

# Exit statuses; `--help` lists them.
ANSWERED, BAD_INPUT, UNDER_FLOOR, NOT_IN_ARTICLE, NOT_PROVEN = 0, 1, 2, 3, 4


def ask(options: argparse.Namespace) -> int:
    """Answer one question, for a person or as JSON."""
    from bot.command.opening import open_articles
    from bot.command.terminal import ProgressLine, answer_text
    from bot.server.schema import AskRequest, checked
    from bot.settings import read_settings

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


def check(options: argparse.Namespace) -> int:
    """Hold one statement against the articles, for a person or as JSON."""
    from bot.command.opening import open_articles
    from bot.command.terminal import ProgressLine, check_text
    from bot.server.schema import CheckRequest, checked
    from bot.settings import read_settings

    settings = read_settings()
    request = checked(CheckRequest, {"statement": options.statement})
    with ProgressLine("Indexing") as progress:
        articles = open_articles(options.source, settings=settings, progress=progress)
    from bot.chatbot import Chatbot  # as in `ask`

    found = Chatbot(articles, settings=settings).check(request.statement)
    print(as_json(found.to_dict()) if options.json else check_text(found))
    return ANSWERED if found.supported else NOT_IN_ARTICLE


def verify(options: argparse.Namespace) -> int:
    """Hold a saved answer, or an exported conversation, against its sources again."""
    from bot.command.opening import open_documents
    from bot.command.terminal import report_text
    from bot.receipts.intake import read_file
    from bot.receipts.receipt import verify_data

    data = read_file(options.receipt)
    report = verify_data(data, open_documents(options.source))
    print(as_json(report.to_dict()) if options.json else report_text(report))
    return ANSWERED if report.proven else NOT_PROVEN


def export(options: argparse.Namespace) -> int:
    """Join saved answers and conversations to one, as Markdown with footnotes or as JSON."""
    from bot.receipts.export import export_markdown, join
    from bot.receipts.intake import parse, read_file

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a file, whatever this terminal can show
    conversation = join([parse(read_file(name)) for name in options.receipts])
    print(as_json(conversation) if options.json else export_markdown(conversation), end="")
    return ANSWERED


def index(options: argparse.Namespace) -> int:
    """Index sources into a folder; what an earlier index there already computed is kept."""
    from bot.command.terminal import ProgressLine
    from bot.settings import read_settings
    from index.embed import load_embedder
    from index.saving.refresh import open_or_build

    embedder = load_embedder(read_settings().embedder)
    with ProgressLine("Indexing") as progress:
        articles = open_or_build(options.sources, options.into, embedder=embedder, progress=progress)
    documents, passages = len(articles.documents), len(articles.passages)
    print(f"{options.into}: articles {documents:,}, passages {passages:,}, version {articles.version}")
    return ANSWERED


def evaluate(options: argparse.Namespace) -> int:
    """Print the figures of that name; with floors, compare them."""
    from bot.command.terminal import figures_text
    from bot.evaluate import Data, figures_of, read_floors, under_floor

    floors = read_floors(options.name) if options.floors else {}
    figures = figures_of(options.name, Data.find(options.data), sample=options.sample)
    if options.plot:
        plot(figures, options.name, Path(options.plot))
    print(as_json(figures) if options.json else figures_text(figures))
    low = under_floor(figures, floors)
    for complaint in low:
        print(complaint, file=sys.stderr)
    return UNDER_FLOOR if low else ANSWERED


def plot(figures: dict[str, Any], name: str, path: Path) -> None:
    """Write the reliability plot of figures; ValueError if they have none."""
    from bot.command.plot import reliability_svg

    if "reliability" not in figures:
        raise ValueError(f"{name} has no reliability to plot; articles has")
    title = f"calibration error {figures['calibration error']} on {figures['questions']} questions"
    path.write_text(reliability_svg(figures["reliability"], title=title), encoding="utf-8")


def as_json(value: Any) -> str:
    """Return a value as JSON that the terminal's encoding can show."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not unicode, indent=2)
