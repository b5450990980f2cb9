"""The built-in reader: the sentences that answer, in the article's own words and order, or none.

No language model and no network: the bundled MiniLM, tuned; `weights/MODEL_CARD.md` tells how.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.network.composition import candidates, probability, sentence_features, strength
from bot.network.decision import WHOLE, WHOLE_SENTENCES, Decision, load_decision
from bot.network.scored import Look, ScoredSentence
from bot.network.scoring import Scorer
from bot.network.yes_no import POLAR, YesNo
from bot.reader import Claim, Draft, Evidence, Reading
from index.document import Document

PASSAGES = 24
COST = 2.0  # false refusals that one false answer weighs, where no setting says otherwise
WEIGHTS = Path(__file__).parent / "weights"


class ExtractiveReader:
    """Reads with the shipped network; answers when the probability of an answer is worth the risk.

    With a probability p, answering costs `cost` times 1 - p and refusing costs p, so that answers begin
    at p = cost / (1 + cost).
    """

    name = "built-in"

    def __init__(self, scorer: Scorer, decision: Decision, *, cost: float = COST) -> None:
        self.scorer, self.decision = scorer, decision
        self.threshold = cost / (1.0 + cost)

    @classmethod
    def load(cls, folder: Path = WEIGHTS, *, cost: float = COST) -> ExtractiveReader:
        """Return the reader whose weights and constants lie in a folder."""
        from bot.network.model import load_network
        from bot.network.windows import load_tokenizer
        from index.embed import bundled_folder
        from index.processor import preferred_dtype

        base = bundled_folder()
        network = load_network(base, folder / "reader.safetensors", dtype=preferred_dtype())
        return cls(Scorer(network, load_tokenizer(base)), load_decision(folder / "decision.json"), cost=cost)

    @property
    def passages(self) -> int:
        """How many passages to search for: more than are read of a short article, enough of a long one."""
        return PASSAGES

    def best(self, reading: Reading) -> ScoredSentence:
        """Return the one sentence that answers best, refusal aside; ValueError if there is none to read."""
        sentences = self.scorer.score(reading)
        look = self._look(reading, candidates(sentences))
        rows = sentence_features(candidates(sentences), look, read=len(sentences))
        return max(rows, key=lambda row: self.decision.composition.chance(row[1]))[0]

    def confidence(self, reading: Reading, sentences: Sequence[ScoredSentence]) -> float:
        """Return the probability that the sentences, of which there is at least one, answer the question."""
        return self.decision.confidence(sentences, self._look(reading, candidates(sentences)))

    def read(self, reading: Reading) -> Draft:
        """Return the sentences that answer, or a draft without claims when the passages do not."""
        sentences = self.scorer.score(reading)
        if not sentences:
            return Draft((), 0.0)
        look = self._look(reading, candidates(sentences))
        confidence = self.decision.confidence(sentences, look)
        whole = WHOLE.search(reading.question) is not None
        if confidence < self.threshold and not whole:
            return Draft((), confidence)
        least = WHOLE_SENTENCES if whole else 1
        chosen = self.decision.composition.choose(sentences, look, least=least)
        strongest = max(chosen, key=strength)
        return Draft(
            claims=tuple(_claim(s, reading.documents) for s in chosen),
            confidence=confidence,
            short=self.decision.short(reading.question, chosen),
            short_document=strongest.document_id,
            verdict=self._verdict(reading, chosen),
        )

    def _verdict(self, reading: Reading, chosen: Sequence[ScoredSentence]) -> YesNo | None:
        if not POLAR.search(reading.question):
            return None
        return self.decision.polarity.verdict(self._look(reading, chosen))

    def _look(self, reading: Reading, chosen: Sequence[ScoredSentence]) -> Look:
        return self.scorer.look(reading.question, chosen, reading.documents)


def _claim(sentence: ScoredSentence, documents: dict[str, Document]) -> Claim:
    score = probability(sentence.evidence)
    evidence = Evidence(sentence.document_id, sentence.passage_id, sentence.span, score)
    return Claim(sentence.span.of(documents[sentence.document_id].text), (evidence,))
