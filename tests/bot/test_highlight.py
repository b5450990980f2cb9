from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Sentence, ShortAnswer, Source
from bot.citation import Citation
from bot.highlight import KINDS, Mark, front_matter, paragraphs, segments, target_of
from index.document import Document, Passage, Span

# Text that is hard to count: astral, combining, bidi, controls, several kinds of line end.
TEXTS = st.text(
    st.sampled_from("ab .\n\r\t\0🦜👩\u200d👩\u200d👧é\u0301\u202eא中<&\"'"), min_size=1, max_size=80
)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, Span, list[Mark]]:
    text = draw(TEXTS)

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    marks = [Mark(span(), draw(st.sampled_from(KINDS))) for _ in range(draw(st.integers(0, 6)))]
    return text, span(), marks


@given(marked_texts())
def test_the_pieces_joined_are_the_stretch_and_each_carries_exactly_the_marks_over_it(
    given_text: tuple[str, Span, list[Mark]],
) -> None:
    text, within, marks = given_text
    pieces = segments(text, within, marks)
    assert "".join(piece.text for piece in pieces) == within.of(text)
    for piece in pieces:
        assert piece.text == piece.span.of(text)
        assert set(piece.kinds) == {mark.kind for mark in marks if mark.span.contains(piece.span)}
        assert list(piece.kinds) == sorted(piece.kinds, key=KINDS.index)


@given(TEXTS)
def test_paragraphs_keep_every_character_that_is_not_between_them(text: str) -> None:
    spans = list(paragraphs(text))
    assert spans == sorted(spans)
    assert "".join(text.split()) == "".join("".join(span.of(text).split()) for span in spans)


def test_a_stretch_without_marks_is_one_piece() -> None:
    assert [piece.text for piece in segments("It rained.", Span(3, 9), [])] == ["rained"]


def test_title_authors_and_date_are_marked_where_they_stand() -> None:
    text = "On Rain by Ada Wet\n\n3 May 1931\n\nIt rained."
    document = Document(text, "On Rain", Span(0, 7), ("Ada Wet",), Span(11, 18), "1931-05-03", Span(20, 30))
    assert [(mark.kind, mark.span.of(text)) for mark in front_matter(document)] == [
        ("title", "On Rain"),
        ("authors", "Ada Wet"),
        ("date", "3 May 1931"),
    ]


def answer_with(passage: Span | None, evidence: Span, short: Span | None, text: str) -> Answer:
    citation = Citation(1, evidence.of(text), evidence, "sha256:d", "p1", 0.9)
    sources = [Source(Passage("p1", "sha256:d", s, s.of(text), (evidence,)), 1.0) for s in [passage] if s]
    return Answer(
        "q",
        "q",
        (Sentence(evidence.of(text), (1,)),),
        (citation,),
        0.9,
        "scripted",
        short_answer=ShortAnswer(short.of(text), 1, short) if short else None,
        sources=tuple(sources),
    )


def test_a_target_nests_the_words_in_the_evidence_in_the_passage() -> None:
    text = "It was dry. Then 12 drops fell. Nobody minded."
    answer = answer_with(Span(0, 46), Span(12, 31), Span(17, 25), text)
    target = target_of(answer.citations[0], answer)
    assert [(mark.kind, mark.span) for mark in target.marks] == [
        ("passage", Span(0, 46)),
        ("evidence", Span(12, 31)),
        ("words", Span(17, 25)),
    ]


def test_without_its_passage_the_evidence_stands_for_it() -> None:
    text = "It was dry. Then 12 drops fell."
    answer = answer_with(None, Span(12, 31), None, text)
    target = target_of(answer.citations[0], answer)
    assert (target.passage, target.evidence, target.words) == (Span(12, 31), Span(12, 31), None)
