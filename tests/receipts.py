"""Answers for tests of receipts: made by the real proof, from documents a person can read at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.answer import Answer, Refusal, Source
from bot.reader import Claim, Draft, Evidence
from bot.verify import prove
from index.document import Document, Heading, Passage, Span
from index.sentences.sentence import sentences

TEXT = (
    "The ferry\n\nA ferry crossed the sound in 1911. It carried 40 people and 12 cows. "
    "The crossing took 25 minutes.\n\nThe bridge\n\nA bridge replaced it in 1962. It cost 7 million crowns. "
    "Nobody missed the ferry."
)
FERRY, BRIDGE = (
    Span(TEXT.index(f"The {name}"), TEXT.index(f"The {name}") + length)
    for name, length in (("ferry", 9), ("bridge", 10))
)
HOSTILE = (
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 family 🇳🇴 e\u0301e\u0301 Zalgo\u0336\u0335. "
    "日本語の文章です。次の文です。 \u202eright to left\u202c שלום עולם? مرحبا بالعالم! "
    "*bold* [1](//x) <b>$x$</b> | a | `b`. "
)


def sound(text: str = TEXT, **fields: Any) -> Document:
    """Return the article about the sound, or another text under its name."""
    return Document(text, "Across the sound", **{"url": "https://example.org/sound", **fields})


def sectioned() -> Document:
    return sound(headings=(Heading(FERRY, 2), Heading(BRIDGE, 2)), pages=(0, BRIDGE.start))


def whole(document: Document) -> Passage:
    """Return a document as one passage."""
    found = tuple(sentences(document.text))
    return Passage("p1", document.id, Span(0, len(document.text)), document.text, found)


def answered(
    document: Document,
    *chosen: int,
    question: str = "What crossed?",
    short: str = "",
    reader: str = "built-in",
) -> Answer:
    """Return the answer made of the sentences with those numbers, the few words of it being `short`."""
    passage = whole(document)
    spans = [passage.sentences[number] for number in chosen]
    claims = tuple(Claim(s.of(document.text), (Evidence(document.id, "p1", s, 0.9),)) for s in spans)
    at = document.text.find(short) if short else -1
    draft = Draft(claims, 0.9, short=Span(at, at + len(short)) if at >= 0 else None)
    proven = prove(draft, {document.id: document}, [passage])
    return Answer(
        question=question,
        standalone_question=question,
        sentences=proven.sentences,
        citations=proven.citations,
        confidence=0.9,
        reader=reader,
        short_answer=proven.short_answer,
        sources=(Source(passage, 0.9, cited=True),),
        index_version="test",
        timings_ms={"read": 21.0},
    )


def refused(document: Document, *, question: str = "Who owns the moon?") -> Answer:
    reason = "The article does not say. It never mentions “moon”."
    return Answer(
        question,
        question,
        (),
        (),
        0.1,
        "built-in",
        refusal=Refusal(reason, ("moon",), ("p1",)),
        sources=(Source(whole(document), 0.2),),
    )


def receipt(document: Document, *chosen: int, without: Sequence[str] = (), **options: Any) -> dict[str, Any]:
    """Return an answer as a receipt, some fields left out."""
    fields = answered(document, *(chosen or (1, 2, 4)), **options).to_dict()
    return {name: value for name, value in fields.items() if name not in without}
