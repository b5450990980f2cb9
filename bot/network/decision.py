"""Scores → a probability that the article answers, and which sentences the answer is made of.

The constants lie in `weights/decision.json`; `python -m bot.training.tune` fits them on articles that
the network never saw. After any change to the network or the features, run it again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.network.scoring import ScoredSentence
from index.document import Span

# Questions on the article as a whole; every article answers them, with its few strongest sentences.
ARTICLE = r"(?:this|it|(?:this|the) (?:article|text|piece|essay|op-?ed|column|story|paper|report|speech)s?)"
WHOLE = re.compile(
    rf"\b(?:summari[sz]e (?:{ARTICLE}|for me)\b|^\W*summari[sz]e\W*$|sum (?:{ARTICLE} )?up\b"
    rf"|(?:summary|gist) of {ARTICLE}\b|summary\W*$|gist\W*$|tl;?dr|in a nutshell"
    rf"|key (?:points|takeaways)\W*$"
    rf"|(?:main|central) (?:point|argument|idea|message|claim|thesis|takeaway)s?"
    rf"(?: (?:of|in|made in) {ARTICLE})?\W*$"
    rf"|what(?:'s| is|s) {ARTICLE} (?:all )?about\W*$)",
    re.IGNORECASE,
)
WHOLE_SENTENCES = 3
# Questions whose honest answer is a sentence, not a few words.
SENTENCE_WANTED = re.compile(
    r"^\s*(?:why|how(?! (?:many|much|long|old|far|often|big|large|high|tall))|is|are|was|were|do|does|did"
    r"|has|have|had|can|could|will|would|should|may|might|must|summar\w*|explain|describe|compare|contrast)\b",
    re.IGNORECASE,
)


def probability(logit: float) -> float:
    """Return the logistic function of a logit.

    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


# Not among them: words that the article lacks and the highest cosine. Fitted, both got the wrong sign,
# since tempting questions borrow the article's words and honest paraphrases do not.
FEATURES = (
    "strength of the best sentence",
    "strength of the second",
    "relevance of the best sentence's window",
    "relevance of the best window",
    "short-answer margin of the best sentence",
    "best short-answer margin",
    "log of the number of sentences read",
)


@dataclass(frozen=True, slots=True)
class Composition:
    """How sentences are weighed against each other, and how many make up an answer.

    A sentence's strength is its evidence logit plus `cosine` times its cosine to the question; the
    logistic function of `slope` times the strength plus `shift` is its probability to belong to the
    answer. Of the best n sentences, the n with the highest expected F1 is taken, at most `most`.
    """

    cosine: float
    slope: float
    shift: float
    most: int = 8

    def strength(self, sentence: ScoredSentence) -> float:
        """Return by how much a sentence looks like evidence."""
        return sentence.evidence + self.cosine * sentence.cosine

    def choose(self, sentences: Sequence[ScoredSentence], *, least: int = 1) -> list[ScoredSentence]:
        """Return the sentences that make up the answer, in reading order, at least `least` if there are."""
        best = sorted(sentences, key=lambda s: -self.strength(s))
        chances = [probability(self.slope * self.strength(s) + self.shift) for s in best]
        chosen = {id(s) for s in best[: max(least, best_count(chances, most=self.most))]}
        return [s for s in sentences if id(s) in chosen]


def best_count(chances: Sequence[float], *, most: int) -> int:
    """Return how many of the likeliest sentences to take for the highest expected F1.

    `chances` are probabilities to belong to the answer, falling. The F1 of the first n is expected to
    be twice their sum over n plus the sum of all, which is at least the one sentence that answers.

    >>> best_count([0.9, 0.2, 0.1], most=8), best_count([0.9, 0.8, 0.1], most=8)
    (1, 2)
    """
    whole = max(1.0, sum(chances))
    sums = [sum(chances[:n]) for n in range(1, min(most, len(chances)) + 1)]
    return max(range(1, len(sums) + 1), key=lambda n: (2 * sums[n - 1] / (n + whole), -n))


def features(sentences: Sequence[ScoredSentence], composition: Composition) -> list[float]:
    """Return what the probability of an answer is computed from; one number for each of `FEATURES`."""
    best = sorted(sentences, key=lambda s: -composition.strength(s))
    top, second = best[0], best[min(1, len(best) - 1)]
    return [
        composition.strength(top),
        composition.strength(second),
        top.relevant,
        max(s.relevant for s in sentences),
        top.short_margin,
        max(s.short_margin for s in sentences),
        math.log(len(sentences)),
    ]


@dataclass(frozen=True, slots=True)
class Decision:
    """A logistic regression over `features`, and the composition of answers."""

    weights: tuple[float, ...]
    bias: float
    composition: Composition
    short_margin: float = 0.0

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(
                f"decision.json holds {len(self.weights)} weights for {len(FEATURES)} features; tune again"
            )

    def confidence(self, sentences: Sequence[ScoredSentence]) -> float:
        """Return the probability that what was read answers the question; 0 if nothing was read."""
        if not sentences:
            return 0.0
        values = features(sentences, self.composition)
        return probability(self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True)))

    def short(self, question: str, chosen: Sequence[ScoredSentence]) -> Span | None:
        """Return the few words that answer, or None where a sentence is the shortest honest answer."""
        if SENTENCE_WANTED.search(question) or len(chosen) > 2:
            return None
        best = max(chosen, key=self.composition.strength)
        return best.short if best.short_margin >= self.short_margin else None


def load_decision(path: Path) -> Decision:
    """Return the constants in a file that `save_decision` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    composition = Composition(**data["composition"])
    return Decision(**{**data, "weights": tuple(data["weights"]), "composition": composition})


def save_decision(decision: Decision, path: Path) -> None:
    """Write the constants as JSON."""
    path.write_text(json.dumps(asdict(decision), indent=1) + "\n", encoding="utf-8")
