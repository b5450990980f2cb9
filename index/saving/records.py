"""Documents and passages ↔ JSON, as they lie in a saved index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from index.document import Document, Heading, Passage, SetAside, Span

SPANS = ("title_span", "authors_span", "date_span")


def documents_to_json(documents: Sequence[Document]) -> bytes:
    """Return the documents as JSON, in ASCII: a lone surrogate survives the way."""
    return json.dumps([asdict(document) for document in documents]).encode("ascii")


def documents_from_json(data: bytes) -> tuple[Document, ...]:
    """Return what `documents_to_json` was given."""
    return tuple(_document(fields) for fields in json.loads(data))


def passages_to_json(passages: Sequence[Passage]) -> bytes:
    """Return the passages as JSON, without their texts: those stand in the documents."""
    return json.dumps(
        [
            {
                "id": passage.id,
                "document_id": passage.document_id,
                "span": [passage.span.start, passage.span.end],
                "sentences": [[span.start, span.end] for span in passage.sentences],
                "section": passage.section,
                "page": passage.page,
            }
            for passage in passages
        ]
    ).encode("ascii")


def passages_from_json(data: bytes, documents: Sequence[Document]) -> tuple[Passage, ...]:
    """Return what `passages_to_json` was given; each text is read from its document."""
    texts = {document.id: document.text for document in documents}
    return tuple(_passage(fields, texts[fields["document_id"]]) for fields in json.loads(data))


def _document(fields: dict[str, Any]) -> Document:
    spans = {name: Span(**fields[name]) if fields[name] else None for name in SPANS}
    lists = {
        "authors": tuple(fields["authors"]),
        "headings": tuple(Heading(Span(**h["span"]), h["level"]) for h in fields["headings"]),
        "pages": tuple(fields["pages"]),
        "set_aside": tuple(SetAside(**block) for block in fields["set_aside"]),
    }
    return Document(**{**fields, **spans, **lists})


def _passage(fields: dict[str, Any], text: str) -> Passage:
    span = Span(*fields["span"])
    sentences = tuple(Span(start, end) for start, end in fields["sentences"])
    return Passage(**{**fields, "span": span, "text": span.of(text), "sentences": sentences})
