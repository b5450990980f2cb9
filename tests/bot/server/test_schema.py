from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.server.errors import RequestError
from bot.server.schema import AnswerObject, AskRequest, PassageObject, SearchRequest, checked
from index.document import Document
from tests.bot.server.test_service import settled
from tests.scripted import scripted_service

RAIN = Document(
    "It rained for 12 days in the valley. Nobody minded the rain.", "Rain", url="https://example.org/"
)


def fields(kind: Any) -> set[str]:
    return set(kind.__annotations__)


@pytest.mark.parametrize("question", ["How many days has it rained in the valley?", "Who owns the moon?"])
def test_an_answer_has_exactly_the_fields_that_the_schema_shows(question: str) -> None:
    found = settled(scripted_service([RAIN])).ask(question).to_dict()
    assert set(found) == fields(AnswerObject)
    # A field that the schema does not know would be dropped here, at any depth.
    assert TypeAdapter(AnswerObject).validate_python(found, strict=True) == found
    for passage in found["passages"]:
        assert set(passage) == fields(PassageObject)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "question is missing; send it"),
        ({"question": 5}, "question: Input should be a valid string, got 5"),
        ({"question": "q", "limit": "abc"}, "limit: Input should be a valid integer, got 'abc'"),
        ({"question": "q", "limit": True}, "limit: Input should be a valid integer, got True"),
        ({"question": "q", "limit": 51}, "limit: Input should be less than or equal to 50, got 51"),
        ({"question": "q", "history": "before"}, "history: Input should be a valid list, got 'before'"),
        ({"question": "q", "history": [{"answer": "a"}]}, "history.0.question is missing; send it"),
        ({"question": "q", "top_k": 4}, "top_k is not known; leave it out"),
        ({"question": "\ud800"}, "send valid Unicode, got '\\ud800'"),
    ],
)
def test_a_bad_request_is_refused_with_field_and_value(values: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError) as caught:
        checked(AskRequest, values)
    assert said in str(caught.value)
    str(caught.value).encode("utf-8")


def test_a_long_value_is_cut_in_the_error() -> None:
    with pytest.raises(RequestError) as caught:
        checked(SearchRequest, {"question": list(range(10_000))})
    assert len(str(caught.value)) < 200


def test_history_becomes_turns() -> None:
    request = checked(AskRequest, {"question": "q", "history": [{"question": "a", "answer": "b"}]})
    assert [(turn.question, turn.answer) for turn in request.turns] == [("a", "b")]
