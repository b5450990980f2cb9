"""Fit the check of statements on the articles kept back from training.

`python -m bot.training.tune_support ARTICLES [ARTICLES …] --weights FOLDER` writes `FOLDER/support.json`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from bot.extractive import WEIGHTS, ExtractiveReader
from bot.figures.articles import article_document
from bot.figures.calibration import area, calibration_error
from bot.reader import Reading
from bot.support import FEATURES, SupportCheck, Weighing, save_weighing
from bot.training.logistic import best_threshold, cross_validated, fit
from bot.training.partition import OWN_ARTICLES, in_held_out
from bot.training.sources import read_articles
from index.embed import load_embedder
from index.store import ArticleIndex


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.tune_support", description=__doc__)
    parser.add_argument("articles", type=Path, nargs="*", default=[OWN_ARTICLES])
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    reader = ExtractiveReader.load(options.weights)
    nothing = Weighing((0.0,) * len(FEATURES), 0.0, 0.5)
    check = SupportCheck(reader.scorer, reader.decision.composition, nothing)
    embedder = load_embedder()
    rows, truths, groups, changes = [], [], [], []
    for data in [a for path in options.articles for a in read_articles(path) if in_held_out(a["id"])]:
        document = article_document(data)
        index = ArticleIndex.build([document], embedder=embedder)
        for statement in data["statements"]:
            hits = index.search(statement["text"], limit=reader.passages)
            reading = Reading(statement["text"], hits, {document.id: document})
            rows.append(check.features(reading, reader.scorer.score(reading))[0])
            truths.append(bool(statement["supported"]))
            groups.append(data["id"])
            changes.append(statement["change"])
    probabilities = cross_validated(rows, truths, groups)
    weights, bias = fit(rows, truths)
    threshold = best_threshold(probabilities, truths, cost=1.0)
    save_weighing(Weighing(weights, bias, threshold), options.weights / "support.json")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{weight:8.3f}  {name}")
    print(len(rows), "statements; AUC", area(probabilities, truths), "threshold", threshold)
    print("calibration error", calibration_error(probabilities, truths))
    for change in sorted(set(changes)):
        right = [
            (p >= threshold) == t
            for p, t, c in zip(probabilities, truths, changes, strict=True)
            if c == change
        ]
        print(f"  {change:12} {sum(right) / len(right):.3f} ({len(right)})")


if __name__ == "__main__":
    main()
