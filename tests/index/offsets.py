"""What holds of every document, whatever it was read from."""

from __future__ import annotations

from collections.abc import Sequence

from index import Document
from index.split import sentences, split


def assert_offsets_hold(document: Document) -> None:
    """Check that every offset names what it says: front matter, headings, sentences, passages."""
    text = document.text
    if document.title_span:
        assert document.title_span.of(text) == document.title
    if document.authors_span:
        assert all(name in document.authors_span.of(text) for name in document.authors)
    if document.date_span:
        assert document.date_span.of(text) == document.date
    for heading in document.headings:
        assert text[: heading.span.start].endswith("\n") or heading.span.start == 0
        assert text[heading.span.end :].startswith("\n") or heading.span.end == len(text)
        assert heading.span.of(text).strip()
    spans = sentences(text)
    assert spans == sorted(spans)
    passages = split(document, count_tokens=_words, limit=60)
    assert [span for passage in passages for span in passage.sentences]
    for passage in passages:
        assert passage.span.of(text) == passage.text
        assert all(passage.span.contains(span) for span in passage.sentences)
    for covering in (spans, [passage.span for passage in passages]):
        assert "".join("".join(span.of(text).split()) for span in covering) == "".join(text.split())


def headings(document: Document) -> list[tuple[int, str]]:
    """Return the level and the words of each heading, as its offsets give them."""
    return [(heading.level, heading.span.of(document.text)) for heading in document.headings]


def aside(document: Document) -> dict[str, str]:
    """Return what was set aside, and why."""
    return {gone.text: gone.reason for gone in document.set_aside}


def _words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]
