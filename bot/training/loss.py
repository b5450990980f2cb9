"""What the reader is trained to lessen: the loss of a batch, head by head."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from bot.network.model import Scores
from bot.training.sampling import Sample


def loss(scores: Scores, samples: Sequence[Sample]) -> Tensor:
    """Return the mean loss of a batch over its windows; heads without a target are left out."""
    total = scores.sentence.new_zeros(())
    for row, (window, target) in enumerate(samples):
        part = scores.sentence.new_zeros(())
        logits = scores.sentence[row, : len(window.pieces)]
        if target.sentences:
            part = part + _sentence_loss(logits, target.gold)
        if target.answer is not None:
            part = part + 0.5 * _span_loss(scores, row, len(window), target.answer)
        if target.relevant is not None:
            part = part + 0.5 * _yes_no(scores.relevant[row], target.relevant)
        if target.supported is not None:
            part = part + _yes_no(scores.supported[row], target.supported)
        total = total + target.weight * part
    return total / len(samples)


def _sentence_loss(logits: Tensor, gold: frozenset[int]) -> Tensor:
    """Each sentence by itself, and the evidence against all others (a zero stands for «none of them»)."""
    wanted = torch.zeros_like(logits)
    wanted[list(gold)] = 1.0
    alone = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="sum") / 2
    ranked = torch.cat([logits.new_zeros(1), logits]).log_softmax(0)
    chosen = [g + 1 for g in gold] or [0]
    return alone - 0.5 * ranked[chosen].logsumexp(0)


def _span_loss(scores: Scores, row: int, length: int, answer: tuple[int, int]) -> Tensor:
    start = scores.start[row, :length].log_softmax(0)[answer[0]]
    end = scores.end[row, :length].log_softmax(0)[answer[1]]
    return -(start + end) / 2


def _yes_no(logit: Tensor, yes: bool) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logit, torch.full_like(logit, float(yes)))
