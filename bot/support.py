"""Does the article carry a statement? The network's verdict, and what can be compared word by word.

A statement is read like a question; the sentences that speak to it become the quotes. Then numbers,
names, negation and words are compared, and a logistic regression over both gives the score.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.network.composition import Composition, candidates, probability, sentence_features
from bot.network.decision import load_decision
from bot.network.scored import Look, ScoredSentence
from bot.network.scoring import Scorer
from bot.quantities import quantities
from bot.reader import Reading
from bot.refusal import ASKING
from index.lexical import terms

NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w’'-]+")
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|refus\w+|fail\w*|den(?:y|ied|ies)|lack\w*"
    r"|reject\w*|hardly|barely|unlikely|impossible|stopped|\w+n['’]t)\b",
    re.IGNORECASE,
)
WORDS = re.compile(r"[\w’'-]+")
# Left out of a sentence, these change what it says.
TURNING = re.compile(
    r"not?|never|nor|neither|none|nobody|nothing|without|hardly|barely|only|almost|nearly|some|few|half|most"
    r"|many|might|may|could|would|should|if|unless|until|but|although|though|however|or|either|alleged\w*"
    r"|den(?:y|ied|ies)|refus\w+|reject\w*|fail\w*|plan\w*|propos\w*|said|says|claim\w*|hop\w+|want\w*"
    r"|expect\w*|\w+n['’]t|false\w*|wrong\w*|stopped|before|after|against|rather|than|less",
)
WEIGHTS = Path(__file__).parent / "weights"
QUOTES = 3  # at most so many sentences are quoted for a statement
SHORTENED = 0.95  # the least score of a statement that is a quotation with words left out
LEAST_CHANCE = 0.08  # of one that is quoted beside the best, to belong to the evidence
FEATURES = (
    "the network on the windows",
    "the network on the quotes alone",
    "evidence of the best sentence",
    "numbers that stand in no quote",
    "negation on one side only",
    "the network on the best sentences alone",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A statement beside its quotes: what of it does not stand there.

    `shortened` says that it is one of the quotes with words left out, none of which turns the meaning.
    """

    numbers: tuple[str, ...]
    names: tuple[str, ...]
    negation_differs: bool
    coverage: float
    shortened: bool = False

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what differs, in words."""
        found = [f"the number {number} stands in no quote" for number in self.numbers]
        found += [f"“{name}” is not named in the quotes" for name in self.names]
        if self.negation_differs:
            found.append("one says “not” where the other does not")
        return tuple(found)


def compare(statement: str, quotes: Sequence[str]) -> Comparison:
    """Compare a statement with quotes by numbers, names, negation and words.

    >>> compare("The bridge cost 29 million.", ["The bridge cost 38 million."]).reasons
    ('the number 29000000 stands in no quote',)
    """
    joined = " ".join(quotes)
    there = quantities(joined)
    numbers = tuple(
        f"{value:g}" if value < 1e6 else f"{value:.0f}" for value in quantities(statement) - there
    )
    used = set(terms(joined))
    names = tuple(n for n in dict.fromkeys(NAME.findall(statement)) if not set(terms(n)) <= used)
    said = [
        term for word in re.findall(r"\w+", statement) if word.lower() not in ASKING for term in terms(word)
    ]
    coverage = sum(term in used for term in said) / max(1, len(said))
    differs = _negated(statement) != _negated(joined)
    shortened = not numbers and not names and any(is_shortened(statement, quote) for quote in quotes)
    return Comparison(numbers, names, differs, coverage, shortened)


def is_shortened(statement: str, quote: str) -> bool:
    """Say whether a statement is a quote with words left out, none of which turns the meaning.

    >>> is_shortened("The bridge cost 29 million.", "The new bridge in Tarn cost 29 million crowns.")
    True
    >>> is_shortened("The bridge will open.", "The bridge will not open.")
    False
    >>> is_shortened("Ann saw Bo.", "Bo saw Ann.")
    False
    """
    left = [word.lower() for word in WORDS.findall(quote)]
    for word in WORDS.findall(statement.lower()):
        while left and left[0] != word:
            if TURNING.fullmatch(left.pop(0)):
                return False
        if not left:
            return False
        left.pop(0)
    return not any(TURNING.fullmatch(word) for word in left)


def _negated(text: str) -> bool:
    return len(NEGATION.findall(text)) % 2 == 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether quotes carry a statement; `score` is a probability, `reasons` say what speaks against it."""

    score: float
    supported: bool
    reasons: tuple[str, ...]
    quotes: tuple[ScoredSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """The constants of the check, fitted by `python -m bot.training.tune_support` on held-out statements."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def score(self, values: Sequence[float]) -> float:
        """Return the probability that the statement is carried."""
        return probability(self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True)))


class SupportCheck:
    """Holds statements against an article with the reader's network."""

    def __init__(self, scorer: Scorer, composition: Composition, weighing: Weighing) -> None:
        self.scorer, self.composition, self.weighing = scorer, composition, weighing

    @classmethod
    def load(cls, scorer: Scorer, folder: Path = WEIGHTS) -> SupportCheck:
        """Return the check over a reader's scorer, with the constants that lie in a folder."""
        composition = load_decision(folder / "decision.json").composition
        return cls(scorer, composition, load_weighing(folder / "support.json"))

    def check(self, reading: Reading) -> Verdict:
        """Return the verdict on the statement that stands in the reading's question."""
        sentences = self.scorer.score(reading)
        if not sentences:
            return Verdict(0.0, False, ("there is nothing to hold it against",))
        values, quotes, comparison = self.features(reading, sentences)
        score = self.weighing.score(values)
        if comparison.shortened:  # word for word: the network was trained on what people write afresh
            score = max(score, SHORTENED)
        supported = score >= self.weighing.threshold
        reasons = comparison.reasons if not supported else ()
        if not supported and not reasons:
            reasons = ("the sentences that come nearest do not say it",)
        return Verdict(score, supported, reasons, tuple(quotes))

    def features(
        self, reading: Reading, sentences: Sequence[ScoredSentence]
    ) -> tuple[list[float], list[ScoredSentence], Comparison]:
        """Return what the score is computed from, the quotes in reading order, and the comparison."""
        best = candidates(sentences)
        look = self.scorer.look(reading.question, best, reading.documents)
        quotes = self._speaking_to(sentences, look)
        texts = [s.span.of(reading.documents[s.document_id].text) for s in quotes]
        comparison = compare(reading.question, texts)
        values = [
            max(s.supported for s in quotes),
            self.scorer.supported(reading.question, texts),
            max(s.evidence for s in quotes),
            *_counted(comparison),
            look.supported,
        ]
        return values, quotes, comparison

    def _speaking_to(self, sentences: Sequence[ScoredSentence], look: Look) -> list[ScoredSentence]:
        """Return the best sentence and those close behind it, at most `QUOTES`, in reading order."""
        rows = sentence_features(candidates(sentences), look, read=len(sentences))
        rated = sorted(((self.composition.chance(values), s) for s, values in rows), key=lambda p: -p[0])
        least = max(rated[0][0] / 4, LEAST_CHANCE)
        chosen = {id(s) for chance, s in rated[:QUOTES] if chance >= least} | {id(rated[0][1])}
        return [s for s in sentences if id(s) in chosen]

    def supports(self, statement: str, quotes: Sequence[str]) -> Verdict:
        """Return the verdict on a statement held against given quotes alone."""
        comparison = compare(statement, quotes)
        network = self.scorer.supported(statement, quotes)
        values = [network, network, 0.0, *_counted(comparison), network]
        score = self.weighing.score(values)
        # What a model writes must name no number or person that its quotes lack, whatever the score.
        supported = score >= self.weighing.threshold and not comparison.numbers and not comparison.names
        reasons = comparison.reasons or ("the quotes do not carry it",)
        return Verdict(score, supported, () if supported else reasons)


def _counted(comparison: Comparison) -> list[float]:
    # Not how many of its words and names stand in the quotes: false statements that people write borrow
    # more of them than true ones, and the fit would hold an exact quotation against itself.
    return [float(min(2, len(comparison.numbers))), float(comparison.negation_differs)]


def load_weighing(path: Path) -> Weighing:
    """Return the constants in a file that `save_weighing` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Weighing(**{**data, "weights": tuple(data["weights"])})


def save_weighing(weighing: Weighing, path: Path) -> None:
    """Write the constants as JSON."""
    path.write_text(json.dumps(asdict(weighing), indent=1) + "\n", encoding="utf-8")
