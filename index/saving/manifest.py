"""What a saved index says about itself, and whether this program can use it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.saving.folder import UnusableIndexError

FORMAT = 3  # of the saved files; count it up with every change that an older program cannot read


def check_manifest(
    about: Mapping[str, Any],
    *,
    folder: str | Path,
    embedder: str,
    sources: Mapping[str, str] | None,
) -> None:
    """Raise UnusableIndexError unless an index with that manifest can be used with the embedder of that name.

    `sources` are the fingerprints that the sources have now; None where they do not matter.
    """
    if about["format"] != FORMAT:
        raise UnusableIndexError(
            f"the index in {folder} has format {about['format']}, this program reads {FORMAT}; build it again"
        )
    if about["embedder"] != embedder:
        raise UnusableIndexError(
            f"the index in {folder} was made with the embedder {about['embedder']}, not {embedder};"
            " open it with that one, or build it again"
        )
    if sources is not None and about["sources"] != dict(sources):
        changed = sorted(
            k for k in {*about["sources"], *sources} if about["sources"].get(k) != sources.get(k)
        )
        raise UnusableIndexError(
            f"the index in {folder} was made of other sources; changed: {', '.join(changed)}; build it again"
        )
