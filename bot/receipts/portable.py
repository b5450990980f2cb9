"""An answer → the part of its JSON object that proves it, small enough to travel with every message."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.receipts.digest import digest_of


def portable(answer: Answer) -> dict[str, Any]:
    """Return an answer's object without the passages that were searched and the timings, sealed anew."""
    fields = answer.to_dict()
    kept = {name: value for name, value in fields.items() if name not in ("passages", "timings_ms", "digest")}
    return {**kept, "digest": digest_of(kept)}
