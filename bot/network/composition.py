"""Which sentences, and how many of them, an answer is made of.

The best sentences of the first look are read once more by themselves; a logistic regression over both
looks gives each its probability to belong to the answer, and the number of them is the one with the
highest expected F1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.network.scored import Look, ScoredSentence

CANDIDATES = 8  # sentences read a second time, and at most so many are said
COSINE = 4.0  # of a sentence to the question, in logits, where the best are picked
FEATURES = (
    "evidence",
    "evidence in the second look",
    "cosine to the question",
    "the search's score of its passage",
    "log of the number of sentences read",
    "how far below the strongest",
    "how far below the strongest in the second look",
    "beside the strongest",
)


def probability(logit: float) -> float:
    """Return the logistic function of a logit.

    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def strength(sentence: ScoredSentence) -> float:
    """Return by how much a sentence looks like evidence at the first look."""
    return sentence.evidence + COSINE * sentence.cosine


def candidates(sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Return the sentences that are worth a second look, the strongest first."""
    return sorted(sentences, key=lambda s: -strength(s))[:CANDIDATES]


def sentence_features(
    best: Sequence[ScoredSentence], look: Look, *, read: int
) -> list[tuple[ScoredSentence, list[float]]]:
    """Return each candidate with what its probability is computed from, one number for each of `FEATURES`.

    `look` is of the candidates `best`, `read` how many sentences were read in all. Candidates that did not
    fit into the second look are left out.
    """
    top, highest = best[0], highest_evidence(look)
    return [
        (
            sentence,
            [
                sentence.evidence,
                seen,
                sentence.cosine,
                sentence.search,
                math.log(read),
                strength(top) - strength(sentence),
                highest - seen,
                float(0 < gap(sentence, top) <= BESIDE),
            ],
        )
        for sentence, seen in zip(best, look.evidence, strict=True)
        if seen is not None
    ]


def highest_evidence(look: Look) -> float:
    """Return the highest evidence logit of the sentences that were read again."""
    return max(seen for seen in look.evidence if seen is not None)


BESIDE = 3  # characters between neighbouring sentences at most


def gap(one: ScoredSentence, other: ScoredSentence) -> float:
    """Return how many characters lie between two sentences; infinity between two documents, 0 for itself."""
    if one.document_id != other.document_id:
        return math.inf
    first, last = sorted((one.span, other.span))
    return 0 if first == last else max(1, last.start - first.end)


@dataclass(frozen=True, slots=True)
class Composition:
    """The constants of the choice, fitted by `python -m bot.training.tune` on held-out articles."""

    weights: tuple[float, ...]
    bias: float

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(
                f"decision.json holds {len(self.weights)} sentence weights for {len(FEATURES)}; tune again"
            )

    def choose(
        self, sentences: Sequence[ScoredSentence], look: Look, *, least: int = 1
    ) -> list[ScoredSentence]:
        """Return the sentences that make up the answer, in reading order, at least `least` if there are.

        `look` is of the `candidates` of these sentences.
        """
        best = candidates(sentences)
        rows = sentence_features(best, look, read=len(sentences))
        rated = sorted(((self.chance(values), s) for s, values in rows), key=lambda pair: -pair[0])
        count = max(least, best_count([chance for chance, _ in rated]))
        unread = [s for s, seen in zip(best, look.evidence, strict=True) if seen is None]
        chosen = {id(sentence) for sentence in [*(s for _, s in rated), *unread][:count]}
        return [s for s in sentences if id(s) in chosen]

    def chance(self, values: Sequence[float]) -> float:
        """Return the probability that a sentence with these features belongs to the answer."""
        return probability(self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True)))


def best_count(chances: Sequence[float]) -> int:
    """Return how many of the likeliest sentences to take for the highest expected F1.

    `chances` are probabilities to belong to the answer, falling. The F1 of the first n is expected to
    be twice their sum over n plus the sum of all, which is at least the one sentence that answers.

    >>> best_count([0.9, 0.2, 0.1]), best_count([0.9, 0.8, 0.1])
    (1, 2)
    """
    whole = max(1.0, sum(chances))
    sums = [sum(chances[:n]) for n in range(1, len(chances) + 1)]
    return max(range(1, len(sums) + 1), key=lambda n: (2 * sums[n - 1] / (n + whole), -n))


def load_composition(data: Mapping[str, Any]) -> Composition:
    """Return the constants as they stand in `decision.json`."""
    return Composition(tuple(data["weights"]), data["bias"])
