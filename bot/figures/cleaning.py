"""What a saved page carries besides its article: blocks wrongly kept and wrongly removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.labelled import cleaning_figures

PAGES = Path(__file__).resolve().parents[2] / "tests" / "data" / "pages"


def page_figures() -> dict[str, Any]:
    """Return the counts for each part of the labelled pages, which lie in a checkout only."""
    if not PAGES.is_dir():
        raise FileNotFoundError(f"{PAGES} is missing; run this in a checkout of the project")
    return {part.name: cleaning_figures(part) for part in sorted(PAGES.iterdir()) if part.is_dir()}
