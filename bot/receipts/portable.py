"""An answer → the part of its JSON object that proves it, small enough to travel with every message."""

from __future__ import annotations

from typing import Any

from bot.answer import Answer
from bot.receipts.digest import digest_of


def portable(answer: Answer) -> dict[str, Any]:
    """Return an answer's object without its timings and the passages that it does not name, sealed anew."""
    fields = answer.to_dict()
    named = set(answer.refusal.nearest) if answer.refusal else set()
    kept = {name: value for name, value in fields.items() if name not in ("timings_ms", "digest")}
    kept["passages"] = [passage for passage in kept["passages"] if passage["id"] in named]
    return {**kept, "digest": digest_of(kept)}
