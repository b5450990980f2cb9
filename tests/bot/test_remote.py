"""Every fault of a model's server ends in an answer of the spare reader, in time and with a notice."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from bot.answer import Answer
from bot.chatbot import Chatbot
from bot.generating.fallback import INSTEAD, UNPROVEN, Breaker
from bot.generating.patience import Patience
from bot.page.words import STOPPED
from bot.reader import ReaderError, make_reader
from bot.remote import RemoteReader
from bot.settings import Settings
from index.document import Document
from index.store import ArticleIndex
from tests.model_server import GOOD, ModelServer, model_server
from tests.reading import FLOOD, WordSupport, reading_of
from tests.scripted import ScriptedReader, WordEmbedder

QUESTION = "How far did the river Ilm rise in March 2021?"
SPARE = "The river Ilm rose by 40 cm in March 2021."
SHORT = Patience(reach=1, begin=1, gap=0.5, total=1.5)
LONG = Patience(reach=10, begin=10, gap=10, total=30)
KEY = "sk-verysecret"

FAULTS = {
    "never-answers": "had not begun to answer after 1 seconds",
    "pings": "had not begun to answer after 1 seconds",
    "silent": "fell silent for 0.5 seconds in mid-answer",
    "slow": "took longer than 1.5 seconds",
    "401": "did not accept the key; set FOOTNOTE_API_KEY (401)",
    "429": "has too many requests at the moment (429)",
    "500": "failed (500)",
    "503": "failed (503)",
    "404": "does not know the model or the address",
    "too-long": "found the passages too long; set FOOTNOTE_PASSAGES lower (400)",
    "unknown-here": "does not know the model; look at FOOTNOTE_MODEL (400)",
    "strange": "did not accept the request; its log or ours says why (400)",
    "moved": "gave no answer (302)",
    "broken": "broke off the connection",
    "unfinished": "was cut off in the middle",
    "nonsense": "sent a stream that cannot be read",
    "fails-inside": "failed in the middle of its answer",
    "html": "sent a page instead of an answer",
    "json": "sent an answer that cannot be read",
    "endless": "repeated itself without end",
    "flood": "sent something that is no answer",
    "empty": "answer was empty",
    "blank": "answer was empty",
    "only-thoughts": "answer was empty",
    "uncited": UNPROVEN,
    "invented-source": UNPROVEN,
    "invented-number": UNPROVEN,
    "rules": UNPROVEN,
}


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture(scope="module")
def articles() -> ArticleIndex:
    return ArticleIndex.build([Document("\n\n".join(FLOOD), "The flood")], embedder=WordEmbedder())


def chatbot(articles: ArticleIndex, url: str, model: str, patience: Patience = SHORT) -> Chatbot:
    reader = RemoteReader(url, model, patience=patience, key=KEY)
    return Chatbot(articles, reader, spare=ScriptedReader(), support=WordSupport())


def is_spare(answer: Answer) -> bool:
    return (answer.reader, [s.text for s in answer.sentences]) == ("scripted", [SPARE])


@pytest.mark.parametrize("model", ["good", "no-done", "whole", "new-names"])
def test_what_a_server_writes_is_answered_with_the_receipts_of_any_answer(
    server: ModelServer, articles: ArticleIndex, model: str
) -> None:
    answer = chatbot(articles, server.url, model, LONG).ask(QUESTION)
    assert answer.notice is None
    assert answer.reader == f"remote:{model}"
    assert answer.text == "In March 2021 the river Ilm rose by 40 cm [1]."
    cited = answer.citations[0]
    assert cited.quote == SPARE
    assert articles.documents[0].text[cited.span.start : cited.span.end] == cited.quote
    assert 0.6 <= answer.confidence <= 1


def test_thoughts_are_a_sign_of_life(server: ModelServer, articles: ArticleIndex) -> None:
    patience = Patience(reach=10, begin=1, gap=1, total=30)  # shorter than the thoughts in all
    answer = chatbot(articles, server.url, "thinks", patience).ask(QUESTION)
    assert (answer.notice, answer.reader) == (None, "remote:thinks")


def test_the_request_is_the_prompt_the_model_and_the_key(server: ModelServer, articles: ArticleIndex) -> None:
    server.requests.clear()
    chatbot(articles, server.url, "good", LONG).ask(QUESTION)
    sent = server.requests[0]
    assert sent["path"] == "/v1/chat/completions"
    assert (sent["model"], sent["stream"], sent["max_tokens"], sent["temperature"]) == ("good", True, 400, 0)
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert f"Question: {QUESTION}" in sent["messages"][1]["content"]
    assert sent["headers"]["Authorization"] == f"Bearer {KEY}"


def test_the_agreed_refusal_of_a_model_is_a_refusal(server: ModelServer, articles: ArticleIndex) -> None:
    answer = chatbot(articles, server.url, "refuses", LONG).ask(QUESTION)
    assert (answer.status, answer.reader, answer.notice) == ("not_in_article", "remote:refuses", None)
    assert answer.refusal
    assert answer.refusal.reason.startswith("The article does not say.")


def test_a_sentence_that_cannot_be_proven_is_withheld_and_the_others_are_said(
    server: ModelServer, articles: ArticleIndex
) -> None:
    answer = chatbot(articles, server.url, "half", LONG).ask(QUESTION)
    assert [s.text for s in answer.sentences] == ["In March 2021 the river Ilm rose by 40 cm."]
    assert answer.withheld[0].text == "Repairs cost 9 million euros."
    assert "9000000" in answer.withheld[0].reason


@pytest.mark.parametrize("model", FAULTS)
def test_a_fault_of_the_server_is_answered_by_the_spare_reader_with_a_notice(
    server: ModelServer, articles: ArticleIndex, model: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    began = time.monotonic()
    answer = chatbot(articles, server.url, model).ask(QUESTION)
    assert time.monotonic() - began < SHORT.total + 2
    assert is_spare(answer)
    assert answer.notice
    assert FAULTS[model] in answer.notice
    assert answer.notice.endswith(INSTEAD)
    assert "secret" not in answer.notice
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:{free}/v1", "could not be reached; is it running?"),
        ("http://no-such-host.invalid/v1", "could not be"),
        ("https://127.0.0.1:{plain}/v1", "could not be reached safely (TLS)"),
    ],
)
def test_a_server_that_cannot_be_reached_is_a_fault_as_well(
    server: ModelServer, articles: ArticleIndex, url: str, said: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        free = taken.getsockname()[1]
    answer = chatbot(articles, url.format(free=free, plain=server.server_port), "good").ask(QUESTION)
    assert is_spare(answer)
    assert answer.notice
    assert said in answer.notice


def test_what_was_withheld_is_kept_when_the_spare_reader_answers(
    server: ModelServer, articles: ArticleIndex
) -> None:
    answer = chatbot(articles, server.url, "invented-number", LONG).ask(QUESTION)
    assert answer.withheld[0].text == "In March 2021 the river Ilm rose by 90 cm."
    assert "number" in answer.withheld[0].reason


def test_a_dead_server_is_not_asked_each_time_and_is_asked_again_after_the_pause(
    server: ModelServer, articles: ArticleIndex
) -> None:
    now = [0.0]
    asked = chatbot(articles, server.url, "500", LONG)
    assert asked.guarded
    asked.guarded.breaker = Breaker(clock=lambda: now[0])
    server.requests.clear()
    notices = [asked.ask(QUESTION).notice or "" for _ in range(5)]
    assert len(server.requests) == 3
    assert ["failed (500)" in notice for notice in notices] == [True, True, True, False, False]
    assert "left alone for another 60 seconds" in notices[4]
    now[0] = 61.0
    asked.ask(QUESTION)
    assert len(server.requests) == 4
    asked.ask(QUESTION)  # one more failure is enough for the next pause
    assert len(server.requests) == 4


def test_a_server_that_recovers_is_used_again(server: ModelServer, articles: ArticleIndex) -> None:
    asked = chatbot(articles, server.url, "500", LONG)
    assert asked.guarded
    assert isinstance(asked.reader, RemoteReader)
    asked.ask(QUESTION)
    asked.reader.model = "good"
    assert asked.ask(QUESTION).notice is None
    asked.reader.model = "500"
    for _ in range(2):
        asked.ask(QUESTION)
    assert asked.guarded.breaker.left() == 0


def test_a_server_that_asks_to_be_left_alone_is(server: ModelServer, articles: ArticleIndex) -> None:
    asked = chatbot(articles, server.url, "429")
    asked.ask(QUESTION)
    assert asked.guarded
    assert 0 < asked.guarded.breaker.left() <= 7


def test_a_stop_ends_the_answer_at_once_and_the_server_notices(articles: ArticleIndex) -> None:
    with model_server() as server:
        stop = threading.Event()
        reader = RemoteReader(server.url, "slow", patience=Patience(1, 5, 5, 10))
        pieces = []
        for piece in reader.stream(reading_of(), stop):
            pieces.append(piece)
            if len(pieces) == 3:
                stop.set()
                began = time.monotonic()
        assert time.monotonic() - began < 1
        assert len(pieces) <= 4
        assert server.hung_up.wait(3)


def test_a_stop_before_the_first_word_ends_the_request_as_well(articles: ArticleIndex) -> None:
    with model_server() as server:
        asked = chatbot(articles, server.url, "pings", Patience(1, 5, 5, 10))
        stop = threading.Event()
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        answer = asked.ask(QUESTION, stop=stop)
        assert time.monotonic() - began < 1.3
        assert answer.refusal
        assert answer.refusal.reason == STOPPED
        assert server.hung_up.wait(3)


def test_an_answer_grows_sentence_by_sentence_each_of_them_proven(
    server: ModelServer, articles: ArticleIndex
) -> None:
    grown = list(chatbot(articles, server.url, "half", LONG).stream(QUESTION))
    assert len(grown) == 2
    assert [len(answer.sentences) for answer in grown] == [1, 1]
    assert grown[0].sentences == grown[1].sentences


def test_the_next_question_works_after_a_fault(server: ModelServer, articles: ArticleIndex) -> None:
    for model in ("broken", "endless", "silent"):
        asked = chatbot(articles, server.url, model)
        assert isinstance(asked.reader, RemoteReader)
        assert is_spare(asked.ask(QUESTION))
        asked.reader.model, asked.reader.patience = "good", LONG
        assert asked.ask(QUESTION).reader == "remote:good"


def test_the_reader_alone_says_what_failed(server: ModelServer) -> None:
    assert [
        claim.text for claim in RemoteReader(server.url, "good", patience=LONG).read(reading_of()).claims
    ] == [GOOD.replace(" [1]", "")]
    with pytest.raises(ReaderError, match=r"failed \(500\)"):
        RemoteReader(server.url, "500", patience=LONG).read(reading_of())


def test_the_settings_make_the_reader(server: ModelServer) -> None:
    settings = Settings(reader="remote:good", base_url=server.url + "/", api_key=KEY, answer_seconds=30)
    reader = make_reader(settings.reader, settings)
    assert isinstance(reader, RemoteReader)
    assert (reader.base_url, reader.model, reader.patience) == (server.url, "good", Patience(3, 10, 10, 27))
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "set FOOTNOTE_BASE_URL"),
        ({"base_url": "http://127.0.0.1:1/v1"}, "set FOOTNOTE_MODEL"),
        ({"base_url": "127.0.0.1:1", "model": "m"}, "is no address"),
        ({"base_url": "ftp://127.0.0.1", "model": "m"}, "is no address"),
        ({"base_url": "http://127.0.0.1:port/v1", "model": "m"}, "is no address"),
        ({"base_url": "http://me:secret@127.0.0.1/v1", "model": "m"}, "FOOTNOTE_API_KEY instead"),
        ({"base_url": "http://127.0.0.1/v1", "model": "m", "api_key": "sk-a\nb"}, "no key has"),
    ],
)
def test_what_the_settings_lack_is_said_with_the_remedy(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        make_reader("remote", Settings(reader="remote", **given))  # type: ignore[arg-type]
    assert "secret" not in str(caught.value)
    assert "sk-a" not in str(caught.value)
