"""Scores → a probability that the article answers, and which sentences the answer is made of.

The constants lie in `weights/decision.json`; `python -m bot.training.tune` fits them on articles that
the network never saw. After any change to the network or the features, run it again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.network.composition import (
    Composition,
    candidates,
    highest_evidence,
    load_composition,
    probability,
    strength,
)
from bot.network.scored import Look, ScoredSentence
from bot.network.yes_no import Polarity
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
    "relevance of the best sentences by themselves",
    "the highest evidence among them there",
    "their short-answer margin there",
)


def features(sentences: Sequence[ScoredSentence], look: Look) -> list[float]:
    """Return what the probability of an answer is computed from; one number for each of `FEATURES`."""
    best = candidates(sentences)
    top, second = best[0], best[min(1, len(best) - 1)]
    return [
        strength(top),
        strength(second),
        top.relevant,
        max(s.relevant for s in sentences),
        top.short_margin,
        max(s.short_margin for s in sentences),
        math.log(len(sentences)),
        look.relevant,
        highest_evidence(look),
        look.short_margin,
    ]


@dataclass(frozen=True, slots=True)
class Decision:
    """A logistic regression over `features`, and the composition of answers."""

    weights: tuple[float, ...]
    bias: float
    composition: Composition
    short_margin: float = 0.0
    polarity: Polarity = field(default_factory=Polarity)

    def __post_init__(self) -> None:
        if len(self.weights) != len(FEATURES):
            raise ValueError(
                f"decision.json holds {len(self.weights)} weights for {len(FEATURES)} features; tune again"
            )

    def confidence(self, sentences: Sequence[ScoredSentence], look: Look) -> float:
        """Return the probability that what was read answers the question; `look` is of its `candidates`."""
        values = features(sentences, look)
        return probability(self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True)))

    def short(self, question: str, chosen: Sequence[ScoredSentence]) -> Span | None:
        """Return the few words that answer, or None where a sentence is the shortest honest answer."""
        if SENTENCE_WANTED.search(question) or len(chosen) > 2:
            return None
        best = max(chosen, key=strength)
        return best.short if best.short_margin >= self.short_margin else None


def load_decision(path: Path) -> Decision:
    """Return the constants in a file that `save_decision` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    composition = load_composition(data["composition"])
    polarity = Polarity(**data["polarity"])
    weights = tuple(data["weights"])
    return Decision(**{**data, "weights": weights, "composition": composition, "polarity": polarity})


def save_decision(decision: Decision, path: Path) -> None:
    """Write the constants as JSON."""
    path.write_text(json.dumps(asdict(decision), indent=1) + "\n", encoding="utf-8")
