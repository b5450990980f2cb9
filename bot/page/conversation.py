"""One visitor's conversation: what was asked, what is still waiting, and the messages that show it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.answer import Turn
from bot.page import words
from bot.page.render import answer_message, escape
from bot.server.errors import ToldError
from bot.server.schema import MOST_TURNS, AskRequest, checked
from bot.server.service import Service

Message = dict[str, str]


@dataclass
class Asked:
    """A question, and once it is answered its reply: as HTML for the page, as text for what follows."""

    question: str
    id: str = field(default_factory=lambda: secrets.token_hex(4))
    shown: str | None = None
    said: str | None = None


@dataclass
class Conversation:
    """The questions of one visitor, oldest first; the same object lives as long as the page is open."""

    asked: list[Asked] = field(default_factory=list)

    def add(self, question: str) -> None:
        """Keep a question until it is answered; one without any text is not a question."""
        if question.strip():
            self.asked = [*self.asked[1 - MOST_TURNS :], Asked(question.strip())]

    def clear(self) -> None:
        """Forget everything, what still waits included."""
        self.asked = []

    def answer_next(self, service: Service) -> None:
        """Answer the oldest question that still waits; what goes wrong becomes its reply."""
        waiting = next((asked for asked in self.asked if asked.shown is None), None)
        if waiting is None:
            return
        before = self.asked[: self.asked.index(waiting)]
        history = [Turn(asked.question, asked.said) for asked in before if asked.said is not None]
        try:
            question = checked(AskRequest, {"question": waiting.question}).question
            answer = service.ask(question, history=history)
            waiting.said, waiting.shown = answer.text, answer_message(answer, turn=waiting.id)
        except ToldError as error:
            waiting.shown = _trouble(str(error))

    def messages(self, service: Service) -> list[Message]:
        """Return the conversation as chat messages, all of them safe HTML."""
        pending = words.READING if service.stage == "ready" else words.QUEUED
        shown: list[Message] = []
        for asked in self.asked:
            shown.append({"role": "user", "content": f'<p class="fn-asked">{escape(asked.question)}</p>'})
            reply = asked.shown or f'<p class="fn-pending">{escape(pending)}</p>'
            shown.append({"role": "assistant", "content": reply})
        return shown


def _trouble(message: str) -> str:
    return f'<p class="fn-trouble">{escape(message[:1].upper() + message[1:])}</p>'
