"""Measures the cleaning on pages whose every block is labelled as the article's (+), the page's (-) or either (?)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from index.load import document_from_text

ARTICLE, PAGE, EITHER = "+", "-", "?"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One block of a page and whose it is."""

    label: str
    text: str


def read_page(path: Path) -> list[Labelled]:
    """Read a page: each block begins with its label and a space, its further lines with two spaces.

    ValueError names a line that does neither; lines that begin with "# " say what the page is.
    """
    blocks: list[Labelled] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line[:2] in {f"{label} " for label in (ARTICLE, PAGE, EITHER)}:
            blocks.append(Labelled(line[0], line[2:]))
        elif line.startswith("  ") and blocks:
            blocks[-1] = Labelled(blocks[-1].label, f"{blocks[-1].text}\n{line[2:]}")
        elif line.strip() and not line.startswith("# "):
            raise ValueError(
                f"{path.name}:{number} begins with no label: {line[:40]!r}; start it with +, - or ?"
            )
    return blocks


def removed(blocks: list[Labelled], *, gap: str = "\n\n") -> list[bool]:
    """Clean a page of these blocks and say of each whether all its lines were set aside."""
    document = document_from_text(gap.join(block.text for block in blocks))
    aside = Counter(line.strip() for gone in document.set_aside for line in gone.text.split("\n"))
    verdicts = []
    for block in blocks:
        lines = [line.strip() for line in block.text.split("\n")]
        gone = all(aside[line] > 0 for line in lines)
        if gone:
            aside.subtract(lines)
        verdicts.append(gone)
    return verdicts


def cleaning_figures(folder: Path) -> dict[str, int]:
    """Clean every page below a folder and count its blocks: how many there are, and how many went wrong."""
    figures = Counter(pages=0, article_blocks=0, wrongly_removed=0, page_blocks=0, wrongly_kept=0)
    for path in sorted(folder.rglob("*.txt")):
        blocks = read_page(path)
        figures["pages"] += 1
        for block, gone in zip(blocks, removed(blocks), strict=True):
            figures["article_blocks"] += block.label == ARTICLE
            figures["page_blocks"] += block.label == PAGE
            figures["wrongly_removed"] += block.label == ARTICLE and gone
            figures["wrongly_kept"] += block.label == PAGE and not gone
    if not figures["pages"]:
        raise ValueError(f"there is no labelled page (*.txt) in {folder}; name the folder that holds them")
    return dict(figures)
