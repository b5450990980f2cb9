"""A chatbot that may still be loading: questions wait their turn, then are answered one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bot.answer import Answer, Check, Source, Turn
from bot.page import words
from bot.server.errors import BusyError, FaultError, NotReadyError, RequestError, ToldError
from bot.server.schema import AnswerObject, AskRequest, PassageObject, SearchRequest, checked
from index.document import Document, Hit

if TYPE_CHECKING:  # the chatbot's libraries take seconds to import; the page is up before them
    from bot.chatbot import Chatbot
    from bot.settings import Settings

Progress = Callable[[int, int], None]  # how many of how many passages are done
Stage = Literal["reading", "indexing", "ready", "failed"]
PATIENCE = 600.0  # seconds a question waits for the articles to load: several times the slowest start seen
LONGEST_LINE = 32  # questions waiting at once; more would hold every thread of the server
log = logging.getLogger(__name__)


class Service:
    """Loads documents, then a chatbot on them, in a thread of its own; thread-safe.

    `read` and `build` do the two steps: the documents can be shown as soon as the first is done.
    """

    def __init__(
        self,
        read: Callable[[], Sequence[Document]],
        build: Callable[[Sequence[Document], Progress], Chatbot],
        *,
        suggest: Callable[[Chatbot], Sequence[str]] = lambda _: (),
    ) -> None:
        self._read, self._build, self._suggest = read, build, suggest
        self._settled = threading.Event()
        self._turn = threading.Lock()
        self._count = threading.Lock()
        self._waiting = 0
        self._chatbot: Chatbot | None = None
        self.stage: Stage = "reading"
        self.share: float | None = None  # of the passages that are indexed, 0 to 1
        self.documents: tuple[Document, ...] = ()
        self.examples: tuple[str, ...] = ()
        self.failure: str | None = None
        self.finished = False  # nothing about loading changes any more

    def start(self) -> None:
        """Begin to load, in the background."""
        threading.Thread(target=self._load, name="footnote-load", daemon=True).start()

    def _load(self) -> None:
        try:
            self.documents = tuple(self._read())
            self.stage = "indexing"
            self._chatbot = self._build(self.documents, self._note)
            self.documents = self._chatbot.articles.documents
            self.stage = "ready"
        except Exception as error:  # whatever it was, the page must say it: nobody else is listening
            expected = isinstance(error, (ValueError, OSError))  # of those the message says all
            log.error("%s: %s", words.FAILED, error, exc_info=None if expected else error)
            self.failure = str(error) or type(error).__name__
            self.stage = "failed"
        self._settled.set()
        if self._chatbot is not None:
            self._propose(self._chatbot)
        self.finished = True

    def _note(self, done: int, total: int) -> None:
        self.share = done / total if total else None

    def _propose(self, chatbot: Chatbot) -> None:
        try:
            with self._turn:
                self.examples = tuple(self._suggest(chatbot))
        except Exception:  # a page without examples is a page all the same
            log.exception("no example questions could be made")

    def chatbot(self, *, patience: float = PATIENCE) -> Chatbot:
        """Return the chatbot, waiting until it is there; NotReadyError if it failed or took too long."""
        if not self._settled.wait(patience):
            raise NotReadyError(words.LATE.format(seconds=round(patience)))
        if self._chatbot is None:
            raise NotReadyError(f"{words.FAILED}: {self.failure}. {words.FAILED_REMEDY}")
        return self._chatbot

    def ask(self, question: str, *, history: Sequence[Turn] = (), limit: int | None = None) -> Answer:
        """Return the chatbot's answer; ToldError where there is none."""
        *_, answer = self.stream(question, history=history, limit=limit)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        limit: int | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Answer]:
        """Yield the chatbot's answer as it grows, the whole one last; it ends soon after `stop` is set."""
        with self._in_line() as chatbot:
            asked = _accepted(chatbot, question)
            yield from chatbot.stream(asked, history=history, limit=limit, stop=stop)

    @property
    def generates(self) -> bool:
        """Say whether answers are written by a language model, and so take time and can be stopped."""
        return self._chatbot is not None and self._chatbot.guarded is not None

    def search(self, question: str, *, limit: int) -> list[Hit]:
        """Return the passages found, best first; errors as for `ask`."""
        with self._in_line() as chatbot:
            return chatbot.articles.search(_accepted(chatbot, question), limit=limit)

    def check(self, statement: str) -> Check:
        """Return whether the articles carry a statement; errors as for `ask`."""
        with self._in_line() as chatbot:
            return chatbot.check(_accepted(chatbot, statement, what="statement"))

    @contextmanager
    def _in_line(self) -> Iterator[Chatbot]:
        with self._count:
            if self._waiting >= LONGEST_LINE:
                raise BusyError(words.BUSY.format(count=self._waiting))
            self._waiting += 1
        try:
            chatbot = self.chatbot()
            with self._turn:
                yield chatbot
        except ToldError:
            raise
        except Exception as error:
            log.exception("a question could not be answered")
            raise FaultError(words.BROKEN) from error
        finally:
            with self._count:
                self._waiting -= 1

    def report(self) -> dict[str, Any]:
        """Return what `/readyz` says: the stage, what is loaded, what failed, how many questions wait."""
        version = self._chatbot.articles.version if self._chatbot else None
        return {
            "stage": self.stage,
            "documents": [document.title for document in self.documents],
            "index_version": version,
            "waiting": self._waiting,
            "failure": self.failure,
        }


def _accepted(chatbot: Chatbot, question: str, *, what: str = "question") -> str:
    try:
        return chatbot.accept(question, what=what)
    except ValueError as error:
        raise RequestError(str(error)) from None


def answer_object(service: Service, values: Mapping[str, Any]) -> AnswerObject:
    """Return the answer to a request as the JSON object; ToldError where there is none."""
    request = checked(AskRequest, values)
    answer = service.ask(request.question, history=request.turns, limit=request.limit)
    return answer.to_dict()  # type: ignore[return-value]  # a test compares every field


def passage_objects(service: Service, values: Mapping[str, Any]) -> list[PassageObject]:
    """Return the passages that fit a request, best first; errors as for `answer_object`."""
    request = checked(SearchRequest, values)
    hits = service.search(request.question, limit=request.limit)
    return [Source(hit.passage, hit.score).to_dict() for hit in hits]  # type: ignore[misc]


def open_service(sources: Sequence[str], *, settings: Settings) -> Service:
    """Return a service on articles and saved indexes, or on the shipped articles where none is named.

    Nothing is read before it starts.
    """

    def read() -> Sequence[Document]:
        from bot.command.opening import shipped_articles
        from index import load

        return [load(source) for source in sources or shipped_articles() if not Path(source).is_dir()]

    def build(_: Sequence[Document], progress: Progress) -> Chatbot:
        from bot.chatbot import Chatbot
        from bot.command.opening import open_articles

        return Chatbot(open_articles(sources, settings=settings, progress=progress), settings=settings)

    def suggest(chatbot: Chatbot) -> Sequence[str]:
        from bot.command.opening import shipped_articles
        from bot.page.examples import example_questions

        return example_questions(chatbot, sources=sources or shipped_articles())

    return Service(read, build, suggest=suggest)
