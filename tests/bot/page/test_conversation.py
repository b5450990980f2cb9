from __future__ import annotations

import copy
import threading
import time
from collections.abc import Sequence

import pytest

from bot.chatbot import Chatbot
from bot.generating.patience import Patience
from bot.page import words
from bot.page.conversation import Conversation
from bot.remote import RemoteReader
from bot.server.schema import MOST_TURNS
from bot.server.service import Service
from index.document import Document
from index.store import ArticleIndex
from tests.bot.server.test_service import settled
from tests.model_server import model_server
from tests.reading import WordSupport
from tests.scripted import ScriptedReader, WordEmbedder, scripted_service

RAIN = Document("It rained for 12 days in the valley. Nobody minded the rain.", "Rain")


def test_a_question_is_shown_at_once_and_answered_later() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    conversation.add("  How many days has it rained in the valley?  ")
    asked, pending = conversation.messages(service)
    assert asked["role"] == "user"
    assert ">How many days has it rained in the valley?<" in asked["content"]
    assert words.READING in pending["content"]
    list(conversation.answer_next(service))
    assert "<strong>12 days in</strong> the valley." in conversation.messages(service)[1]["content"]


def test_while_it_warms_up_the_page_says_that_the_question_is_kept() -> None:
    conversation = Conversation()
    conversation.add("Did it rain?")
    assert words.QUEUED in conversation.messages(scripted_service([RAIN]))[1]["content"]


def test_questions_asked_in_a_row_are_answered_in_their_order() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    for question in ("Has it rained for days?", "Who minded the rain, nobody?"):
        conversation.add(question)
    list(conversation.answer_next(service))
    assert [asked.said is not None for asked in conversation.asked] == [True, False]
    list(conversation.answer_next(service))
    list(conversation.answer_next(service))
    assert "Nobody minded the rain" in conversation.messages(service)[3]["content"]


def test_the_same_question_twice_shares_no_id() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    for _ in range(2):
        conversation.add("Has it rained for days?")
        list(conversation.answer_next(service))
    assert conversation.asked[0].id != conversation.asked[1].id


def test_an_empty_question_is_none() -> None:
    conversation = Conversation()
    conversation.add(" \n ")
    assert conversation.asked == []


def test_what_cannot_be_asked_is_answered_with_what_to_do() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    for question in ("w" * 10_000, "😀", "\ud800 rain"):
        conversation.add(question)
        list(conversation.answer_next(service))
    replies = [message["content"] for message in conversation.messages(service)[1::2]]
    assert "10,000 characters" in replies[0]
    assert "has no words" in replies[1]
    assert "send valid Unicode" in replies[2]
    assert all(asked.said is None for asked in conversation.asked)


def test_a_fault_is_told_without_its_secrets_and_the_conversation_goes_on() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    conversation.add("a fault, please")
    list(conversation.answer_next(service))
    conversation.add("Has it rained for days?")
    list(conversation.answer_next(service))
    replies = [message["content"] for message in conversation.messages(service)[1::2]]
    assert "secret" not in replies[0]
    assert "a fault in the program" in replies[0]
    assert "It rained" in replies[1]


def test_a_conversation_keeps_as_many_turns_as_a_request_may_carry() -> None:
    conversation = Conversation()
    for number in range(MOST_TURNS + 5):
        conversation.add(f"question {number}")
    assert len(conversation.asked) == MOST_TURNS
    assert conversation.asked[-1].question == f"question {MOST_TURNS + 4}"


def test_a_conversation_begun_anew_forgets_what_was_asked_and_what_waits() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    conversation.add("Has it rained for days?")
    conversation.clear()
    list(conversation.answer_next(service))
    assert conversation.messages(service) == []


def test_a_conversation_can_be_copied_as_gradio_does_with_state() -> None:
    assert copy.deepcopy(Conversation()) == Conversation()


def test_an_answer_that_is_being_written_grows_and_can_be_stopped() -> None:
    with model_server() as server:
        reader = RemoteReader(server.url, "slow", patience=Patience(1, 5, 5, 10))

        def build(documents: Sequence[Document], _: object) -> Chatbot:
            articles = ArticleIndex.build(documents, embedder=WordEmbedder())
            return Chatbot(articles, reader, support=WordSupport(), spare=ScriptedReader())

        service = settled(Service(lambda: [RAIN], build))
        conversation = Conversation()
        conversation.add("How long did it rain in the valley?")
        assert "fn-stoppable" in conversation.messages(service)[1]["content"]
        threading.Timer(0.4, conversation.stop).start()
        began = time.monotonic()
        list(conversation.answer_next(service))
        assert time.monotonic() - began < 3
        assert "fn-stoppable" not in conversation.messages(service)[1]["content"]


def test_a_statement_is_checked_and_is_no_part_of_the_history() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    conversation.add("It rained for 13 days in the valley.", statement=True)
    list(conversation.answer_next(service))
    shown = conversation.messages(service)
    assert words.STATEMENT in shown[0]["content"]
    assert words.NOT_CARRIED in shown[1]["content"]
    assert conversation.asked[0].said is None


def test_a_question_that_was_stopped_while_it_waited_is_not_begun() -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    conversation.add("How many days has it rained in the valley?")
    conversation.stop()
    list(conversation.answer_next(service))
    assert words.STOPPED in conversation.messages(service)[1]["content"]
    conversation.add("How many days has it rained in the valley?")
    list(conversation.answer_next(service))
    assert "12 days" in conversation.messages(service)[3]["content"]


def test_whatever_goes_wrong_the_next_question_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    service = settled(scripted_service([RAIN]))
    conversation = Conversation()
    conversation.add("How many days has it rained in the valley?")
    with monkeypatch.context() as broken:
        broken.setattr("bot.page.conversation.answer_message", lambda *_, **__: 1 / 0)
        list(conversation.answer_next(service))
    assert words.BROKEN.capitalize()[:20] in conversation.messages(service)[1]["content"]
    assert conversation.asked[0].said is None
    conversation.add("Who minded the rain, nobody?")
    list(conversation.answer_next(service))
    assert "Nobody minded" in conversation.messages(service)[3]["content"]
