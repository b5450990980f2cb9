"""One visitor's conversation: what was asked, what is still waiting, and the messages that show it."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.answer import Turn
from bot.page import words
from bot.page.checked import check_message
from bot.page.render import answer_message, escape
from bot.server.errors import ToldError
from bot.server.schema import MOST_TURNS, AskRequest, CheckRequest, checked
from bot.server.service import Service

Message = dict[str, str]
log = logging.getLogger(__name__)


@dataclass
class Asked:
    """A question, or a statement to be checked; with its reply: as HTML, and as text for what follows."""

    question: str
    statement: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    shown: str | None = None
    said: str | None = None
    growing: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def waits(self) -> bool:
        """Say whether its reply is not there yet, or not all of it."""
        return self.shown is None or self.growing


@dataclass
class Conversation:
    """The questions of one visitor, oldest first; the same object lives as long as the page is open."""

    asked: list[Asked] = field(default_factory=list)

    def add(self, question: str, *, statement: bool = False) -> None:
        """Keep a question until it is answered; one without any text is not a question."""
        if question.strip():
            self.asked = [*self.asked[1 - MOST_TURNS :], Asked(question.strip(), statement)]

    def clear(self) -> None:
        """Forget everything, what still waits included."""
        self.stop()
        self.asked = []

    def stop(self) -> None:
        """Let the answer that is being written end where it is; one that still waits is not begun."""
        for asked in self.asked:
            if asked.waits:
                asked.stopping.set()

    def answer_next(self, service: Service) -> Iterator[None]:
        """Answer the oldest question that still waits, yielding at each step of its reply.

        What goes wrong becomes the reply.
        """
        waiting = next((asked for asked in self.asked if asked.shown is None), None)
        if waiting is None:
            return
        try:
            if waiting.stopping.is_set():
                waiting.shown = _trouble(words.STOPPED)
            elif waiting.statement:
                self._check(waiting, service)
            else:
                yield from self._ask(waiting, service)
        except ToldError as error:
            waiting.said, waiting.shown = None, _trouble(str(error))
        except Exception:
            log.exception("a reply could not be shown")
            waiting.said, waiting.shown = None, _trouble(words.BROKEN)
        finally:
            waiting.growing = False
        yield

    def _ask(self, waiting: Asked, service: Service) -> Iterator[None]:
        before = self.asked[: self.asked.index(waiting)]
        history = [Turn(asked.question, asked.said) for asked in before if asked.said is not None]
        question = checked(AskRequest, {"question": waiting.question}).question
        for answer in service.stream(question, history=history, stop=waiting.stopping):
            waiting.said, waiting.shown = answer.text, answer_message(answer, turn=waiting.id)
            waiting.growing = service.generates
            if waiting.growing:
                yield

    @staticmethod
    def _check(waiting: Asked, service: Service) -> None:
        statement = checked(CheckRequest, {"statement": waiting.question}).statement
        waiting.shown = check_message(service.check(statement), turn=waiting.id)

    def messages(self, service: Service) -> list[Message]:
        """Return the conversation as chat messages, all of them safe HTML."""
        pending = words.READING if service.stage == "ready" else words.QUEUED
        shown: list[Message] = []
        for asked in self.asked:
            stoppable = " fn-stoppable" if service.generates and not asked.statement else ""
            waits = f'<p class="fn-pending{stoppable}">{escape(pending)}</p>'
            about = f"<span>{words.STATEMENT}</span> " if asked.statement else ""
            said = f'<p class="fn-asked">{about}<q>{escape(asked.question)}</q></p>'
            shown.append({"role": "user", "content": said if about else _plain(asked.question)})
            reply = waits if asked.shown is None else asked.shown + (waits if asked.growing else "")
            shown.append({"role": "assistant", "content": reply})
        return shown


def _plain(question: str) -> str:
    return f'<p class="fn-asked">{escape(question)}</p>'


def _trouble(message: str) -> str:
    return f'<p class="fn-trouble">{escape(message[:1].upper() + message[1:])}</p>'
