"""SQuAD 2.0 questions: with their paragraph given, and open over all paragraphs as one collection."""

from __future__ import annotations

import json
import random
import re
import string
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.extractive import ExtractiveReader
from bot.reader import Reading
from index.document import Document
from index.embed import Embedder, load_embedder
from index.store import ArticleIndex

ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the texts that count as its answer (none: unanswerable), and its paragraph's number."""

    text: str
    answers: tuple[str, ...]
    paragraph: int


def read_squad(path: Path) -> tuple[list[str], list[Question]]:
    """Return the paragraphs and the questions of a SQuAD file."""
    paragraphs: list[str] = []
    questions: list[Question] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                answers = () if row.get("is_impossible") else tuple(a["text"] for a in row["answers"])
                questions.append(Question(row["question"], answers, len(paragraphs)))
            paragraphs.append(paragraph["context"])
    return paragraphs, questions


def words(text: str) -> list[str]:
    """Return the words as the SQuAD script compares them.

    >>> words("The Norman dukes, of old")
    ['norman', 'dukes', 'of', 'old']
    """
    return ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split()


def exact(said: str, answers: Iterable[str]) -> float:
    """Return 1 if what was said is one of the answers."""
    return float(any(words(said) == words(a) for a in answers)) if answers else float(not said)


def overlap(said: str, answers: Iterable[str]) -> float:
    """Return the best token F1 against the answers; where there are none, silence is right."""
    if not answers:
        return float(not said)
    return max(_f1(words(said), words(a)) for a in answers)


def _f1(said: list[str], wanted: list[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    common = sum((Counter(said) & Counter(wanted)).values())
    return 2 * common / (len(said) + len(wanted))


def squad_figures(path: Path, *, sample: int | None = None, seed: int = 1) -> dict[str, Any]:
    """Return EM, F1, HasAns F1 and NoAns accuracy with each question's paragraph given; of all, or a sample.

    `F1 with an answer forced` is that of the best few words, refusals left out, on the answerable ones.
    """
    reader = ExtractiveReader.load()
    paragraphs, questions = read_squad(path)
    if sample is not None:
        questions = random.Random(seed).sample(questions, min(sample, len(questions)))
    embedder = load_embedder()
    indexes = [given(text, str(number), embedder=embedder) for number, text in enumerate(paragraphs)]
    said, forced = [], []
    for question in questions:
        reading = reading_of(question.text, indexes[question.paragraph], limit=reader.passages)
        best, confidence = short_answer(reader, reading)
        forced.append(best)
        said.append(best if confidence >= reader.threshold else "")
    return (
        {"questions": len(questions)}
        | scores(questions, said)
        | {
            "F1 with an answer forced": _mean(
                overlap(f, q.answers) for f, q in zip(forced, questions, strict=True) if q.answers
            )
        }
    )


def open_squad_figures(path: Path, *, sample: int = 600, seed: int = 1) -> dict[str, Any]:
    """Return the same with the question alone, and R@1 before and after the reader chooses.

    The paragraphs are one collection; a sample of the questions is asked.
    """
    reader = ExtractiveReader.load()
    paragraphs, questions = read_squad(path)
    documents = [Document.from_text(text, title=str(number)) for number, text in enumerate(paragraphs)]
    index = ArticleIndex.build(documents)
    by_id = {document.id: document for document in index.documents}
    asked = random.Random(seed).sample(questions, min(sample, len(questions)))
    said, before, after = [], [], []
    for question in asked:
        hits = index.search(question.text, limit=reader.passages)
        reading = Reading(question.text, hits, by_id)
        best, confidence = short_answer(reader, reading)
        said.append(best if confidence >= reader.threshold else "")
        if question.answers:
            home = documents[question.paragraph].id
            before.append(hits[0].passage.document_id == home)
            after.append(reader.best(reading).document_id == home)
    ranks = {"R@1 of the search": _mean(before), "R@1 after reading": _mean(after)}
    return {"questions": len(asked)} | scores(asked, said) | ranks


def short_answer(reader: ExtractiveReader, reading: Reading) -> tuple[str, float]:
    """Return the reader's best few words for a question, and its confidence that they answer."""
    scored = reader.scorer.score(reading)
    best = max(scored, key=lambda s: s.evidence + s.short_margin)
    return best.short.of(reading.documents[best.document_id].text), reader.confidence(reading, scored)


def scores(questions: list[Question], said: list[str]) -> dict[str, float]:
    """Return the SQuAD 2.0 figures of what was said."""
    pairs = list(zip(said, questions, strict=True))
    return {
        "EM": _mean(exact(s, q.answers) for s, q in pairs),
        "F1": _mean(overlap(s, q.answers) for s, q in pairs),
        "HasAns F1": _mean(overlap(s, q.answers) for s, q in pairs if q.answers),
        "NoAns accuracy": _mean(not s for s, q in pairs if not q.answers),
    }


def given(text: str, title: str, *, embedder: Embedder) -> ArticleIndex:
    """Return an index over one given text, so that it is read just as an article is."""
    return ArticleIndex.build([Document(text, title)], embedder=embedder)


def reading_of(question: str, index: ArticleIndex, *, limit: int) -> Reading:
    """Return what a reader is given for a question."""
    return Reading(question, index.search(question, limit=limit), {d.id: d for d in index.documents})


def _mean(values: Iterable[float | bool]) -> float:
    found = [float(v) for v in values]
    return round(sum(found) / len(found), 4) if found else 0.0
