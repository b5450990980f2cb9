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

from bot.reader import Reading
from bot.refusal import missing_terms
from bot.scoring import ScoredSentence
from index.document import Span

# Questions that want more than one sentence, told by their words.
SEVERAL = re.compile(
    r"\b(?:which|what|name|list) (?:\w+ ){0,3}?(?:steps|measures|reasons|things|ways|arguments|factors"
    r"|proposals|conditions|examples|benefits|advantages|drawbacks|objections|problems|demands|groups"
    r"|people|points|options|differences|changes|consequences|effects|results|criticisms|suggestions"
    r"|recommendations|kinds|types|parts)\b"
    r"|\b(?:compare|contrast|differ|differences?|summar\w*|main (?:point|argument|idea|message)|conclu\w*"
    r"|overall|list|both)\b",
    re.IGNORECASE,
)
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


def features(reading: Reading, sentences: Sequence[ScoredSentence]) -> list[float]:
    """Return what the probability of an answer is computed from; one number for each of `FEATURES`."""
    best = sorted(sentences, key=lambda s: -s.evidence)
    top, second = best[0], best[min(1, len(best) - 1)]
    documents = list(reading.documents.values())
    missing = missing_terms(reading.question, documents)
    names = [word for word in missing if word[0].isupper() or word[0].isdigit()]
    return [
        top.evidence,
        second.evidence,
        top.relevant,
        max(s.relevant for s in sentences),
        top.short_margin,
        max(s.short_margin for s in sentences),
        float(min(len(missing), 3)),
        float(min(len(names), 2)),
        max((hit.dense for hit in reading.hits), default=0.0),
        math.log(len(sentences)),
    ]


FEATURES = (
    "evidence of the best sentence",
    "evidence of the second",
    "relevance of the best sentence's window",
    "relevance of the best window",
    "short-answer margin of the best sentence",
    "best short-answer margin",
    "question words the article lacks, up to 3",
    "names or numbers among them, up to 2",
    "highest cosine of a passage",
    "log of the number of sentences read",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A logistic regression over `features`, and the thresholds of the composition.

    A sentence is part of the answer when its logit is at least `floor` and at most `drop` below the
    best one's (`floor_several` and `drop_several` where the question asks for several things). The
    best one always is.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    floor: float
    drop: float
    floor_several: float
    drop_several: float
    most: int
    short_margin: float

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(
                f"decision.json holds {len(self.weights)} weights for {len(FEATURES)} features; tune again"
            )

    def confidence(self, reading: Reading, sentences: Sequence[ScoredSentence]) -> float:
        """Return the probability that what was read answers the question; 0 if nothing was read."""
        if not sentences:
            return 0.0
        values = features(reading, sentences)
        return probability(self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True)))

    def choose(self, question: str, sentences: Sequence[ScoredSentence]) -> list[ScoredSentence]:
        """Return the sentences that make up the answer, in reading order."""
        several = bool(SEVERAL.search(question))
        floor, drop = (self.floor_several, self.drop_several) if several else (self.floor, self.drop)
        best = sorted(sentences, key=lambda s: -s.evidence)
        least = max(floor, best[0].evidence - drop)
        chosen = best[:1] + [s for s in best[1 : self.most] if s.evidence >= least]
        order = {id(s): place for place, s in enumerate(sentences)}
        return sorted(chosen, key=lambda s: order[id(s)])

    def short(self, question: str, chosen: Sequence[ScoredSentence]) -> Span | None:
        """Return the few words that answer, or None where a sentence is the shortest honest answer."""
        if SENTENCE_WANTED.search(question) or SEVERAL.search(question):
            return None
        best = max(chosen, key=lambda s: s.evidence)
        return best.short if best.short_margin >= self.short_margin else None


def load_decision(path: Path) -> Decision:
    """Return the constants in a file that `save_decision` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Decision(**{**data, "weights": tuple(data["weights"])})


def save_decision(decision: Decision, path: Path) -> None:
    """Write the constants as JSON."""
    path.write_text(json.dumps(asdict(decision), indent=1) + "\n", encoding="utf-8")
