"""A JSON object → its digest, by which a saved answer shows that nobody has touched it since.

A checksum, not a signature: who rewrites an answer can compute it anew. That the quotations stand in
the source is proven without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DEEPEST = 32  # levels of nesting; an exported conversation has 7
UNSEALED = frozenset({"digest", "timings_ms"})  # how long an answer took is no part of what it says


def digest_of(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an object's fields, whatever their order, its digest and timings left out.

    ValueError if it is nested too deeply or holds what JSON cannot.

    >>> digest_of({"a": 1, "b": [2.0]}) == digest_of({"b": [2], "a": 1.0, "timings_ms": {}})
    True
    """
    kept = {name: value for name, value in fields.items() if name not in UNSEALED}
    try:
        written = json.dumps(_plain(kept, DEEPEST), sort_keys=True, separators=(",", ":"), allow_nan=False)
    except TypeError as error:
        raise ValueError(f"it holds what JSON cannot: {error}") from None
    return "sha256:" + hashlib.sha256(written.encode("ascii")).hexdigest()


def _plain(value: Any, levels: int) -> Any:
    """Return a value as every JSON library reads it back: JavaScript writes 1.0 as 1."""
    if levels == 0:
        raise ValueError(f"it is nested deeper than {DEEPEST} levels")
    if isinstance(value, Mapping):
        return {name: _plain(inner, levels - 1) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, levels - 1) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
