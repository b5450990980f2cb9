from __future__ import annotations

from index.document import Document, Heading, Passage, SetAside, Span
from index.saving.records import documents_from_json, documents_to_json, passages_from_json, passages_to_json

TEXT = "Wéather \U0001f327\n\nBy A. Author, 3 May\n\nOutlook\n\nRain fell. \ud800 Snow fell. 雨が降った。"
FULL = Document(
    TEXT,
    title="Wéather \U0001f327",
    title_span=Span(0, 9),
    authors=("A. Author",),
    authors_span=Span(14, 23),
    date="3 May",
    date_span=Span(25, 30),
    url="https://example.org/a?b=c",
    headings=(Heading(Span(32, 39), 2),),
    pages=(0, 41),
    set_aside=(SetAside("Subscribe now", "an offer"),),
)
BARE = Document("Rain.", title="")


def test_a_document_with_everything_and_one_with_nothing_come_back_equal() -> None:
    assert documents_from_json(documents_to_json([FULL, BARE])) == (FULL, BARE)


def test_passages_come_back_equal_with_their_texts_read_from_the_document() -> None:
    span, start = Span(41, len(TEXT)), 41
    sentences = (Span(start, start + 10), Span(start + 11, start + 23), Span(start + 24, len(TEXT)))
    passages = (
        Passage("p1", FULL.id, span, span.of(TEXT), sentences, section="Outlook", page=2),
        Passage("p2", BARE.id, Span(0, 5), "Rain.", (Span(0, 5),)),
    )
    data = passages_to_json(passages)
    assert passages_from_json(data, [FULL, BARE]) == passages
    assert b"Snow" not in data
