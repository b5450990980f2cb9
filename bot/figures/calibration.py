"""How far stated probabilities are from what happened."""

from __future__ import annotations

from collections.abc import Sequence

BINS = 10


def reliability(probabilities: Sequence[float], truths: Sequence[bool]) -> dict[str, dict[str, float]]:
    """Return, for each tenth of the scale: how many, the mean probability, the share that was true.

    >>> reliability([0.95, 0.95], [True, False])
    {'0.9-1.0': {'questions': 2, 'said': 0.95, 'true': 0.5}}
    """
    return {
        f"{low / BINS:.1f}-{(low + 1) / BINS:.1f}": {
            "questions": count,
            "said": round(mean, 3),
            "true": round(share, 3),
        }
        for low, count, mean, share in _bins(probabilities, truths)
    }


def calibration_error(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    """Return the expected calibration error over bins of equal width.

    >>> calibration_error([0.95, 0.95], [True, True])
    0.05
    """
    total = sum(count * abs(mean - share) for _, count, mean, share in _bins(probabilities, truths))
    return round(total / len(probabilities), 4)


def _bins(probabilities: Sequence[float], truths: Sequence[bool]) -> list[tuple[int, int, float, float]]:
    found = []
    for low in range(BINS):
        inside = [i for i, p in enumerate(probabilities) if min(int(p * BINS), BINS - 1) == low]
        if inside:
            mean = sum(probabilities[i] for i in inside) / len(inside)
            share = sum(truths[i] for i in inside) / len(inside)
            found.append((low, len(inside), mean, share))
    return found


def area(probabilities: Sequence[float], truths: Sequence[bool]) -> float:
    """Return the area under the ROC curve: how often a true case has the higher probability.

    >>> area([0.9, 0.8, 0.1], [True, False, False])
    1.0
    """
    yes = [p for p, t in zip(probabilities, truths, strict=True) if t]
    no = [p for p, t in zip(probabilities, truths, strict=True) if not t]
    wins = sum((y > n) + 0.5 * (y == n) for y in yes for n in no)
    return round(wins / (len(yes) * len(no)), 4)
