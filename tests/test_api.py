from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from pydantic import TypeAdapter

from bot.server.schema import AnswerObject, PassageObject
from tests.served import LIGHTHOUSE, Served

QUESTION = "How many metres tall is the tower?"
MOON = "Who owns the moon?"


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[Client]:
    connected = Client(server.address, verbose=False, analytics_enabled=False, token=False)
    yield connected
    connected.close()


def send(
    address: str, body: Any = None, *, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a GET, or of a POST where there is a body."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"content-type": "application/json", **(headers or {})})
    try:
        response = urllib.request.urlopen(request, timeout=20)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        found = {name.lower(): value for name, value in response.headers.items()}
        return response.status, found, response.read()


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "timings_ms": None}


def curl(*arguments: str) -> str:
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed")
    return subprocess.run(
        [program, "-sS", *arguments], capture_output=True, text=True, check=True, timeout=30
    ).stdout


def test_the_client_and_plain_http_get_the_same_object(server: Served, client: Client) -> None:
    by_client = client.predict(QUESTION, api_name="/ask")
    _, _, body = send(f"{server.address}/v1/ask", {"question": QUESTION})
    assert timeless(by_client) == timeless(json.loads(body))
    assert TypeAdapter(AnswerObject).validate_python(by_client, strict=True) == by_client


def test_every_quote_stands_at_its_offsets(client: Client) -> None:
    answer = client.predict("How many miles did the keeper row for oil after the storm?", api_name="/ask")
    (citation,) = answer["citations"]
    assert LIGHTHOUSE[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["quote"].startswith("🌊🌊 After the storm")
    assert answer["short_answer"] == {"text": "12 miles for", "citation": 1}
    assert answer["answer"].endswith("[1].")
    assert citation["url"].startswith("https://example.org/skerry?a=1&b=2#:~:text=")


def test_a_refusal_has_its_reason_its_words_and_its_nearest_passages(client: Client) -> None:
    answer = client.predict(MOON, api_name="/ask")
    assert (answer["status"], answer["citations"], answer["sentences"]) == ("not_in_article", [], [])
    assert answer["refusal"]["reason"].startswith("The article does not say.")
    assert "moon" in answer["refusal"]["missing_terms"]
    known = {passage["id"] for passage in answer["passages"]}
    assert answer["refusal"]["nearest"]
    assert set(answer["refusal"]["nearest"]) <= known


def test_history_and_limit_are_taken(client: Client) -> None:
    history = [{"question": "Where is the light?", "answer": "On Skerry Rock."}]
    answer = client.predict(question=QUESTION, history=history, limit=2, api_name="/ask")
    assert answer["status"] == "answered"
    assert len(answer["passages"]) == 2


def test_search_returns_passages_best_first(server: Served, client: Client) -> None:
    found = client.predict("the diary of birds and the museum", 3, api_name="/search")
    assert "diary" in found[0]["text"]
    assert [passage["score"] for passage in found] == sorted((p["score"] for p in found), reverse=True)
    for passage in found:
        assert TypeAdapter(PassageObject).validate_python(passage, strict=True) == passage
    _, _, body = send(
        f"{server.address}/v1/search", {"question": "the diary of birds and the museum", "limit": 3}
    )
    assert json.loads(body) == found


def test_curl_asks_by_name_and_reads_the_answer_from_the_stream(server: Served) -> None:
    call = f"{server.address}/gradio_api/call"
    body = json.dumps({"question": QUESTION})
    event = json.loads(
        curl("-X", "POST", f"{call}/v2/ask", "-H", "Content-Type: application/json", "-d", body)
    )
    stream = curl("-N", f"{call}/ask/{event['event_id']}")
    assert "event: complete" in stream
    (answer,) = json.loads(stream.split("data: ")[-1])
    assert answer["short_answer"]["text"] == "35 metres tall"


def test_curl_asks_in_one_request(server: Served) -> None:
    body = json.dumps({"question": QUESTION})
    found = json.loads(curl(f"{server.address}/v1/ask", "-H", "Content-Type: application/json", "-d", body))
    assert found["status"] == "answered"


def test_view_api_shows_the_real_fields(server: Served) -> None:
    _, _, body = send(f"{server.address}/gradio_api/info")
    endpoints = json.loads(body)["named_endpoints"]
    assert set(endpoints) == {"/ask", "/search", "/check", "/verify"}
    ask = endpoints["/ask"]
    assert [p["parameter_name"] for p in ask["parameters"]] == ["question", "history", "limit"]
    assert [p["parameter_has_default"] for p in ask["parameters"]] == [False, True, True]
    shown = json.dumps(ask["returns"])
    for field in ("standalone_question", "short_answer", "missing_terms", "TextQuoteSelector", "passage_id"):
        assert field in shown


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"question": ""}, "the question is empty; type what you would like to know"),
        ({"question": "w" * 10_000}, "the question has 10,000 characters"),
        ({"question": 5}, "question: Input should be a valid string, got 5"),
        ({"question": QUESTION, "limit": "abc"}, "limit: Input should be a valid integer, got 'abc'"),
        ({"question": QUESTION, "limit": 0}, "limit: Input should be greater than or equal to 1, got 0"),
        ({"question": QUESTION, "history": "before"}, "history: Input should be a valid list, got 'before'"),
        ({"question": "😀🎉"}, "has no words"),
    ],
)
def test_a_bad_question_is_refused_alike_at_both_doors(
    server: Served, client: Client, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(AppError) as caught:
        client.predict(**values, api_name="/ask")
    status, _, body = send(f"{server.address}/v1/ask", values)
    assert said in str(caught.value)
    assert status == 422
    assert said in json.loads(body)["error"]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 422, "missing"),
        (b"{", 422, "JSON"),
        (b"[1]", 422, "the request's body"),
        ({"question": QUESTION, "top_k": 4}, 422, "top_k is not known; leave it out"),
        ({"question": QUESTION, "history": [{"answer": "x"}]}, 422, "history.0.question is missing"),
        (b'{"question": "\\ud800 rain"}', 422, "send valid Unicode"),
        (b'{"question": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", 400, "error parsing the body"),
    ],
)
def test_a_request_that_is_none_is_refused_and_the_server_lives(
    server: Served, body: Any, status: int, said: str
) -> None:
    found, _, told = send(f"{server.address}/v1/ask", body)
    assert (found, said in told.decode()) == (status, True), told[:300]
    assert send(f"{server.address}/healthz")[0] == 200


def test_a_body_over_the_limit_is_refused_before_it_is_read(server: Served) -> None:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", "/v1/ask")
    connection.putheader("content-type", "application/json")
    connection.putheader("content-length", "20000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_fault_in_the_program_is_told_without_its_secrets(server: Served, client: Client) -> None:
    status, _, body = send(f"{server.address}/v1/ask", {"question": "a fault, please"})
    assert (status, b"secret" in body, b"fault in the program" in body) == (500, False, True)
    with pytest.raises(AppError) as caught:
        client.predict("a fault, please", api_name="/ask")
    assert "fault in the program" in str(caught.value)
    assert client.predict(QUESTION, api_name="/ask")["status"] == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Wie hoch ist der Turm auf Skerry Rock?",
        "灯塔有多高？",
        "ما ارتفاع البرج؟",
        "🌊 tower tall? 🗼",
        "\u202etower tall",
        "a\u0301" * 400,
    ],
)
def test_questions_in_any_script_get_an_answer_or_a_refusal(server: Served, question: str) -> None:
    status, _, body = send(f"{server.address}/v1/ask", {"question": question})
    assert status == 200
    assert json.loads(body)["status"] in ("answered", "not_in_article")
    assert json.loads(body)["question"] == question.strip()


def test_health_and_readiness(server: Served) -> None:
    assert send(f"{server.address}/healthz")[::2] == (200, b'{"status":"up"}')
    status, _, body = send(f"{server.address}/readyz")
    report = json.loads(body)
    assert (status, report["stage"], report["failure"]) == (200, "ready", None)
    assert report["documents"][0] == "The Keeper of Skerry Rock"


def test_every_response_carries_the_headers_and_pages_their_policy(server: Served) -> None:
    for path in ("/", "/article", "/healthz", "/footnote/page.js", "/favicon.ico", "/nowhere"):
        _, headers, _ = send(f"{server.address}{path}")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        if headers["content-type"].startswith("text/html"):
            assert "unsafe-eval" not in headers["content-security-policy"]
    assert "sha256" not in send(f"{server.address}/article")[1]["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/gradio_api/upload", {}),
        ("/gradio_api/file=http://127.0.0.1:1/x", None),
        ("/gradio_api/file=/etc/hostname", None),
        ("/gradio_api/run/ask", {"data": [QUESTION, None, None]}),
        ("/gradio_api/api/ask", {"data": [QUESTION, None, None]}),
        ("/gradio_api/monitoring/summary", None),
        ("/monitoring", None),
        ("/footnote/../../pyproject.toml", None),
        ("/footnote/%2e%2e%2fwords.py", None),
        ("/docs", None),
    ],
)
def test_what_the_page_does_not_need_is_closed(server: Served, path: str, body: Any) -> None:
    status, _, told = send(f"{server.address}{path}", body)
    assert 400 <= status < 500, (status, told[:200])


def test_a_foreign_name_for_this_machine_is_turned_away(server: Served) -> None:
    assert send(f"{server.address}/healthz", headers={"host": "evil.example"})[0] == 400
    _, headers, _ = send(f"{server.address}/gradio_api/info", headers={"origin": "http://evil.example"})
    assert "access-control-allow-origin" not in headers


def test_a_statement_is_checked_alike_at_every_door(server: Served, client: Client) -> None:
    statement = "The tower is 35 metres tall."
    through_gradio = client.predict(statement, api_name="/check")
    status, _, body = send(f"{server.address}/v1/check", {"statement": statement})
    assert status == 200
    assert json.loads(body) == through_gradio
    assert set(through_gradio) == {"statement", "status", "score", "citations", "reasons"}
    assert send(f"{server.address}/v1/check", {"statement": "?!"})[0] == 422


def test_a_saved_answer_is_proven_and_an_altered_one_is_not(server: Served, client: Client) -> None:
    answer = client.predict(QUESTION, api_name="/ask")
    assert client.predict(answer, api_name="/verify")["proven"] is True
    answer["citations"][0]["quote"] = answer["citations"][0]["quote"].upper()
    status, _, body = send(f"{server.address}/v1/verify", answer)
    report = json.loads(body)
    assert (status, report["proven"], report["citations"][0]["status"]) == (200, False, "tampered")


def test_saved_answers_are_exported_as_one_conversation(server: Served) -> None:
    answer = json.loads(send(f"{server.address}/v1/ask", {"question": QUESTION})[2])
    status, headers, text = send(f"{server.address}/v1/export", [answer, {**answer, "documents": 5}])
    assert (status, headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    assert text.decode().count("The tower is 35 metres tall") >= 2
    for bad in ([], [{}], ["x"], [{**answer, "turns": 5}], {"question": "x"}):
        status, _, body = send(f"{server.address}/v1/export", bad)
        assert status == 422, bad
        assert json.loads(body)["error"]
