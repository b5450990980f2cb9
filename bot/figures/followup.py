"""Follow-ups: is the right sentence found, and how near is the rewriting to a person's?

`python -m bot.figures.followup articles PATH [--part dev|held]`, `… cast FILE`.
Every form of a question is measured the same way: `raw` as it was typed, `joined` with the question
before it in front, `ours`, and `human`, the ceiling.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Turn
from bot.figures.articles import ask_all
from bot.followup import standalone
from bot.training.sources import Text, article_text, read_articles
from index.document import Document, Passage
from index.embed import Embedder, load_embedder
from index.store import ArticleIndex

WORD = re.compile(r"\w+")
HELD_OUT = 3  # every third article is kept for the last check
SEED = 7


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what was asked before it, its human form, and where the answer stands."""

    question: str
    history: tuple[str, ...]
    human: str
    gold: tuple[str, ...] = ()
    group: str = ""

    @property
    def forms(self) -> dict[str, str]:
        """Return the question as typed, behind the question before it, rewritten by us and by a person."""
        before = self.history[-1] + " " if self.history else ""
        ours = standalone(self.question, [Turn(question) for question in self.history])
        return {
            "raw": self.question,
            "joined": before + self.question,
            "ours": ours,
            "human": self.human,
        }


def article_figures(path: Path, *, part: str = "all", progress: bool = False) -> dict[str, Any]:
    """Return agreement, retrieval and how many full questions stay as they are.

    `part` is `dev` (two thirds of the articles), `held` (every third) or `all`.
    """
    articles = list(chosen(read_articles(path), part))
    rows = [row for data in articles for row in follow_ups(data)]
    return {
        "follow-ups": len(rows),
        "agreement": agreement(rows),
        "retrieval": retrieval(articles, rows, progress=progress),
        "answered": answered(articles),
        "left unchanged": left_unchanged(articles),
    }


def answered(articles: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return evidence F1 and the share refused of follow-ups asked raw, with their history, and in full."""
    found = {}
    for form in ("raw", "history", "standalone"):
        asked = list(ask_all(articles, form=form, kind="followup"))
        found[form] = {
            "evidence F1": _mean(a.evidence[2] for a in asked),
            "refused": _mean(a.refused for a in asked),
        }
    return found


def chosen(articles: Sequence[dict[str, Any]], part: str) -> Iterator[dict[str, Any]]:
    """Yield the articles of a part; they are told apart by their place in the set."""
    for place, data in enumerate(articles):
        held = place % HELD_OUT == HELD_OUT - 1
        if part == "all" or held == (part == "held"):
            yield data


def follow_ups(data: Mapping[str, Any]) -> Iterator[FollowUp]:
    """Yield an article's questions that have a history."""
    for row in data["questions"]:
        if row.get("history"):
            gold = tuple(row["evidence"])
            yield FollowUp(row["question"], tuple(row["history"]), row["standalone"], gold, data["id"])


def agreement(rows: Sequence[FollowUp]) -> dict[str, dict[str, float]]:
    """Return, for each form, its words' overlap with the human one, and how often they are the same."""
    forms = [row.forms for row in rows]
    names = list(forms[0]) if forms else []
    return {name: _agreement([f[name] for f in forms], [f["human"] for f in forms]) for name in names}


def _agreement(found: Sequence[str], wanted: Sequence[str]) -> dict[str, float]:
    pairs = list(zip(found, wanted, strict=True))
    scores = [overlap(*pair) for pair in pairs]
    return {
        "ROUGE-1 precision": _mean(s[0] for s in scores),
        "ROUGE-1 recall": _mean(s[1] for s in scores),
        "ROUGE-1 F": _mean(s[2] for s in scores),
        "the same": _mean(words(one) == words(other) for one, other in pairs),
    }


def words(text: str) -> list[str]:
    """Return a text's words in lower case.

    >>> words("Who's there?")
    ['who', 's', 'there']
    """
    return WORD.findall(text.lower())


def overlap(found: str, wanted: str) -> tuple[float, float, float]:
    """Return precision, recall and F of the words of one text against another's (ROUGE-1).

    >>> [round(value, 3) for value in overlap("did it work", "did the cure work")]
    [0.667, 0.5, 0.571]
    """
    one, other = Counter(words(found)), Counter(words(wanted))
    shared = sum((one & other).values())
    precision, recall = shared / max(1, one.total()), shared / max(1, other.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def retrieval(
    articles: Sequence[dict[str, Any]],
    rows: Sequence[FollowUp],
    *,
    embedder: Embedder | None = None,
    progress: bool = False,
) -> dict[str, dict[str, float]]:
    """Return, for each form, how often a gold sentence is found first, and among the first three.

    Every sentence of the article is one passage, ranked by the product's own search.
    """
    embedder = embedder or load_embedder()
    ranks: dict[str, list[int]] = {}
    by_article = {data["id"]: [row for row in rows if row.group == data["id"]] for data in articles}
    for place, data in enumerate(articles):
        text = article_text(data["id"], data["paragraphs"])
        index = sentence_index(text, embedder)
        for row in by_article[data["id"]]:
            for name, form in row.forms.items():
                ranks.setdefault(name, []).append(rank(index, form, row.gold))
        if progress:
            print(f"\r{place + 1} of {len(articles)} articles", end="", flush=True)
    return {
        name: {
            "first": _mean(r == 1 for r in found),
            "first three": _mean(r <= 3 for r in found),
            "MRR": _mean(1 / r for r in found),
        }
        for name, found in ranks.items()
    }


def sentence_index(text: Text, embedder: Embedder) -> ArticleIndex:
    """Return an index in which every sentence of a text is a passage."""
    document = Document(text.text, text.name)
    passages = [
        Passage(f"p{i}", document.id, span, span.of(text.text), (span,)) for i, span in enumerate(text.spans)
    ]
    return ArticleIndex.of_passages([document], passages, embedder=embedder)


def rank(index: ArticleIndex, question: str, gold: Iterable[str]) -> int:
    """Return the place, from 1, of the first sentence that shares its text with a gold one."""
    wanted = list(gold)
    hits = index.search(question, limit=len(index.passages))
    for place, hit in enumerate(hits, start=1):
        if any(hit.passage.text in quote or quote in hit.passage.text for quote in wanted):
            return place
    return len(hits) + 1


def left_unchanged(articles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return how many full questions stay exactly as they are behind another question of their article."""
    chance = random.Random(SEED)
    kept = asked = 0
    changed: list[str] = []
    for data in articles:
        full = [row["question"] for row in data["questions"] if not row.get("history")]
        for question in full:
            before = chance.choice([other for other in full if other != question])
            found = standalone(question, [Turn(before)])
            asked += 1
            kept += found == question
            if found != question:
                changed.append(f"{before} | {question} => {found}")
    return {"questions": asked, "unchanged": round(kept / max(1, asked), 4), "changed": changed}


def cast_figures(path: Path) -> dict[str, Any]:
    """Return the agreement with the human rewritings of TREC CAsT, over all, changed and unchanged ones."""
    rows: list[FollowUp] = []
    before: dict[tuple[str, int], list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        turns = before.setdefault((row["set"], row["topic"]), [])
        rows.append(FollowUp(row["raw"], tuple(turns), row["resolved"], group=str(row["topic"])))
        turns.append(row["raw"])
    needed = [row for row in rows if words(row.question) != words(row.human)]
    alone = [row for row in rows if words(row.question) == words(row.human)]
    same = [words(row.forms["ours"]) == words(row.question) for row in alone]
    return {
        "questions": len(rows),
        "all": agreement(rows),
        "to be changed": len(needed),
        "changed by the person": agreement(needed),
        "to be left": len(alone),
        "left unchanged": _mean(same),
    }


def _mean(values: Iterable[float | bool]) -> float:
    found = [float(value) for value in values]
    return round(sum(found) / len(found), 4) if found else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=["articles", "cast"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--part", choices=["dev", "held", "all"], default="all")
    asked = parser.parse_args(arguments)
    measure: Callable[[], dict[str, Any]] = (
        (lambda: cast_figures(asked.path))
        if asked.set == "cast"
        else (lambda: article_figures(asked.path, part=asked.part))
    )
    print(json.dumps(measure(), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
