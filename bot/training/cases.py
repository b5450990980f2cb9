"""Held-out questions with what the network says of each, which the decision is fitted on."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.extractive import PASSAGES
from bot.figures.articles import UNANSWERABLE, article_document, gold_spans
from bot.figures.squad import given, reading_of
from bot.network.composition import candidates
from bot.network.scored import Look, ScoredSentence
from bot.network.scoring import Scorer
from bot.reader import Reading
from bot.training.partition import in_held_out, tuning_paragraphs
from bot.training.sources import read_articles, read_yes_no
from index.document import Span
from index.embed import Embedder
from index.store import ArticleIndex

OFF_SUBJECT = 4  # questions about another article that are asked of each
SUBJECT_BOUND = ("fact", "paraphrase", "how", "list", "yesno")  # kinds that another article does not answer


@dataclass(frozen=True, slots=True)
class Case:
    """A held-out question as the decision sees it; `group` names its article, `whole` says if it is one."""

    group: str
    kind: str
    whole: bool
    reading: Reading
    sentences: list[ScoredSentence]
    look: Look
    gold: tuple[Span, ...]
    short: str | None
    yes: bool | None = None  # what a yes-no question is answered with

    @property
    def answerable(self) -> bool:
        """Say whether the text answers the question."""
        return self.kind not in UNANSWERABLE


def collect(data: Path, more: Sequence[Path], scorer: Scorer, embedder: Embedder) -> list[Case]:
    """Return every case: the questions of the held-out articles, and of the held-out paragraphs."""
    found = of_articles([data / "articles", *more], scorer, embedder)
    return found + of_paragraphs(data, scorer, embedder)


def of_articles(paths: Sequence[Path], scorer: Scorer, embedder: Embedder) -> list[Case]:
    """Return the questions of the held-out articles; of each, a few about another one as well."""
    cases: list[Case] = []
    strangers: list[str] = []
    answers = read_yes_no()
    for data in [a for path in paths for a in read_articles(path) if in_held_out(a["id"])]:
        document, polar = article_document(data), answers.get(data["id"], {})
        index = ArticleIndex.build([document], embedder=embedder)
        # A few questions on the article before: off the subject, which the sets themselves lack.
        rows = data["questions"] + [{"question": q, "kind": "absent", "evidence": []} for q in strangers]
        bound = [row["question"] for row in data["questions"] if row["kind"] in SUBJECT_BOUND]
        strangers = bound[:: max(1, len(bound) // OFF_SUBJECT)][:OFF_SUBJECT]
        for row in rows:
            reading = reading_of(row.get("standalone") or row["question"], index, limit=PASSAGES)
            sentences, look = both_looks(reading, scorer)
            gold = gold_spans(row, document.text)
            short, yes = row.get("short"), polar.get(row.get("id", ""))
            cases.append(Case(data["id"], row["kind"], True, reading, sentences, look, gold, short, yes))
    return cases


def of_paragraphs(data: Path, scorer: Scorer, embedder: Embedder) -> list[Case]:
    """Return the questions of the held-out paragraphs, each read alone."""
    cases = []
    indexes: dict[str, ArticleIndex] = {}
    for example in tuning_paragraphs(data):
        text = example.text
        if text.name not in indexes:
            indexes[text.name] = given(text.text, text.name, embedder=embedder)
        reading = reading_of(example.question, indexes[text.name], limit=PASSAGES)
        gold = tuple(text.spans[n] for n in sorted(example.gold))
        short = example.answer.of(text.text) if example.answer else None
        sentences, look = both_looks(reading, scorer)
        cases.append(Case(text.group, example.kind, False, reading, sentences, look, gold, short))
    return cases


def both_looks(reading: Reading, scorer: Scorer) -> tuple[list[ScoredSentence], Look]:
    """Return what the network says of all sentences, and of the best by themselves."""
    sentences = scorer.score(reading)
    return sentences, scorer.look(reading.question, candidates(sentences), reading.documents)


def kept(path: Path | None, weights: str) -> list[Case] | None:
    """Return the cases that a file keeps, None if there is no such file, or it is of other weights."""
    if path is None or not path.exists():
        return None
    of, cases = pickle.loads(path.read_bytes())
    return cases if of == weights else None
