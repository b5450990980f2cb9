"""A sentence that opens with «It» or «These measures» → the sentence that it points back to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document import Span

OPENING = (
    r"^[\"'“‘(]*(?:(?:But|And|Yet|Still|So|Or|Even|Nor|For|If|When|While|Because|Although|In|At|By|With) )?"
)
POINTS_BACK = re.compile(
    OPENING
    + r"(?:it|its|he|his|him|she|her|they|their|them|this|these|those|such|both|neither|either|another|others"
    r"|the (?:latter|former|same|other|second|third|two|three)|all (?:three|four|of (?:them|these|this))"
    r"|that (?:is|was|means)|doing so|one of them)\b",
    re.IGNORECASE,
)
# «It» that stands for what follows, and «this» that names a time, point nowhere.
POINTS_NOWHERE = re.compile(
    OPENING
    + r"(?:it (?:is|was|will be|would be|may be|seems|appears|turns out|takes|took|remains|makes|made)\b"
    r"[^.;:]{0,40}?\b(?:that|to|who|whether|if|when|how|why)\b|it (?:rained|snowed)"
    r"|(?:this|these|those) (?:past |coming |last )?(?:year|month|week|summer|spring|autumn|fall|winter|time"
    r"|day|morning|evening|century|decade|article|essay|column|briefing|paper)s?\b"
    r"|both \w+ and\b|neither \w+ nor\b|either \w+ or\b|such as\b)",
    re.IGNORECASE,
)
FURTHEST = 2  # sentences back; further away a reader would not look either


def points_back(sentence: str) -> bool:
    """Say whether a sentence cannot be understood without the one before it.

    >>> points_back("These measures could help."), points_back("It is clear that talks failed.")
    (True, False)
    """
    return bool(POINTS_BACK.match(sentence)) and not POINTS_NOWHERE.match(sentence)


def antecedent(text: str, sentences: Sequence[Span], span: Span) -> Span | None:
    """Return the sentence that `span` points back to, or None if it stands on its own.

    `sentences` are those of the text around it, in order; the nearest earlier one of the same
    paragraph that stands on its own is taken, at most `FURTHEST` back.
    """
    if not points_back(span.of(text)):
        return None
    earlier = [s for s in sentences if s.end <= span.start and "\n\n" not in text[s.end : span.start]]
    nearest = earlier[: -FURTHEST - 1 : -1]
    return next((s for s in nearest if not points_back(s.of(text))), nearest[0] if nearest else None)
