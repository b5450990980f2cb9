"""What the reader is trained on, what its decision is fitted on, and what only measures it.

Decided by names alone, so that every run and every machine divides the same files alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from bot.training.sources import (
    Example,
    article_examples,
    clapnq_examples,
    fairytale_examples,
    squad_examples,
)

HELD_OUT = 7  # every seventh article (by name, within its folder) is kept for tuning, never trained on
OWN_ARTICLES = Path(__file__).with_name("articles.jsonl.xz")
ADVERSARIAL = "squad2_dev_other_half.json"  # its unanswerable questions were written to tempt
SHIFTS_STEP = 3  # every third SQuADShifts question: all of them took twice the time


def in_held_out(name: str) -> bool:
    """Say whether an article, or a group of SQuAD paragraphs, belongs to the slice for tuning.

    >>> [name for name in ("ci-01", "ci-02", "ci-03", "ci-04", "ci-05") if in_held_out(name)]
    ['ci-05']
    """
    return sum(map(ord, name)) % HELD_OUT == 0


def short_examples(data: Path) -> list[Example]:
    """Return the SQuAD-like sets, without the paragraphs that tune."""
    found = repeated_examples(data)
    found += squad_examples(data / "squad11_dev_13articles.json", unique_answers=True)
    for name in ("new_wiki", "reddit", "amazon"):
        found += list(squad_examples(data / f"squadshifts_{name}.json"))[::SHIFTS_STEP]
    return found + list(fairytale_examples(data / "fairytaleqa_train.jsonl"))


def repeated_examples(data: Path) -> list[Example]:
    """Return the SQuAD 2.0 questions that train, which the second stage goes through once more."""
    found = [e for e in squad_examples(data / ADVERSARIAL) if not in_held_out(e.text.group)]
    return found + list(squad_examples(data / "squad2_train_first10.json"))


def long_examples(data: Path, more: Sequence[Path]) -> list[Example]:
    """Return the written articles outside the slice for tuning, and a third of CLAPNQ's rows."""
    found = [e for path in (data / "articles", *more) for e in article_examples(path)]
    found = [e for e in found if not in_held_out(e.text.group)]
    return found + [e for e in all_clapnq(data) if clapnq_part(e) == "training"]


def clapnq_part(example: Example) -> str:
    """Return what a CLAPNQ row is for, by the hash of its id: half measures, a sixth tunes."""
    number = zlib.crc32(example.text.name.encode())
    return "measuring" if number % 2 else "training" if number % 6 else "tuning"


def all_clapnq(data: Path) -> list[Example]:
    """Return CLAPNQ's questions, answerable and not."""
    files = [data / f"clapnq_dev_even_{name}.jsonl" for name in ("answerable", "unanswerable")]
    return [example for file in files for example in clapnq_examples(file)]


def tuning_paragraphs(data: Path) -> list[Example]:
    """Return the questions on single paragraphs that tune: SQuAD 2.0's adversarial ones, and CLAPNQ's."""
    found = [e for e in squad_examples(data / ADVERSARIAL) if in_held_out(e.text.group)]
    return found + [e for e in all_clapnq(data) if clapnq_part(e) == "tuning"]
