"""FairytaleQA: questions on stories whose answer stands verbatim in the section that is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.extractive import ExtractiveReader
from bot.figures.squad import _mean, overlap, short_answer
from bot.reader import Reading
from bot.training.sources import fairytale_examples
from index.document import Document, Hit, Passage, Span


def fairytale_figures(path: Path) -> dict[str, Any]:
    """Return F1 of the few words, the share whose sentence is among the cited, and refusals."""
    reader = ExtractiveReader.load()
    f1, cited, refused = [], [], []
    for example in fairytale_examples(path):
        text, spans = example.text.text, example.text.spans
        document = Document(text, example.text.group)
        whole = Span(spans[0].start, spans[-1].end)
        hit = Hit(Passage("p1", document.id, whole, whole.of(text), spans), 1.0)
        reading = Reading(example.question, [hit], {document.id: document})
        draft = reader.read(reading)
        said = {claim.evidence[0].span for claim in draft.claims}
        gold = {spans[n] for n in example.gold}
        best, _ = short_answer(reader, reading)
        f1.append(overlap(best, [example.answer.of(text)] if example.answer else []))
        cited.append(bool(said & gold))
        refused.append(not draft.claims)
    return {
        "questions": len(f1),
        "F1 with an answer forced": _mean(f1),
        "evidence cited": _mean(cited),
        "refused wrongly": _mean(refused),
    }
