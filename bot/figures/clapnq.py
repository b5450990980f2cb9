"""CLAPNQ: Google questions with one passage and answers of several sentences.

Half of the rows are in the reader's training set; the figures are of the other half.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.extractive import ExtractiveReader
from bot.figures.articles import same_sentence
from bot.figures.squad import _mean, given, reading_of, words
from bot.training.partition import clapnq_part
from bot.training.sources import Example, clapnq_examples
from index.embed import Embedder, load_embedder


def clapnq_figures(folder: Path) -> dict[str, Any]:
    """Return RougeL, length, sentence F1 and refusals on the rows that were not trained on."""
    reader, embedder = ExtractiveReader.load(), load_embedder()
    answerable, unanswerable = (folder / f"clapnq_dev_even_{n}.jsonl" for n in ("answerable", "unanswerable"))
    gold = _gold_answers(answerable)
    rouge, length, f1, refused_wrongly, refused_rightly = [], [], [], [], []
    for example in clapnq_examples(answerable):
        if clapnq_part(example) == "measuring":
            chosen = _answer(reader, example, embedder)
            said = " ".join(example.text.spans[n].of(example.text.text) for n in chosen)
            rouge.append(max(rouge_l(said, g) for g in gold[example.text.name]) if said else 0.0)
            length.append(len(said))
            f1.append(_set_f1(set(chosen), set(example.gold)))
            refused_wrongly.append(not chosen)
    for example in clapnq_examples(unanswerable):
        if clapnq_part(example) == "measuring":
            refused_rightly.append(not _answer(reader, example, embedder))
    return {
        "answerable": len(rouge),
        "unanswerable": len(refused_rightly),
        "RougeL": _mean(rouge),
        "characters": round(sum(length) / len(length)),
        "sentence F1": _mean(f1),
        "refused rightly": _mean(refused_rightly),
        "refused wrongly": _mean(refused_wrongly),
    }


def _gold_answers(path: Path) -> dict[str, list[str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {f"clapnq-{row['id']}": [o["answer"] for o in row["output"]] for row in rows}


def _answer(reader: ExtractiveReader, example: Example, embedder: Embedder) -> list[int]:
    """Return the numbers of the sentences that the reader would say; none when it refuses."""
    index = given(example.text.text, example.text.group, embedder=embedder)
    draft = reader.read(reading_of(example.question, index, limit=reader.passages))
    said = [claim.evidence[0].span for claim in draft.claims]
    return [n for n, span in enumerate(example.text.spans) if any(same_sentence(span, s) for s in said)]


def rouge_l(said: str, wanted: str) -> float:
    """Return the F1 of the longest common subsequence of words.

    >>> round(rouge_l("it rained on monday", "it rained hard on monday"), 3)
    0.889
    """
    one, other = words(said), words(wanted)
    if not one or not other:
        return 0.0
    common = _common_subsequence(one, other)
    return 2 * common / (len(one) + len(other))


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for place, rival in enumerate(other, 1):
            kept = row[place]
            row[place] = before + 1 if word == rival else max(row[place], row[place - 1])
            before = kept
    return row[-1]


def _set_f1(one: set[int], other: set[int]) -> float:
    both = len(one & other)
    return 2 * both / (len(one) + len(other)) if both else 0.0
