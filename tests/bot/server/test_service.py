from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest

from bot.answer import Answer
from bot.chatbot import Chatbot
from bot.page.view import shell
from bot.server import service as module
from bot.server.errors import BusyError, FaultError, NotReadyError, RequestError
from bot.server.service import Progress, Service, answer_object, open_service, passage_objects
from bot.settings import Settings
from index.document import Document
from tests.scripted import scripted_chatbot, scripted_service

RAIN = Document("It rained for 12 days in the valley. Nobody minded the rain.", "Rain")
QUESTION = "How many days has it rained in the valley?"


def gated(gate: threading.Event) -> Service:
    def build(documents: Sequence[Document], progress: Progress) -> Chatbot:
        progress(1, 4)
        assert gate.wait(20)
        return scripted_chatbot(documents)

    return Service(lambda: [RAIN], build)


def settled(service: Service) -> Service:
    service.start()
    for _ in range(400):
        if service.finished:
            return service
        threading.Event().wait(0.05)
    raise AssertionError("the service did not settle")


def test_an_early_question_waits_and_is_then_answered() -> None:
    gate = threading.Event()
    service = gated(gate)
    service.start()
    answers: list[str] = []
    asker = threading.Thread(target=lambda: answers.append(service.ask(QUESTION).text))
    asker.start()
    asker.join(0.3)
    assert (answers, service.report()["waiting"]) == ([], 1)
    gate.set()
    asker.join(20)
    assert answers == ["It rained for 12 days in the valley [1]."]
    assert service.report()["waiting"] == 0


def test_the_documents_are_there_before_the_index_is() -> None:
    gate = threading.Event()
    service = gated(gate)
    service.start()
    for _ in range(100):
        if service.stage == "indexing":
            break
        threading.Event().wait(0.05)
    assert service.documents == (RAIN,)
    assert "25 % is indexed" in shell(service)["bar"]
    gate.set()
    service.chatbot()
    assert service.stage == "ready"


def test_a_failed_load_says_what_failed_to_everyone_who_asks() -> None:
    service = settled(open_service(["/nowhere/rain.txt"], settings=Settings()))
    assert service.stage == "failed"
    assert "/nowhere/rain.txt" in service.report()["failure"]
    with pytest.raises(NotReadyError, match=r"/nowhere/rain\.txt.*start Footnote again"):
        service.ask(QUESTION)


def test_patience_ends() -> None:
    service = gated(threading.Event())
    service.start()
    with pytest.raises(NotReadyError, match="still loading after 0 seconds"):
        service.chatbot(patience=0.1)


def test_questions_are_answered_one_at_a_time() -> None:
    service = settled(scripted_service([RAIN]))
    at_once: list[int] = []
    running = 0
    inner = service.chatbot().stream

    def stream(question: str, **values: object) -> Iterator[Answer]:
        nonlocal running
        running += 1
        at_once.append(running)
        threading.Event().wait(0.02)
        yield from inner(question, **values)  # type: ignore[arg-type]
        running -= 1

    service.chatbot().stream = stream  # type: ignore[method-assign,assignment]
    askers = [threading.Thread(target=service.ask, args=(QUESTION,)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert at_once == [1] * 8


def test_a_full_line_turns_the_next_question_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 1)
    gate = threading.Event()
    service = gated(gate)
    service.start()
    asker = threading.Thread(target=service.ask, args=(QUESTION,))
    asker.start()
    while not service.report()["waiting"]:
        threading.Event().wait(0.01)
    with pytest.raises(BusyError, match="1 questions are already waiting"):
        service.ask(QUESTION)
    gate.set()
    asker.join()
    assert service.ask(QUESTION).status == "answered"


def test_a_fault_while_reading_does_not_block_the_next_question() -> None:
    service = settled(scripted_service([RAIN]))
    with pytest.raises(FaultError, match="fault in the program"):
        service.ask("a fault, please")
    assert service.ask(QUESTION).status == "answered"


def test_examples_that_cannot_be_made_leave_a_page_that_works() -> None:
    def suggest(chatbot: Chatbot) -> Sequence[str]:
        raise RuntimeError("no examples")

    service = settled(Service(lambda: [RAIN], lambda found, _: scripted_chatbot(found), suggest=suggest))
    assert (service.stage, service.examples) == ("ready", ())


def test_the_doors_refuse_what_is_no_question() -> None:
    service = settled(scripted_service([RAIN]))
    for question in ("", "   ", "😀😀", "w" * 10_000, 5, None, ["rain"], "\ud800"):
        with pytest.raises(RequestError):
            answer_object(service, {"question": question})
        with pytest.raises(RequestError):
            passage_objects(service, {"question": question})


def test_history_reaches_the_chatbot_as_turns() -> None:
    service = settled(scripted_service([RAIN]))
    history = [{"question": "Did it rain?", "answer": "Yes."}]
    found = answer_object(service, {"question": QUESTION, "history": history, "limit": 3})
    assert found["status"] == "answered"
    assert len(found["passages"]) <= 3
