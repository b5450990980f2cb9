"""Yes or no, where a question can be answered so and its evidence says it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from bot.network.scored import Look

YesNo = Literal["yes", "no"]
# A question that begins with a verb. "Is it A or B?" asks for a choice, "can you tell me" and "do you know
# when" for something else, and in "May Day: when is it?" the verb is a name.
POLAR = re.compile(
    r"^\W*(?:(?:and|but|so|then|now|also),? )?"
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|wo(?=n)|would|should|shall|may|might|must)"
    r"(?:n?['’]t)?\b(?! you\b)"
    r"(?!.*(?:\bor\b|:|\b(?:who|whom|whose|what|which|when|where|why|how|summar\w*)\b))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """The constants of the verdict, fitted by `python -m bot.training.tune` on held-out questions.

    `sure` is the least probability at which yes, or no, is said.
    """

    weight: float = 0.0
    bias: float = 0.0
    sure: float = 1.0

    def chance(self, look: Look) -> float:
        """Return the probability that the evidence, read by itself, says yes."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.weight * look.supported + self.bias))))

    def verdict(self, look: Look) -> YesNo | None:
        """Return yes or no, or None where the evidence is not clear.

        >>> Polarity(1.0, 0.0, 0.9).verdict(Look((2.0,), 2.0, 1.0, supported=-3.0))
        'no'
        """
        chance = self.chance(look)
        if chance >= self.sure:
            return "yes"
        return "no" if 1.0 - chance >= self.sure else None
