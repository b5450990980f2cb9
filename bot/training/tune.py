"""Fit the reader's decision on the articles kept back from training.

`python -m bot.training.tune ARTICLES [ARTICLES …] --weights FOLDER` writes `FOLDER/decision.json` and
prints what the held-out questions gave: calibration by cross-validation over articles.
"""

from __future__ import annotations

import argparse
import itertools
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.extractive import COST, PASSAGES, WEIGHTS
from bot.figures.articles import UNANSWERABLE, article_document, gold_spans, same_sentence
from bot.figures.calibration import area, calibration_error
from bot.figures.squad import overlap
from bot.network.decision import FEATURES, Composition, Decision, features, save_decision
from bot.network.model import load_network
from bot.network.scoring import ScoredSentence, Scorer
from bot.network.windows import load_tokenizer
from bot.reader import Reading
from bot.training.logistic import cross_validated, fit
from bot.training.sources import read_articles
from bot.training.train import in_held_out
from index.document import Span
from index.embed import bundled_folder, load_embedder
from index.processor import preferred_dtype
from index.store import ArticleIndex

SHORT_PRECISION = 0.75
OFF_SUBJECT = 4  # questions about another article that are asked of each


@dataclass(frozen=True, slots=True)
class Case:
    """A held-out question as the decision sees it."""

    article: str
    kind: str
    reading: Reading
    sentences: list[ScoredSentence]
    gold: tuple[Span, ...]
    short: str | None

    @property
    def answerable(self) -> bool:
        """Say whether the article answers the question."""
        return self.kind not in UNANSWERABLE


def collect(paths: Sequence[Path], scorer: Scorer) -> list[Case]:
    """Return the questions of the held-out articles with the network's scores."""
    embedder = load_embedder()
    cases: list[Case] = []
    strangers: list[str] = []
    for data in [a for path in paths for a in read_articles(path) if in_held_out(a["id"])]:
        document = article_document(data)
        index = ArticleIndex.build([document], embedder=embedder)
        # A few questions on the article before: off the subject, which the sets themselves lack.
        rows = data["questions"] + [{"question": q, "kind": "absent", "evidence": []} for q in strangers]
        strangers = [row["question"] for row in data["questions"][:: len(data["questions"]) // OFF_SUBJECT]]
        for row in rows:
            question = row.get("standalone") or row["question"]
            reading = Reading(question, index.search(question, limit=PASSAGES), {document.id: document})
            sentences = scorer.score(reading)
            gold = gold_spans(row, document.text)
            cases.append(Case(data["id"], row["kind"], reading, sentences, gold, row.get("short")))
    return cases


def evidence_f1(composition: Composition, case: Case) -> float:
    """Return the evidence F1 of the sentences that a composition chooses for a case."""
    chosen = [s.span for s in composition.choose(case.sentences)]
    right = sum(any(same_sentence(c, g) for g in case.gold) for c in chosen)
    found = sum(any(same_sentence(g, c) for c in chosen) for g in case.gold)
    if not right:
        return 0.0
    precision, recall = right / len(chosen), found / len(case.gold)
    return 2 * precision * recall / (precision + recall)


def tune_composition(cases: Sequence[Case]) -> Composition:
    """Return the composition that gives the best evidence F1."""
    cosines, slopes, shifts = (
        (0.0, 1.0, 2.0, 3.0, 4.0),
        (0.8, 1.0, 1.3, 1.6, 2.0),
        (0.0, -1.0, -2.0, -3.0, -4.0, -5.0),
    )
    grid = itertools.product(cosines, slopes, shifts)
    compositions = [Composition(*point) for point in grid]
    return max(compositions, key=lambda c: sum(evidence_f1(c, case) for case in cases))


def tune_short_margin(cases: Sequence[Case], composition: Composition) -> float:
    """Return the least margin above which the few words shown are right often enough.

    Right is: they share half of their words with the gold ones. Questions without gold words count as
    wrong, for there a sentence is the shortest honest answer.
    """
    everything = Decision((0.0,) * len(FEATURES), 0.0, composition, short_margin=float("-inf"))
    shown: list[tuple[float, bool]] = []
    for case in cases:
        chosen = composition.choose(case.sentences)
        span = everything.short(case.reading.question, chosen)
        if span is not None:
            best = max(chosen, key=composition.strength)
            said = span.of(case.reading.documents[best.document_id].text)
            shown.append((best.short_margin, case.short is not None and overlap(said, [case.short]) >= 0.5))
    shown.sort(reverse=True)
    right = list(itertools.accumulate(correct for _, correct in shown))
    enough = [i for i, count in enumerate(right) if count / (i + 1) >= SHORT_PRECISION]
    last = enough[-1] if enough else 0
    print(
        f"few words: shown for {last + 1} of {len(shown)} at margin {shown[last][0]:.2f}, right {right[last]}"
    )
    return round(shown[last][0], 3)


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.tune", description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+", help="folders of articles, or .jsonl files")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--cost", type=float, default=COST, help="false refusals that a false answer weighs")
    parser.add_argument("--cases", type=Path, help="keep the scored cases in this file, or reuse them")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    if options.cases and options.cases.exists():
        cases = pickle.loads(options.cases.read_bytes())
    else:
        base = bundled_folder()
        network = load_network(base, options.weights / "reader.safetensors", dtype=preferred_dtype())
        cases = collect(options.articles, Scorer(network, load_tokenizer(base)))
        if options.cases:
            options.cases.write_bytes(pickle.dumps(cases))
    report(cases, options.cost, options.weights / "decision.json")


def report(cases: Sequence[Case], cost: float, path: Path) -> None:
    """Fit on all cases, write the decision, print what cross-validation says of it."""
    truths = [c.answerable for c in cases]
    answerable = [c for c in cases if c.answerable]
    composition = tune_composition(answerable)
    rows = [features(c.sentences, composition) for c in cases]
    probabilities = cross_validated(rows, truths, [c.article for c in cases])
    weights, bias = fit(rows, truths)
    threshold = cost / (1 + cost)
    margin = tune_short_margin(answerable, composition)
    decision = Decision(weights, bias, composition, short_margin=margin)
    save_decision(decision, path)
    for name, weight in zip(FEATURES, decision.weights, strict=True):
        print(f"{weight:8.3f}  {name}")
    print(f"{len(cases)} questions on {len({c.article for c in cases})} articles; threshold {threshold}")
    print("AUC", area(probabilities, truths), " ECE", calibration_error(probabilities, truths))
    right = [p < threshold for p, t in zip(probabilities, truths, strict=True) if not t]
    wrong = [p < threshold for p, t in zip(probabilities, truths, strict=True) if t]
    print(f"refused rightly {sum(right) / len(right):.3f}, wrongly {sum(wrong) / len(wrong):.3f}")
    for aim in (0.05, 0.08, 0.10, 0.15):
        cut = sorted(p for p, t in zip(probabilities, truths, strict=True) if t)[int(aim * len(wrong))]
        caught = sum(p < cut for p, t in zip(probabilities, truths, strict=True) if not t) / len(right)
        print(f"  at {aim:.0%} wrongly refused (threshold {cut:.2f}): {caught:.3f} rightly")
    scores = [evidence_f1(composition, c) for c in answerable]
    print(f"evidence F1 with answering forced: {sum(scores) / len(scores):.4f}")
    for kind in sorted({c.kind for c in answerable}):
        part = [evidence_f1(composition, c) for c in answerable if c.kind == kind]
        print(f"  {kind:12} {sum(part) / len(part):.3f} ({len(part)})")
    print(decision)


if __name__ == "__main__":
    main()
