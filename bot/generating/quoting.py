"""A sentence and the passages it cites → the exact sentences of those passages that speak to it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reader import Evidence, Reading
from index.document import Span
from index.lexical import telling_terms

# Set by hand on a few written examples: there was no model at hand to fit them on.
MOST = 4  # quotes a sentence may have
ENOUGH = 0.15  # a further quote must bring this share of the sentence's words, rare ones weighing more
ALIKE = 0.5  # another cited passage is quoted as well if its best sentence carries this share of the best


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a numbered passage, with its words."""

    number: int
    document_id: str
    passage_id: str
    span: Span
    terms: frozenset[str]


class Quoter:
    """Finds quotes in the passages of one reading; passage `n` is `reading.hits[n - 1]`."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._sentences = {number: self._split(number) for number in range(1, len(reading.hits) + 1)}
        every = [sentence for found in self._sentences.values() for sentence in found]
        used = Counter(term for sentence in every for term in sentence.terms)
        self._rarity = {term: math.log1p(len(every) / count) for term, count in used.items()}
        self._unknown = math.log1p(max(1, len(every)))

    def _split(self, number: int) -> list[Candidate]:
        passage = self.reading.hits[number - 1].passage
        text = self.reading.documents[passage.document_id].text
        return [
            Candidate(number, passage.document_id, passage.id, span, frozenset(telling_terms(span.of(text))))
            for span in passage.sentences
        ]

    def quotes(self, statement: str, numbers: Sequence[int]) -> tuple[Evidence, ...]:
        """Return the sentences of the numbered passages that best match, in the order they stand there.

        `score` is the share of the statement's words that the sentence has. A cited passage that shares no
        word, or brings nothing beside a better one, has no quote.
        """
        asked = frozenset(telling_terms(statement))
        total = self._weight(asked)
        candidates = [sentence for number in numbers for sentence in self._sentences[number]]
        chosen = self._cover(asked, candidates, ENOUGH * total)
        best = max((self._weight(asked & sentence.terms) for sentence in chosen), default=0.0)
        for number in numbers if best else ():
            here = [sentence for sentence in self._sentences[number] if sentence not in chosen]
            if len(here) == len(self._sentences[number]):  # none of this passage is quoted yet
                nearest = max(here, key=lambda s: (self._weight(asked & s.terms), -len(s.terms)))
                if self._weight(asked & nearest.terms) >= ALIKE * best:
                    chosen.append(nearest)
        return tuple(
            Evidence(s.document_id, s.passage_id, s.span, self._weight(asked & s.terms) / total)
            for s in sorted(chosen, key=lambda s: (numbers.index(s.number), s.span))
        )

    def _cover(
        self, asked: frozenset[str], candidates: Sequence[Candidate], enough: float
    ) -> list[Candidate]:
        """Return the best sentence, then whichever adds most of what is still missing, while it is enough."""
        chosen: list[Candidate] = []
        missing = asked
        while candidates and len(chosen) < MOST:
            best = max(candidates, key=lambda s: (self._weight(missing & s.terms), -len(s.terms)))
            gain = self._weight(missing & best.terms)
            if gain <= 0 or (chosen and gain < enough):
                break
            chosen.append(best)
            missing -= best.terms
        return chosen

    def _weight(self, terms: frozenset[str]) -> float:
        return sum(self._rarity.get(term, self._unknown) for term in terms)


def same_words(one: str, other: str) -> bool:
    """Say whether two texts have the same words in the same order, whatever stands between them.

    >>> same_words("It rained, “hard”.", 'It rained "hard"')
    True
    """
    return re.findall(r"\w+", one) == re.findall(r"\w+", other)
