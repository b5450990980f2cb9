"""The built-in reader: the sentences that answer, in the article's own words and order, or none.

No language model and no network: the bundled MiniLM, tuned; `weights/MODEL_CARD.md` tells how.
"""

from __future__ import annotations

from pathlib import Path

from bot.network.decision import WHOLE, WHOLE_SENTENCES, Decision, load_decision, probability
from bot.network.scoring import ScoredSentence, Scorer
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
        return max(self.scorer.score(reading), key=self.decision.composition.strength)

    def read(self, reading: Reading) -> Draft:
        """Return the sentences that answer, or a draft without claims when the passages do not."""
        sentences = self.scorer.score(reading)
        confidence = self.decision.confidence(sentences)
        whole = WHOLE.search(reading.question) is not None
        if not sentences or (confidence < self.threshold and not whole):
            return Draft((), confidence)
        least = WHOLE_SENTENCES if whole else 1
        chosen = self.decision.composition.choose(sentences, least=least)
        claims = tuple(_claim(s, reading.documents) for s in chosen)
        short = self.decision.short(reading.question, chosen)
        strongest = max(chosen, key=self.decision.composition.strength)  # which `short` is of
        return Draft(claims, confidence, short=short, short_document=strongest.document_id)


def _claim(sentence: ScoredSentence, documents: dict[str, Document]) -> Claim:
    score = probability(sentence.evidence)
    evidence = Evidence(sentence.document_id, sentence.passage_id, sentence.span, score)
    return Claim(sentence.span.of(documents[sentence.document_id].text), (evidence,))
