"""The proof lets through what its quotations carry, and keeps the rest with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import Claim, Draft, Evidence
from bot.verify import Proven, prove
from index.document import Document, Passage, Span

TEXT = "It rained for 12 days. Nobody minded. The river rose by 40 cm."
FIRST, SECOND, THIRD = Span(0, 22), Span(23, 37), Span(38, 62)
RAIN = Document(TEXT, "Rain", url="https://example.org/rain")
PASSAGES = [
    Passage("p1", RAIN.id, Span(0, 37), TEXT[:37], (FIRST, SECOND)),
    Passage("p2", RAIN.id, THIRD, THIRD.of(TEXT), (THIRD,)),
]


def evidence(span: Span, passage: str = "p1", document: str = RAIN.id) -> Evidence:
    return Evidence(document, passage, span, 0.8)


def claim(span: Span, passage: str = "p1") -> Claim:
    return Claim(span.of(TEXT), (evidence(span, passage),))


def proven(*claims: Claim, short: Span | None = None) -> Proven:
    return prove(Draft(claims, 0.9, short), {RAIN.id: RAIN}, PASSAGES)


def test_what_is_quoted_word_for_word_is_said_and_numbered_in_reading_order() -> None:
    found = proven(claim(FIRST), claim(THIRD, "p2"))
    assert [(s.text, s.citations) for s in found.sentences] == [
        (FIRST.of(TEXT), (1,)),
        (THIRD.of(TEXT), (2,)),
    ]
    assert [(c.quote, c.span, c.passage_id) for c in found.citations] == [
        (FIRST.of(TEXT), FIRST, "p1"),
        (THIRD.of(TEXT), THIRD, "p2"),
    ]
    assert found.withheld == ()


def test_a_quotation_used_twice_keeps_its_number() -> None:
    found = proven(claim(FIRST), Claim(FIRST.of(TEXT), (evidence(FIRST), evidence(SECOND))))
    assert [s.citations for s in found.sentences] == [(1,), (1, 2)]
    assert len(found.citations) == 2


def test_a_citation_carries_its_document_and_the_text_around_it() -> None:
    cited = proven(claim(SECOND)).citations[0]
    assert (cited.document_id, cited.document_title, cited.document_url) == (RAIN.id, "Rain", RAIN.url)
    assert TEXT[: SECOND.start].endswith(cited.prefix)
    assert TEXT[SECOND.end :].startswith(cited.suffix)
    assert len(cited.prefix) > 5 < len(cited.suffix)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (Claim("It rained.", ()), "it cites nothing"),
        (
            Claim("It rained for 13 days.", (evidence(FIRST),)),
            "its words are not those of a sentence it cites",
        ),
        (Claim(FIRST.of(TEXT), (evidence(FIRST, document="sha256:0"),)), "which is not open"),
        (Claim(FIRST.of(TEXT), (evidence(FIRST, "p9"),)), "passage p9, which was not read"),
        (Claim(THIRD.of(TEXT), (evidence(THIRD, "p1"),)), "passage p1, which was not read or does not hold"),
    ],
)
def test_what_its_evidence_does_not_carry_is_withheld_with_the_reason(wrong: Claim, reason: str) -> None:
    found = proven(wrong, claim(THIRD, "p2"))
    assert [s.text for s in found.sentences] == [THIRD.of(TEXT)]
    assert [c.id for c in found.citations] == [1]
    assert found.withheld[0].text == wrong.text
    assert reason in found.withheld[0].reason


def test_one_good_piece_of_evidence_does_not_excuse_a_bad_one() -> None:
    mixed = Claim(FIRST.of(TEXT), (evidence(FIRST), evidence(THIRD, "p9")))
    assert proven(mixed).sentences == ()
    assert proven(mixed).citations == ()


def test_a_passage_of_another_document_proves_nothing() -> None:
    other = Document("It snowed for 14 days. Nobody minded. The lake froze in the end.", "Snow")
    foreign = replace(PASSAGES[0], document_id=other.id, text=other.text[:37])
    found = prove(Draft((claim(FIRST),), 0.9), {RAIN.id: RAIN, other.id: other}, [foreign])
    assert found.sentences == ()


def test_the_short_answer_stands_inside_the_quote_of_its_citation() -> None:
    short = proven(claim(SECOND), claim(THIRD, "p2"), short=Span(56, 61)).short_answer
    assert short is not None
    assert (short.text, short.citation_id, short.span) == ("40 cm", 2, Span(56, 61))


def test_a_short_answer_that_no_quote_holds_is_dropped() -> None:
    assert proven(claim(FIRST), short=Span(56, 61)).short_answer is None
    assert proven(claim(FIRST), short=Span(18, 30)).short_answer is None


def test_the_short_answer_is_of_its_own_document_where_two_are_quoted_at_the_same_offsets() -> None:
    other = Document("It snowed for 14 days. Nobody minded. The lake froze in the end.", "Snow")
    whole = Passage("p3", other.id, Span(0, 22), other.text[:22], (Span(0, 22),))
    snowed = Claim(whole.text, (Evidence(other.id, "p3", Span(0, 22), 0.9),))
    draft = Draft((snowed, claim(FIRST)), 0.9, Span(14, 21), short_document=RAIN.id)
    short = prove(draft, {RAIN.id: RAIN, other.id: other}, [*PASSAGES, whole]).short_answer
    assert short is not None
    assert (short.text, short.citation_id) == ("12 days", 2)


SPANS = st.tuples(st.integers(0, 61), st.integers(1, 62)).filter(lambda ends: ends[0] < ends[1])


@given(st.lists(st.tuples(SPANS, st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["own", "changed"]))))
def test_whatever_a_reader_claims_every_sentence_said_is_cited_exactly(
    drafts: list[tuple[tuple[int, int], str, str]],
) -> None:
    claims = []
    for ends, passage, words in drafts:
        text = TEXT[slice(*ends)] + ("!" if words == "changed" else "")
        claims.append(Claim(text, (evidence(Span(*ends), passage),)))
    found = proven(*claims)
    numbers = {c.id: c for c in found.citations}
    assert list(numbers) == list(range(1, len(numbers) + 1))
    for cited in found.citations:
        assert TEXT[cited.span.start : cited.span.end] == cited.quote
    for sentence in found.sentences:
        assert sentence.text in {numbers[number].quote for number in sentence.citations}
    assert len(found.sentences) + len(found.withheld) == len(claims)
