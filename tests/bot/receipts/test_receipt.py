from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.receipts.intake import LARGEST
from bot.receipts.receipt import ReceiptError, Report, verify_data, verify_object, verify_receipt
from bot.receipts.relocate import MOST_SEARCHES
from index.document import Document
from index.sentences.sentence import sentences
from tests.receipts import HOSTILE, TEXT, answered, receipt, refused, sectioned, sound

Fields = dict[str, Any]
UNSEALED = ("digest",)  # so that a change is noticed by what it contradicts, not by the digest
CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])

letters = st.characters(exclude_categories=["Cs"])
marks = st.sampled_from(
    [
        ". ",
        "! ",
        "。",
        "\n\n",
        " ",
        "\u0301",
        "\u200d",
        "\u202e",
        "\u2066",
        "\U0001f469\u200d\U0001f467",
        "\u05d0",
        "\u0651",
    ]
)
texts = st.lists(st.one_of(st.text(letters, max_size=12), marks), min_size=1, max_size=30).map("".join)


def documents() -> st.SearchStrategy[Document]:
    readable = st.one_of(texts, texts.map(lambda text: HOSTILE + text)).filter(
        lambda text: bool(sentences(text))
    )
    return readable.map(lambda text: Document(text, "Generated"))


def any_answer(data: st.DataObject, document: Document, **options: Any) -> Fields:
    count = len(sentences(document.text))
    chosen = data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3, unique=True))
    return receipt(document, *chosen, **options)


def statuses(report: Report) -> list[str]:
    return [finding.status for finding in report.findings]


def changed(fields: Fields, change: Callable[[Fields], Any]) -> Fields:
    other = copy.deepcopy(fields)
    change(other)
    assert other != fields
    return other


def test_an_untouched_receipt_is_proven_word_for_word() -> None:
    document = sectioned()
    report = verify_receipt(receipt(document, short="40 people"), [document])
    assert report.proven
    assert report.faults == ()
    assert statuses(report) == ["proven"] * 3
    for finding in report.findings:
        (place,) = finding.found
        assert place.span.of(document.text) == finding.citation.quote
    assert report.summary == "Proven: 3 proven."


def test_the_report_is_json_and_says_where_every_quotation_stands() -> None:
    document = sound()
    fields = json.loads(json.dumps(verify_object(receipt(document, 1), [document])))
    (finding,) = fields["citations"]
    start = TEXT.index("A ferry crossed")
    assert fields["proven"] is True
    assert finding["status"] == "proven"
    assert finding["found"] == [{"document_id": document.id, "start": start, "end": finding["end"]}]
    assert finding["nearest"] is None


@CALM
@given(documents(), st.data())
def test_receipts_over_hostile_texts_are_proven_after_any_way_of_writing_json(
    document: Document, data: st.DataObject
) -> None:
    made = any_answer(data, document)
    for ascii_only in (True, False):
        written = json.dumps(made, ensure_ascii=ascii_only).encode()
        report = verify_data(written, [document])
        assert report.proven, report.to_dict()


@CALM
@given(documents(), st.data())
def test_any_edit_of_the_source_is_noticed(document: Document, data: st.DataObject) -> None:
    made = any_answer(data, document, without=UNSEALED)
    at = data.draw(st.integers(0, len(document.text)))
    cut = data.draw(st.integers(0, 2))
    text = document.text[:at] + data.draw(st.text(letters, max_size=2)) + document.text[at + cut :]
    assume(text != document.text and text.strip())
    assert not verify_receipt(made, [Document(text, "Generated")]).proven


@CALM
@given(documents(), st.data())
def test_any_change_of_one_character_of_a_receipt_file_is_noticed(
    document: Document, data: st.DataObject
) -> None:
    written = json.dumps(any_answer(data, document), ensure_ascii=data.draw(st.booleans()))
    at = data.draw(st.integers(0, len(written) - 1))
    other = written[:at] + data.draw(st.one_of(st.just(""), st.characters())) + written[at + 1 :]
    try:
        fields, before = json.loads(other), json.loads(written)
    except ValueError:
        fields, before = {}, {"digest": ""}
    # How long it took proves nothing, and an answer without a digest is still an answer.
    assume({**fields, "timings_ms": 0} != {**before, "timings_ms": 0} and "digest" in (fields or before))
    assert is_noticed(other, document)


def is_noticed(data: object, document: Document) -> bool:
    try:
        return not verify_data(data, [document]).proven
    except ReceiptError:
        return True


@CALM
@given(documents(), st.data())
def test_any_change_of_one_character_of_a_quote_is_noticed_without_the_digest(
    document: Document, data: st.DataObject
) -> None:
    made = any_answer(data, document, without=UNSEALED)
    citation = data.draw(st.sampled_from(made["citations"]))
    place = data.draw(
        st.sampled_from([(citation, "quote"), *((citation["selector"], n) for n in citation["selector"])])
    )
    owner, name = place
    at = data.draw(st.integers(0, len(owner[name])))
    before = owner[name]
    owner[name] = (
        before[:at] + data.draw(st.text(letters, max_size=1)) + before[at + data.draw(st.integers(0, 1)) :]
    )
    # A prefix that begins one character later is as true as before.
    assume(owner[name] != before and not (before.endswith(owner[name]) or before.startswith(owner[name])))
    assert is_noticed(made, document)


@CALM
@given(st.data())
def test_any_other_number_is_noticed_without_the_digest(data: st.DataObject) -> None:
    document = sectioned()
    made = receipt(document, 1, 2, 4, short="40 people", without=UNSEALED)
    numbers: list[tuple[Any, Any]] = [(made["sentences"][n]["citations"], 0) for n in range(3)]
    numbers += [(citation, name) for citation in made["citations"] for name in ("id", "start", "end", "page")]
    numbers += [(made["passages"][0], name) for name in ("start", "end")]
    numbers += [(made["short_answer"], "citation")]
    owner, name = data.draw(st.sampled_from(numbers))
    other = data.draw(st.one_of(st.integers(-3, 300), st.integers()))
    assume(other != owner[name])
    owner[name] = other
    report = verify_receipt(made, [document])
    assert not report.proven
    assert report.faults or "tampered" in statuses(report)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r["citations"][0].update(quote="A ferry"), "the quote has 7 characters"),
        (
            lambda r: r["citations"][0]["selector"].update(exact="A boat"),
            "looks for other words than the quote",
        ),
        (lambda r: r["citations"][0].update(start=-5), "-5 to"),
        (
            lambda r: r["citations"][0].update(url="https://evil.example/#x"),
            "does not lead into its document",
        ),
        (lambda r: r["citations"][0].update(section="The bridge"), "names the section “The bridge”"),
        (lambda r: r["citations"][0].update(page=2), "names page 2, the quote is on page 1"),
        (lambda r: r["citations"][0]["selector"].update(prefix="never "), "between other words"),
    ],
)
def test_a_citation_that_contradicts_itself_is_called_tampered(
    change: Callable[[Fields], Any], said: str
) -> None:
    document = sectioned()
    report = verify_receipt(changed(receipt(document, without=UNSEALED), change), [document])
    assert statuses(report) == ["tampered", "proven", "proven"]
    assert said in report.findings[0].reason


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r["sentences"][0].update(citations=[]), "cites nothing"),
        (lambda r: r["sentences"][0].update(citations=[9]), "it cites [9], and there is no such citation"),
        (lambda r: r["citations"].append({**r["citations"][0], "id": 4}), "no sentence cites [4]"),
        (lambda r: r["citations"].append(r["citations"][0]), "[1] is no number that one citation alone"),
        (lambda r: r["sentences"][0].update(text="A ferry sank."), "is not in the words of what it cites"),
        (lambda r: r.update(answer=r["answer"].replace("[1]", "[3]")), "is not made of its sentences"),
        (lambda r: r.update(answer=r["answer"] + " The moon is cheese."), "is not made of its sentences"),
        (lambda r: r["short_answer"].update(text="41 people"), "the short answer “41 people” does not stand"),
        (lambda r: r.update(status="not_in_article"), "its status is not_in_article"),
        (lambda r: r.update(refusal={"reason": "No."}), "its status is answered"),
        (lambda r: r["passages"][0].update(text="x" * len(TEXT)), "does not stand at 0"),
        (lambda r: r["sentences"][1]["context"].update(quote="x"), "does not fit its offsets"),
        (lambda r: r["sentences"][1]["context"].update(start=0, end=34), "does not stand at 0"),
    ],
)
def test_an_answer_that_contradicts_itself_is_a_fault(change: Callable[[Fields], Any], said: str) -> None:
    document = sound()
    made = receipt(document, 4, 2, short="40 people", without=UNSEALED)
    made["sentences"][1]["context"] = {"quote": "A ferry crossed the sound in 1911.", "start": 11, "end": 45}
    assert verify_receipt(made, [document]).proven
    report = verify_receipt(changed(made, change), [document])
    assert not report.proven
    assert any(said in fault.reason for fault in report.faults), report.faults


def test_a_digest_notices_what_no_quotation_can_contradict() -> None:
    document = sound()
    for change in (
        lambda r: r.update(confidence=0.99),
        lambda r: r.update(question="What sank?"),
        lambda r: r["citations"][0].update(score=1.0),
    ):
        report = verify_receipt(changed(receipt(document), change), [document])
        assert statuses(report) == ["proven"] * 3
        assert [fault.reason for fault in report.faults] == [
            "it was changed after it was saved: its digest does not fit"
        ]


def test_numbers_that_javascript_has_rewritten_keep_their_digest() -> None:
    document = sound()
    made = receipt(document, 1)
    assert made["timings_ms"] == {"read": 21.0}
    assert verify_receipt({**made, "confidence": 0.9, "timings_ms": {"read": 21}}, [document]).proven
    whole_number = {**made, "confidence": 1.0}
    assert not verify_receipt(whole_number, [document]).proven


def test_a_sentence_in_a_models_own_words_is_counted_and_its_numbers_must_stand_in_its_quotes() -> None:
    document = sound()
    made = receipt(document, 2, reader="local", without=UNSEALED)

    def say(text: str) -> Callable[[Fields], Any]:
        def change(fields: Fields) -> None:
            fields["sentences"][0]["text"] = f"{text}."
            fields["answer"] = f"{text} [1]."

        return change

    report = verify_receipt(changed(made, say("Forty people could travel")), [document])
    assert report.proven
    assert report.own_words == 1
    report = verify_receipt(changed(made, say("Fifty people could travel")), [document])
    assert [fault.reason for fault in report.faults] == [
        "sentence 1, “Fifty people could travel.”, names the number 50, which stands in no quote it cites"
    ]


def test_words_that_moved_are_found_at_their_new_offsets() -> None:
    before, after = sound(), sound("A new first line.\n\n" + TEXT)
    report = verify_receipt(receipt(before), [after])
    assert not report.proven
    assert statuses(report) == ["moved"] * 3
    for finding in report.findings:
        (place,) = finding.found
        assert place.span.start == finding.citation.start + len("A new first line.\n\n")
        assert place.span.of(after.text) == finding.citation.quote
    assert "now stand at 30 to 64" in report.findings[0].reason


def test_words_that_stayed_in_a_source_changed_elsewhere_are_not_proven_but_found_in_place() -> None:
    report = verify_receipt(receipt(sound(), 1), [sound(TEXT.replace("Nobody", "Everybody"))])
    (finding,) = report.findings
    assert finding.status == "moved"
    assert "the source has changed, and these words still stand at 11 to 45" in finding.reason


def test_the_words_around_a_quotation_decide_between_twins() -> None:
    before = Document("It rained. Ann left. It rained. Bob left.", "Rain")
    made = receipt(before, 2)
    twins = Document("So. It rained. Ann left. It rained. Bob left.", "Rain")
    (finding,) = verify_receipt(made, [twins]).findings
    assert (finding.status, finding.found[0].span.start) == ("moved", 25)


def test_twins_that_nothing_tells_apart_are_ambiguous_and_all_are_named() -> None:
    made = receipt(Document("Ann came. It rained. Ann left.", "Rain"), 1)
    twins = Document("It rained. Bob left. Eve said: It rained. She stayed.", "Rain")
    (finding,) = verify_receipt(made, [twins]).findings
    assert finding.status == "ambiguous"
    assert [place.span.start for place in finding.found] == [0, 31]
    assert "2 places" in finding.reason


def test_words_that_are_gone_come_with_the_sentence_most_like_them() -> None:
    after = sound(TEXT.replace("40 people and 12 cows", "60 people and no cows"))
    report = verify_receipt(receipt(sound(), 1, 2), [after])
    assert statuses(report) == ["moved", "gone"]
    nearest = report.findings[1].nearest
    assert nearest is not None
    assert nearest.span.of(after.text) == "It carried 60 people and no cows."
    assert "60 people" in report.findings[1].reason
    assert report.to_dict()["citations"][1]["nearest"]["text"] == "It carried 60 people and no cows."


def test_no_sentence_is_called_near_that_is_not() -> None:
    report = verify_receipt(receipt(sound(), 2), [sound("Goats climb. Quartz glitters.")])
    assert report.findings[0].nearest is None
    assert report.findings[0].status == "gone"


def test_the_other_document_is_not_taken_for_the_source() -> None:
    other = Document(f"Something else.\n\n{TEXT}", "A copy", url="https://example.org/copy")
    (finding,) = verify_receipt(receipt(sound(), 1), [other]).findings
    assert finding.status == "moved"
    assert "of “A copy”" in finding.reason
    (finding,) = verify_receipt(receipt(sound(), 1), [Document("Goats climb.", "Goats")]).findings
    assert "none of the sources is the document “Across the sound”" in finding.reason
    (finding,) = verify_receipt(receipt(sound(), 1), []).findings
    assert finding.status == "gone"


def test_among_several_sources_the_cited_one_is_known_by_its_hash() -> None:
    twin = Document(TEXT + " And so on.", "Across the sound")
    assert verify_receipt(receipt(sound()), [twin, sound()]).proven


def test_a_refusal_is_bound_to_the_text_it_searched() -> None:
    made = refused(sound()).to_dict()
    report = verify_receipt(made, [sound()])
    assert report.proven
    assert report.summary == "Proven: it quotes nothing, and nothing speaks against it."
    report = verify_receipt(made, [sound(TEXT + " The moon is owned by nobody.")])
    assert [fault.reason for fault in report.faults] == [
        "it refuses on a text that is not among the sources, or has changed since"
    ]


NOT_RECEIPTS: list[tuple[object, str]] = [
    (b"", "is not JSON"),
    (b"not json", "is not JSON: Expecting value"),
    (b"\xff\xfe\xff", "is no text"),
    (b"\x80\x81", "is no text"),
    (b"[1, 2]", "a receipt is a JSON object, got list"),
    (b'"text"', "got str 'text'"),
    (None, "got NoneType None"),
    (b"{}", "question is missing"),
    (b'{"turns": []}', "format is missing"),
    (b'{"turns": 5}', "turns: Input should be a valid tuple, got 5"),
    (b'{"a": 1, "a": 2}', "gives 'a' twice"),
    (b'{"a": NaN}', "NaN is not a JSON number"),
    (b'{"a": ' + b"9" * 5_000 + b"}", "is not JSON"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"a":' * 200 + b"1" + b"}" * 200, "nested deeper than 32 levels"),
    (b" " * (LARGEST + 1), "more than 8,000,000 characters"),
    ("x" * 10_000_000, "more than 8,000,000 characters"),
]


@pytest.mark.parametrize(("data", "said"), NOT_RECEIPTS, ids=range(len(NOT_RECEIPTS)))
def test_what_is_no_receipt_is_refused_with_the_remedy(data: object, said: str) -> None:
    with pytest.raises(ReceiptError) as caught:
        verify_object(data, [sound()])
    message = str(caught.value)
    assert said in message
    assert len(message) < 400
    assert any(remedy in message for remedy in ("save it again", "export fewer turns"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.pop("citations"), "citations is missing"),
        (lambda r: r["citations"][0].pop("quote"), "citations.0.quote is missing"),
        (
            lambda r: r["citations"][1].update(start="11"),
            "citations.1.start: Input should be a valid integer, got '11'",
        ),
        (
            lambda r: r["citations"][0].update(end=True),
            "citations.0.end: Input should be a valid integer, got True",
        ),
        (
            lambda r: r["citations"][0].update(id=1.5),
            "citations.0.id: Input should be a valid integer, got 1.5",
        ),
        (lambda r: r["citations"][0]["selector"].update(type="Other"), "selector.type: Input should be"),
        (
            lambda r: r["sentences"][0].update(citations=["1"]),
            "sentences.0.citations.0: Input should be a valid integer",
        ),
        (lambda r: r.update(sentences={"text": "x"}), "sentences: Input should be a valid tuple"),
        (
            lambda r: r.update(status="perhaps"),
            "status: Input should be 'answered' or 'not_in_article', got 'perhaps'",
        ),
        (lambda r: r.update(question=None), "question: Input should be a valid string, got None"),
        (lambda r: r.update(citations=r["citations"] * 1000), "3,000 citations; the limit is 2,000"),
    ],
)
def test_a_wrong_field_is_named_with_its_value(change: Callable[[Fields], Any], said: str) -> None:
    with pytest.raises(ReceiptError) as caught:
        verify_receipt(changed(receipt(sound()), change), [sound()])
    assert said in str(caught.value)


def test_an_answer_without_the_fields_that_prove_nothing_can_be_verified() -> None:
    kept = {"question", "status", "answer", "sentences", "citations"}
    made = answered(sound(), 1, 2).to_dict()
    assert verify_receipt({name: made[name] for name in kept}, [sound()]).proven


def test_many_lost_quotations_of_a_long_text_are_judged_in_seconds() -> None:
    text = " ".join(f"Line {n} tells of {n * 7} sheep and the hill called {n % 101}." for n in range(2_000))
    made = receipt(sound(), 1, without=UNSEALED)
    lost = [f"Line {n} told of goats and of the hill called {n}." for n in range(300)]
    made["citations"] = [
        {
            **made["citations"][0],
            "id": n + 1,
            "quote": quote,
            "end": made["citations"][0]["start"] + len(quote),
            "selector": {"type": "TextQuoteSelector", "exact": quote},
        }
        for n, quote in enumerate(lost)
    ]
    began = time.process_time()
    report = verify_receipt(made, [Document(text, "Sheep")])
    assert time.process_time() - began < 5
    assert set(statuses(report)) == {"gone"}
    assert report.findings[0].nearest is not None
    assert len([finding for finding in report.findings if finding.nearest]) <= MOST_SEARCHES
