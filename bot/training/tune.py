"""Fit the reader's decision on the articles and paragraphs kept back from training.

`python -m bot.training.tune DATA --weights FOLDER` writes `FOLDER/decision.json` and prints what the
held-out questions gave: calibration by cross-validation over articles.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.extractive import COST, WEIGHTS
from bot.figures.articles import same_sentence
from bot.figures.calibration import area, calibration_error
from bot.figures.squad import overlap
from bot.network.composition import FEATURES as SENTENCE_FEATURES
from bot.network.composition import Composition, candidates, sentence_features, strength
from bot.network.decision import FEATURES, Decision, features, save_decision
from bot.network.model import load_network
from bot.network.scoring import Scorer
from bot.network.windows import load_tokenizer
from bot.network.yes_no import Polarity
from bot.training.cases import Case, collect, kept
from bot.training.logistic import cross_validated, fit
from bot.training.partition import OWN_ARTICLES
from index.embed import bundled_folder, load_embedder
from index.processor import preferred_dtype

SHORT_PRECISION = 0.75
UNUSUAL = 3  # half of the paragraphs' questions have no answer, more than people ask: every third counts
FEWEST = 20  # cases that a share is taken of
POLAR_PRECISION = 0.95  # of the yes and no that are said


def evidence_f1(composition: Composition, case: Case) -> float:
    """Return the evidence F1 of the sentences that a composition chooses for a case."""
    chosen = [s.span for s in composition.choose(case.sentences, case.look)]
    right = sum(any(same_sentence(c, g) for g in case.gold) for c in chosen)
    found = sum(any(same_sentence(g, c) for c in chosen) for g in case.gold)
    if not right:
        return 0.0
    precision, recall = right / len(chosen), found / len(case.gold)
    return 2 * precision * recall / (precision + recall)


def fit_composition(cases: Sequence[Case]) -> Composition:
    """Return the composition fitted on every candidate of answerable cases."""
    rows, truths = [], []
    for case in cases:
        best = candidates(case.sentences)
        for sentence, values in sentence_features(best, case.look, read=len(case.sentences)):
            rows.append(values)
            truths.append(any(same_sentence(sentence.span, g) for g in case.gold))
    return Composition(*fit(rows, truths))


def forced_f1(cases: Sequence[Case], *, folds: int = 5) -> list[float]:
    """Return the evidence F1 of each case with an answer forced, composed without its own article."""
    names = sorted({case.group for case in cases})
    found = [0.0] * len(cases)
    for fold in range(folds):
        test = set(names[fold::folds])
        composition = fit_composition([case for case in cases if case.group not in test])
        for i, case in enumerate(cases):
            if case.group in test:
                found[i] = evidence_f1(composition, case)
    return found


def tune_short_margin(cases: Sequence[Case], composition: Composition) -> float:
    """Return the least margin above which the few words shown are right often enough.

    Right is: they share half of their words with the gold ones. Questions without gold words count as
    wrong, for there a sentence is the shortest honest answer.
    """
    everything = Decision((0.0,) * len(FEATURES), 0.0, composition, short_margin=float("-inf"))
    shown: list[tuple[float, bool]] = []
    for case in cases:
        chosen = composition.choose(case.sentences, case.look)
        span = everything.short(case.reading.question, chosen)
        if span is not None:
            best = max(chosen, key=strength)
            said = span.of(case.reading.documents[best.document_id].text)
            shown.append((best.short_margin, case.short is not None and overlap(said, [case.short]) >= 0.5))
    margin, count = _surest(shown, SHORT_PRECISION)
    print(f"few words: shown for {count} of {len(shown)} from {margin:.2f}")
    return round(margin, 3)


def tune_polarity(cases: Sequence[Case], composition: Composition, scorer: Scorer) -> Polarity:
    """Return the constants of yes and no, said where they are right often enough."""
    rows = []
    for case in cases:
        chosen = composition.choose(case.sentences, case.look)
        rows.append([scorer.look(case.reading.question, chosen, case.reading.documents).supported])
    truths = [bool(case.yes) for case in cases]
    chances = cross_validated(rows, truths, [case.group for case in cases])
    sure = min((max(p, 1 - p) for p in chances if _both_right(chances, truths, max(p, 1 - p))), default=1.0)
    said = sum(max(p, 1 - p) >= sure for p in chances)
    print(f"yes or no: AUC {area(chances, truths)}, said for {said} of {len(cases)} from {sure:.3f}")
    (weight,), bias = fit(rows, truths)
    return Polarity(weight, bias, round(sure, 4))


def _both_right(chances: Sequence[float], truths: Sequence[bool], sure: float) -> bool:
    """Say whether yes and no, said from that certainty, are each right often enough.

    Most of the questions are answered with no; both answers are weighed as if they were equally many.
    """
    yes, no = truths.count(True), truths.count(False)
    for answer in (True, False):
        said = [t for p, t in zip(chances, truths, strict=True) if (p if answer else 1 - p) >= sure]
        right, wrong = said.count(answer), said.count(not answer)
        right_share = right / (yes if answer else no)
        wrong_share = wrong / (no if answer else yes)
        if right < FEWEST or right_share < POLAR_PRECISION * (right_share + wrong_share):
            return False
    return True


def _surest(told: Sequence[tuple[float, bool]], precision: float) -> tuple[float, int]:
    """Return the least score from which a share of `precision` is right, and how many reach it.

    Where it is not of at least `FEWEST`, the score is one that is never reached.

    >>> _surest([(0.9, False), (0.8, True)], 0.95)
    (1000000.0, 0)
    """
    ranked = sorted(told, reverse=True)
    right = list(itertools.accumulate(correct for _, correct in ranked))
    enough = [i for i, count in enumerate(right) if i + 1 >= FEWEST and count / (i + 1) >= precision]
    return (ranked[enough[-1]][0], enough[-1] + 1) if enough else (1e6, 0)


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(prog="python -m bot.training.tune", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds articles/ and the SQuAD-like sets")
    parser.add_argument("--more", type=Path, nargs="*", default=[OWN_ARTICLES], help="further articles")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--cost", type=float, default=COST, help="false refusals that a false answer weighs")
    parser.add_argument("--cases", type=Path, help="keep the scored cases in this file, or reuse them")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    base = bundled_folder()
    network = load_network(base, options.weights / "reader.safetensors", dtype=preferred_dtype())
    scorer = Scorer(network, load_tokenizer(base))
    weights = hashlib.sha256((options.weights / "reader.safetensors").read_bytes()).hexdigest()
    cases = kept(options.cases, weights)
    if cases is None:
        cases = collect(options.data, options.more, scorer, load_embedder())
        if options.cases:
            options.cases.write_bytes(pickle.dumps((weights, cases)))
    decision = decide(cases, scorer, cost=options.cost)
    save_decision(decision, options.weights / "decision.json")


def decide(cases: Sequence[Case], scorer: Scorer, *, cost: float) -> Decision:
    """Return the decision fitted on all cases; print what cross-validation says of it."""
    whole = [c for c in cases if c.whole and c.answerable]
    composition = fit_composition([c for c in cases if c.answerable])
    rows = [features(c.sentences, c.look) for c in cases]
    truths = [c.answerable for c in cases]
    usual = [i for i, case in enumerate(cases) if case.whole or case.answerable or i % UNUSUAL == 0]
    probabilities = cross_validated(rows, truths, [c.group for c in cases], kept=usual)
    weights, bias = fit([rows[i] for i in usual], [truths[i] for i in usual])
    margin = tune_short_margin(whole, composition)
    polarity = tune_polarity([c for c in whole if c.yes is not None], composition, scorer)
    decision = Decision(weights, bias, composition, short_margin=margin, polarity=polarity)
    show_weights(FEATURES, decision.weights)
    show_weights(SENTENCE_FEATURES, composition.weights)
    for name, part in (("articles", True), ("paragraphs", False)):
        chosen = [i for i, c in enumerate(cases) if c.whole == part]
        report(name, [probabilities[i] for i in chosen], [truths[i] for i in chosen], cost / (1 + cost))
    forced = list(zip([c.kind for c in whole], forced_f1(whole), strict=True))
    print(f"evidence F1 with answering forced: {sum(f for _, f in forced) / len(forced):.4f}")
    for kind in sorted({k for k, _ in forced}):
        scores = [f for k, f in forced if k == kind]
        print(f"  {kind:12} {sum(scores) / len(scores):.3f} ({len(scores)})")
    print(decision)
    return decision


def show_weights(names: Sequence[str], weights: Sequence[float]) -> None:
    """Print weights beside what they weigh."""
    for name, weight in zip(names, weights, strict=True):
        print(f"{weight:8.3f}  {name}")


def report(name: str, probabilities: Sequence[float], truths: Sequence[bool], threshold: float) -> None:
    """Print calibration and refusals of one part of the cases."""
    print(f"{name}: {len(truths)} questions, threshold {threshold:.2f}")
    print("  AUC", area(probabilities, truths), " ECE", calibration_error(probabilities, truths))
    right = [p < threshold for p, t in zip(probabilities, truths, strict=True) if not t]
    wrong = [p < threshold for p, t in zip(probabilities, truths, strict=True) if t]
    print(f"  refused rightly {sum(right) / len(right):.3f}, wrongly {sum(wrong) / len(wrong):.3f}")
    for aim in (0.05, 0.08, 0.10, 0.15):
        cut = sorted(p for p, t in zip(probabilities, truths, strict=True) if t)[int(aim * len(wrong))]
        caught = sum(p < cut for p, t in zip(probabilities, truths, strict=True) if not t) / len(right)
        print(f"  at {aim:.0%} wrongly refused (threshold {cut:.2f}): {caught:.3f} rightly")


if __name__ == "__main__":
    main()
