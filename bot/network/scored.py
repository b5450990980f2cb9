"""The network's logits → what is thought of each sentence, and of its best few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.network.model import Scores
from bot.network.windows import Window
from index.document import Passage, Span

LONGEST_SHORT = 24  # word pieces of a short answer

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """One sentence that was read.

    `evidence`, `relevant` and `supported` are logits: of the sentence, and of the window it was seen
    in. `cosine` is the embedder's, to the question; `search` is the search's score of its passage.
    `short` is the best few words inside the sentence, `short_margin` how far their logits stand above
    «none».
    """

    document_id: str
    passage_id: str
    span: Span
    evidence: float
    relevant: float
    short: Span
    short_margin: float
    supported: float = 0.0
    cosine: float = 0.0
    search: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """What the network says of a few sentences read by themselves: logits, as in `ScoredSentence`.

    `evidence` has one for each sentence; None where it did not fit into the window any more.
    """

    evidence: tuple[float | None, ...]
    relevant: float
    short_margin: float
    supported: float


@dataclass(frozen=True, slots=True)
class Arrays:
    """The scores of B windows as arrays, of the shapes that `Scores` gives; far quicker to pick from."""

    sentence: Logits
    start: Logits
    end: Logits
    relevant: Logits
    supported: Logits

    @classmethod
    def of(cls, scores: Scores) -> Arrays:
        """Return the arrays of a batch's scores."""
        names = ("sentence", "start", "end", "relevant", "supported")
        return cls(*(getattr(scores, name).float().numpy() for name in names))

    def none(self, row: int) -> float:
        """Return the logit of «no short answer» in a window."""
        return float(self.start[row, 0] + self.end[row, 0])


def scored_sentences(
    scores: Arrays, row: int, window: Window, owners: Sequence[Passage]
) -> list[ScoredSentence]:
    """Return the sentences of one window with their scores."""
    none = scores.none(row)
    found = []
    for slot, (at, piece, owner) in enumerate(zip(window.starts, window.pieces, owners, strict=True)):
        start = scores.start[row, at : at + len(piece.ids)]
        end = scores.end[row, at : at + len(piece.ids)]
        first, last, best = best_span(start, end)
        found.append(
            ScoredSentence(
                document_id=owner.document_id,
                passage_id=owner.id,
                span=piece.span,
                evidence=float(scores.sentence[row, slot]),
                relevant=float(scores.relevant[row]),
                short=piece.span_of(first, last),
                short_margin=best - none,
                supported=float(scores.supported[row]),
            )
        )
    return found


def best_span(start: Logits, end: Logits) -> tuple[int, int, float]:
    """Return the first and last token of the best span of at most `LONGEST_SHORT` tokens, and its score.

    >>> best_span(np.array([0.0, 3.0]), np.array([5.0, 1.0]))
    (0, 0, 5.0)
    """
    length = np.arange(len(end))[None, :] - np.arange(len(start))[:, None]
    pair = np.where((length >= 0) & (length < LONGEST_SHORT), start[:, None] + end[None, :], -np.inf)
    first, last = divmod(int(pair.argmax()), len(end))
    return first, last, float(pair[first, last])
