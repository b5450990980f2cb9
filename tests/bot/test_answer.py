"""An answer that exists is cited: every way of making one that is not is refused."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from bot.answer import Answer, Refusal, Sentence, ShortAnswer, Source
from bot.citation import Citation, text_fragment
from index.document import Passage, Span

TEXT = "It rained for 12 days. Nobody minded the rain, or said so."
FIRST, SECOND = Span(0, 22), Span(23, 58)


def citation(number: int = 1, span: Span = FIRST, **other: Any) -> Citation:
    return Citation(number, span.of(TEXT), span, "sha256:1", "p1", 0.91234, **other)


def answer(**other: Any) -> Answer:
    parts: dict[str, Any] = {
        "question": "How long did it rain?",
        "standalone_question": "How long did it rain?",
        "sentences": (Sentence(FIRST.of(TEXT), (1,)),),
        "citations": (citation(),),
        "confidence": 0.9,
        "reader": "test",
    }
    return Answer(**parts | other)


def test_a_sentence_without_a_citation_cannot_exist() -> None:
    with pytest.raises(ValueError, match="what cannot be cited is not said"):
        Sentence("It rained.", ())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": 0}, "numbered from 1"),
        ({"quote": ""}, "quotes 0 characters, its span has 22"),
        ({"quote": "It rained"}, "quotes 9 characters, its span has 22"),
    ],
)
def test_a_citation_needs_a_number_and_a_quote_as_long_as_its_span(wrong: dict[str, Any], said: str) -> None:
    parts = {
        "id": 1,
        "quote": FIRST.of(TEXT),
        "span": FIRST,
        "document_id": "d",
        "passage_id": "p",
        "score": 1.0,
    }
    with pytest.raises(ValueError, match=said):
        Citation(**parts | wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"citations": ()}, r"sentences cite \[1\], the citations are \[\]"),
        ({"citations": (citation(), citation(2, SECOND))}, r"the citations are \[1, 2\]"),
        ({"sentences": (), "citations": ()}, "either sentences or a refusal"),
        ({"refusal": Refusal("no")}, "either sentences or a refusal"),
        ({"confidence": 1.2}, "confidence is a probability, got 1.2"),
        ({"short_answer": ShortAnswer("12 days", 2, Span(14, 21))}, "the short answer cites 2"),
    ],
)
def test_an_answer_that_does_not_hold_together_cannot_exist(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        answer(**wrong)


def test_the_text_is_made_of_the_sentences_with_their_markers_before_the_full_stop() -> None:
    both = answer(
        sentences=(Sentence("It rained.", (1,)), Sentence("Nobody minded", (2, 1)), Sentence("«Why?»", (2,))),
        citations=(citation(), citation(2, SECOND)),
    )
    assert both.text == "It rained [1]. Nobody minded [2][1] «Why?» [2]"
    assert both.status == "answered"


def test_a_refusal_is_its_reason() -> None:
    refused = answer(sentences=(), citations=(), refusal=Refusal("No.", ("tanks",), ("p3",)))
    assert (refused.status, refused.text) == ("not_in_article", "No.")
    assert refused.to_dict()["refusal"] == {"reason": "No.", "missing_terms": ["tanks"], "nearest": ["p3"]}
    assert refused.to_dict()["citations"] == []


def test_the_object_is_that_of_the_house_and_survives_json() -> None:
    passage = Passage("p1", "sha256:1", Span(0, 58), TEXT, (FIRST, SECOND))
    made = answer(
        citations=(citation(document_title="Rain", document_url="https://example.org/a", suffix=" Nobody"),),
        short_answer=ShortAnswer("12 days", 1, Span(14, 21)),
        sources=(Source(passage, 0.5, cited=True),),
        index_version="abc",
        timings_ms={"search": 4.123},
    )
    found = json.loads(json.dumps(made.to_dict()))
    assert found == made.to_dict()
    assert found["answer"] == "It rained for 12 days [1]."
    assert found["short_answer"] == {"text": "12 days", "citation": 1}
    assert found["sentences"][0]["citations"] == [1]
    assert found["timings_ms"] == {"search": 4.1}
    assert found["passages"][0]["cited"] is True
    cited = found["citations"][0]
    assert TEXT[cited["start"] : cited["end"]] == cited["quote"] == cited["selector"]["exact"]
    assert cited["document"] == {"id": "sha256:1", "title": "Rain", "url": "https://example.org/a"}
    assert cited["selector"]["suffix"] == " Nobody"
    assert cited["score"] == 0.9123


def test_a_citation_from_an_address_links_to_its_quote() -> None:
    url = citation(document_url="https://example.org/a").url
    assert url == "https://example.org/a#:~:text=It%20rained%20for%2012%20days."
    assert citation().url is None


def test_a_long_quote_is_linked_by_its_first_and_last_words() -> None:
    words = [f"word-{number}," for number in range(20)]
    start, end = text_fragment(" ".join(words)).split(",")  # the comma between them is the only bare one
    assert unquote(start) == " ".join(words[:4])
    assert unquote(end) == " ".join(words[-4:])
    assert "-" not in start
