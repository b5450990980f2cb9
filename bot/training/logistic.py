"""A small ridge logistic regression, and its honest probabilities by cross-validation over groups."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

RIDGE = 0.01


def fit(rows: Sequence[Sequence[float]], truths: Sequence[bool]) -> tuple[tuple[float, ...], float]:
    """Return weights and bias; the ridge acts on standardised columns, the result on the raw ones."""
    x = torch.tensor(rows, dtype=torch.float64)
    y = torch.tensor([float(t) for t in truths], dtype=torch.float64)
    mean, scale = x.mean(0), x.std(0).clamp(min=1e-6)
    z = (x - mean) / scale
    weights = torch.zeros(z.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        solver.zero_grad()
        value = functional.binary_cross_entropy_with_logits(z @ weights + bias, y)
        value = value + RIDGE * weights.square().sum()
        value.backward()
        return value

    solver.step(closure)
    final = weights.detach() / scale
    return tuple(round(float(w), 5) for w in final), round(float(bias.detach() - (final * mean).sum()), 5)


def cross_validated(
    rows: Sequence[Sequence[float]],
    truths: Sequence[bool],
    groups: Sequence[str],
    *,
    kept: Sequence[int] | None = None,
    folds: int = 5,
) -> list[float]:
    """Return each row's probability from a fit on the rows of other groups, those `kept` (none: on all)."""
    fitted = set(range(len(rows)) if kept is None else kept)
    names = sorted(set(groups))
    found = [0.0] * len(rows)
    for fold in range(folds):
        test = set(names[fold::folds])
        inside = [i for i, g in enumerate(groups) if g not in test and i in fitted]
        weights, bias = fit([rows[i] for i in inside], [truths[i] for i in inside])
        for i, group in enumerate(groups):
            if group in test:
                value = bias + sum(w * v for w, v in zip(weights, rows[i], strict=True))
                found[i] = float(torch.sigmoid(torch.tensor(value)))
    return found


def best_threshold(probabilities: Sequence[float], truths: Sequence[bool], *, cost: float) -> float:
    """Return the threshold with the least cost, a false yes weighing `cost` false noes."""
    pairs = list(zip(probabilities, truths, strict=True))

    def price(threshold: float) -> float:
        missed = sum(t and p < threshold for p, t in pairs)
        return missed + cost * sum(not t and p >= threshold for p, t in pairs)

    return min((i / 200 for i in range(1, 200)), key=price)
