"""Question sets as they are asked: documents, and the questions on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answer import Turn
from bot.command.opening import shipped_articles
from bot.figures.articles import article_document
from bot.figures.squad import read_squad
from bot.training.sources import read_articles
from index import load
from index.document import Document


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the questions before it; `row` is all that the set says of it."""

    text: str
    history: tuple[Turn, ...]
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents that are searched together, and the questions asked of them."""

    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


def question_of(row: dict[str, Any], *, key: str = "question") -> Question:
    """Return the question of a row that may have a `history` of questions."""
    return Question(row[key], tuple(Turn(question) for question in row.get("history", ())), row)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a `.jsonl` file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def public_collection(questions: Path, sources: Iterable[Path | str]) -> Collection:
    """Return the public questions on the articles given."""
    rows = tuple(question_of(row) for row in read_lines(questions))
    return Collection(tuple(load(source) for source in sources), rows)


def all_sets(data: Path, questions: Path, op_ed: Path) -> dict[str, Callable[[], Iterator[Collection]]]:
    """Return every set that something is measured on, by name; none is read before it is called."""
    bench = data / "bench"
    return {
        "public questions, op-ed": lambda: iter([public_collection(questions, [op_ed])]),
        "public questions, briefing": lambda: iter([public_collection(questions, shipped_articles())]),
        "articles": lambda: article_collections(bench / "articles"),
        "SQuAD 2.0": lambda: squad_collections(bench / "squad2_bench.json"),
        "State of the Union": lambda: speech_collections(bench),
        "FairytaleQA": lambda: story_collections(bench / "fairytaleqa_val.jsonl"),
        "CLAPNQ": lambda: passage_collections((data / "train").glob("clapnq_dev_even_*.jsonl")),
    }


def article_collections(folder: Path) -> Iterator[Collection]:
    """Yield each article of a folder with its questions."""
    for data in read_articles(folder):
        yield Collection((article_document(data),), tuple(question_of(row) for row in data["questions"]))


def squad_collections(path: Path) -> Iterator[Collection]:
    """Yield a SQuAD file's paragraphs as one collection."""
    paragraphs, questions = read_squad(path)
    documents = tuple(Document.from_text(text, title=str(i)) for i, text in enumerate(paragraphs))
    yield Collection(documents, tuple(Question(q.text, (), {}) for q in questions))


def speech_collections(folder: Path) -> Iterator[Collection]:
    """Yield one long speech with its questions."""
    rows = read_lines(folder / "state_of_the_union.questions.jsonl")
    yield Collection((load(folder / "state_of_the_union.md"),), tuple(question_of(row) for row in rows))


def story_collections(path: Path) -> Iterator[Collection]:
    """Yield each story, its sections as documents, with its questions."""
    stories: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(path):
        stories[row["story"]].append(row)
    for story, rows in stories.items():
        contexts = dict.fromkeys(row["context"] for row in rows)
        documents = tuple(Document.from_text(context, title=story) for context in contexts)
        yield Collection(documents, tuple(question_of(row) for row in rows))


def passage_collections(paths: Iterable[Path]) -> Iterator[Collection]:
    """Yield the passages of CLAPNQ files as one collection, with their questions."""
    rows = [row for path in sorted(paths) for row in read_lines(path)]
    texts = {row["passages"][0]["text"]: row["passages"][0]["title"] for row in rows}
    documents = tuple(Document.from_text(text, title=title) for text, title in texts.items())
    yield Collection(documents, tuple(question_of(row, key="input") for row in rows))


def sampled(collections: Iterable[Collection], sample: int | None) -> Iterator[Collection]:
    """Yield the collections with `sample` of all their questions, evenly spread; all where it is None."""
    found = list(collections)
    total = sum(len(collection.questions) for collection in found)
    if sample is None or sample >= total:
        yield from found
        return
    wanted = {place * total // sample for place in range(sample)}
    first = 0
    for collection in found:
        chosen = tuple(q for place, q in enumerate(collection.questions, start=first) if place in wanted)
        first += len(collection.questions)
        if chosen:
            yield replace(collection, questions=chosen)
