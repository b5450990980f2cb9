"""A reader that asks any OpenAI-compatible server: Ollama, vLLM, llama.cpp, `transformers serve`, OpenAI."""

from __future__ import annotations

import ipaddress
import logging
import queue
import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from bot.generating.events import content_of, first_choice, texts
from bot.generating.generated import read_by
from bot.generating.patience import REACHED, Patience, pieces
from bot.generating.wire import Wire, completion, refused, said_by, trouble
from bot.prompting import make_prompt
from bot.reader import Draft, ReaderError, Reading

if TYPE_CHECKING:
    from bot.settings import Settings

# Seconds in which a question is answered, whatever the server does; how many the built-in reader may need.
WHOLE, RESERVE = 15.0, 3.0
KEY = re.compile(r"[\x21-\x7e]+")
log = logging.getLogger(__name__)


class RemoteReader:
    """Sends the prompt to `{base_url}/chat/completions` and streams what comes back. Holds no connection."""

    def __init__(
        self, base_url: str, model: str, *, patience: Patience, key: str | None = None, tokens: int = 400
    ) -> None:
        self.base_url, self.model, self.patience, self.tokens = checked_url(base_url), model, patience, tokens
        if key is not None and not KEY.fullmatch(key):
            raise ValueError(
                "FOOTNOTE_API_KEY holds a character that no key has; copy it again, without spaces"
            )
        self._headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._style: dict[str, Any] = {"max_tokens": tokens, "temperature": 0}

    @classmethod
    def connect(cls, model: str, settings: Settings | None) -> RemoteReader:
        """Return the reader that the settings describe, the server unasked; ValueError says what lacks."""
        if settings is None or not settings.base_url:
            raise ValueError(
                "the reader 'remote' needs a server: set FOOTNOTE_BASE_URL, such as http://127.0.0.1:11434/v1"
            )
        if not model:
            raise ValueError(
                "the reader 'remote' needs a model: set FOOTNOTE_MODEL to a name that the server lists at "
                f"{settings.base_url.rstrip('/')}/models"
            )
        whole = settings.answer_seconds or WHOLE
        patience = Patience(
            reach=settings.connect_seconds,
            begin=settings.first_token_seconds,
            gap=settings.gap_seconds,
            total=max(whole - RESERVE, whole / 2),
        )
        key = settings.api_key.get_secret_value() if settings.api_key else None
        return cls(settings.base_url, model, patience=patience, key=key, tokens=settings.answer_tokens)

    @property
    def name(self) -> str:
        """The name that answers carry."""
        return f"remote:{self.model}"

    def read(self, reading: Reading) -> Draft:
        """Return what the model writes as a draft; ReaderError."""
        return read_by(self, reading)

    def fit(self, reading: Reading) -> Reading:
        """Return the reading as it is: what a server's model can take is not known here."""
        return reading

    def stream(self, reading: Reading, stop: threading.Event) -> Iterator[str]:
        """Yield what the model writes, piece by piece, and end soon after `stop` is set; ReaderError."""
        arrived: queue.Queue[object] = queue.Queue()
        wire = Wire(lambda: arrived.put(REACHED))
        messages = make_prompt(reading).messages
        # In a thread of its own, because looking up a name cannot be given up, and a socket that waits
        # cannot see the stop; what it still sends once nobody listens is dropped with the queue.
        worker = threading.Thread(target=self._receive, args=(messages, arrived, wire), daemon=True)
        worker.start()
        try:
            yield from pieces(arrived, self.patience, stop)
        except ReaderError as error:
            log.warning("%s, %s: %s", self.base_url, self.model, error)
            raise
        finally:
            wire.cut()

    def _receive(self, messages: list[dict[str, str]], arrived: queue.Queue[object], wire: Wire) -> None:
        try:
            with self._client() as client:
                for piece in self._answer(client, messages, wire):
                    arrived.put(piece)
            arrived.put(None)
        except ReaderError as error:
            arrived.put(error)
        except Exception as error:  # whatever it was, the thread that waits must hear of it
            if not wire.is_cut:
                log.warning("%s: %s", self.base_url, type(error).__name__)
            arrived.put(ReaderError(trouble(error)))

    def _client(self) -> httpx.Client:
        limit = max(self.patience.begin, self.patience.gap) + 1
        timeout = httpx.Timeout(limit, connect=self.patience.reach)
        outside = not is_near(urlsplit(self.base_url).hostname or "")
        return httpx.Client(timeout=timeout, headers=self._headers, trust_env=outside)

    def _answer(self, client: httpx.Client, messages: list[dict[str, str]], wire: Wire) -> Iterator[str]:
        """Yield the pieces of the answer; the request is put in other words where the server asks for it."""
        for _ in range(3):
            body = {"model": self.model, "messages": messages, "stream": True, **self._style}
            url = f"{self.base_url}/chat/completions"
            with client.stream("POST", url, json=body, extensions={"trace": wire.trace}) as response:
                if response.status_code == 200:
                    yield from self._read(response)
                    return
                said = said_by(response)
                log.warning("%s, %s: %s %s", self.base_url, self.model, response.status_code, said)
                if response.status_code != 400 or not self._adapt(said):
                    raise refused(response, said)
        raise ReaderError("The language model's server refused the request (400).")

    def _adapt(self, said: str) -> bool:
        """Give length and temperature as newer OpenAI models want them; say whether that changed anything."""
        style = dict(self._style)
        if "max_completion_tokens" in said and "max_tokens" in style:
            style["max_completion_tokens"] = style.pop("max_tokens")
        elif "temperature" in said:
            style.pop("temperature", None)
        changed, self._style = style != self._style, style
        return changed

    def _read(self, response: httpx.Response) -> Iterator[str]:
        """Yield the text of an answer: a stream, or one whole from a server that does not stream."""
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in ("", "text/event-stream"):
            yield from texts(response.iter_bytes())
        elif kind == "application/json":
            yield content_of(first_choice(completion(response)).get("message"))
        else:
            raise ReaderError(
                "The language model's server sent a page instead of an answer; "
                "FOOTNOTE_BASE_URL usually ends in /v1."
            )


def is_near(host: str) -> bool:
    """Say whether a host is this machine or in its network: a proxy in the environment is for the rest.

    >>> [is_near(host) for host in ("localhost", "192.168.1.7", "api.example.com", "8.8.8.8")]
    [True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def checked_url(url: str) -> str:
    """Return a server's address without its last slash; ValueError says what is wrong with it.

    >>> checked_url("http://127.0.0.1:11434/v1/")
    'http://127.0.0.1:11434/v1'
    """
    try:
        parts = urlsplit(url.strip())
        sound = (
            parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        )
    except ValueError:  # a port that is no number
        parts, sound = None, False
    if parts is None or not sound or parts.query or parts.fragment:
        raise ValueError(f"FOOTNOTE_BASE_URL={url!r} is no address; write it like http://127.0.0.1:11434/v1")
    if parts.username or parts.password:
        raise ValueError("FOOTNOTE_BASE_URL holds a password; put the key in FOOTNOTE_API_KEY instead")
    return url.strip().rstrip("/")
