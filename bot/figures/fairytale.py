"""FairytaleQA: questions on stories whose answer stands verbatim in the section that is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.extractive import ExtractiveReader
from bot.figures.articles import same_sentence
from bot.figures.squad import _mean, given, overlap, reading_of, short_answer
from bot.training.sources import fairytale_examples
from index.embed import load_embedder


def fairytale_figures(path: Path) -> dict[str, Any]:
    """Return F1 of the few words, the share whose sentence is among the cited, and refusals."""
    reader, embedder = ExtractiveReader.load(), load_embedder()
    f1, cited, refused = [], [], []
    for example in fairytale_examples(path):
        text, spans = example.text.text, example.text.spans
        index = given(text, example.text.group, embedder=embedder)
        reading = reading_of(example.question, index, limit=reader.passages)
        draft = reader.read(reading)
        said = [claim.evidence[0].span for claim in draft.claims]
        gold = [spans[n] for n in example.gold]
        best, _ = short_answer(reader, reading)
        f1.append(overlap(best, [example.answer.of(text)] if example.answer else []))
        cited.append(any(same_sentence(s, g) for s in said for g in gold))
        refused.append(not draft.claims)
    return {
        "questions": len(f1),
        "F1 with an answer forced": _mean(f1),
        "evidence cited": _mean(cited),
        "refused wrongly": _mean(refused),
    }
