"""One HTTP exchange that can be cut from another thread, and its faults in plain words."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from bot.prompting import plain
from bot.reader import ReaderError

LARGEST_BODY = 1_000_000  # bytes that are read of an answer that is no stream
SECRET = re.compile(r"\b(?:sk-|Bearer\s+)\S+", re.IGNORECASE)
LONGEST_PAUSE = 600.0  # seconds: what a server asks for beyond this is not believed

TOO_LONG = "found the passages too long; set FOOTNOTE_PASSAGES lower"
NO_MODEL = "does not know the model; look at FOOTNOTE_MODEL"
# How servers put it when they answer 400 or 422 to everything that they cannot do.
SAYS_TOO_LONG = re.compile(r"context|too (?:long|many tokens)|maximum .{0,40}length|exceed", re.IGNORECASE)
SAYS_NO_MODEL = re.compile(r"\bmodel\b", re.IGNORECASE)
REFUSED: Mapping[int, str] = {
    400: "did not accept the request; its log or ours says why",
    401: "did not accept the key; set FOOTNOTE_API_KEY",
    403: "did not accept the key; set FOOTNOTE_API_KEY",
    404: "does not know the model or the address; look at FOOTNOTE_MODEL and FOOTNOTE_BASE_URL",
    413: TOO_LONG,
    429: "has too many requests at the moment",
}
# The first that a fault or one of its causes is an instance of.
TROUBLE: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "could not be found by its name; look at FOOTNOTE_BASE_URL"),
    (ssl.SSLError, "could not be reached safely (TLS); look at FOOTNOTE_BASE_URL"),
    (httpx.ConnectTimeout, "could not be reached in time"),
    (httpx.ConnectError, "could not be reached; is it running?"),
    (httpx.TimeoutException, "fell silent"),
    (httpx.HTTPError, "broke off the connection"),
    (OSError, "broke off the connection"),
)


class Wire:
    """The connection of one request; `reached` is called once it stands, `is_cut` says it was ended by us."""

    def __init__(self, reached: Callable[[], None]) -> None:
        self._reached, self._socket, self.is_cut = reached, None, False
        self._lock = threading.Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take the socket as httpx's connection makes it; to be given as the request's extension `trace`."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
            if self.is_cut:
                self.cut()
        if event.endswith("send_request_headers.started"):
            self._reached()

    def cut(self) -> None:
        """End the exchange at once: a thread that waits for its answer sees the end of it."""
        self.is_cut = True
        with self._lock, contextlib.suppress(OSError):
            if isinstance(self._socket, socket.socket):
                # Not SSLSocket.shutdown, which first drops the state that the waiting thread is using.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def trouble(error: BaseException) -> str:
    """Return what a failed exchange came to, as a sentence."""
    causes = list(_causes(error))
    for kind, said in TROUBLE:
        if any(isinstance(cause, kind) for cause in causes):
            return f"The language model's server {said}" + ("" if said.endswith("?") else ".")
    return "The language model failed in an unexpected way; the log has the details."


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def refused(response: httpx.Response, body: str) -> ReaderError:
    """Return the fault that an answer with another status than 200 stands for; `body` is what it says."""
    status = response.status_code
    said = REFUSED.get(status, "failed" if status >= 500 else "gave no answer")
    if status in (400, 422) and (SAYS_TOO_LONG.search(body) or SAYS_NO_MODEL.search(body)):
        said = TOO_LONG if SAYS_TOO_LONG.search(body) else NO_MODEL
    message = f"The language model's server {said} ({status})."
    wait = response.headers.get("retry-after", "")
    pause = min(float(wait), LONGEST_PAUSE) if re.fullmatch(r"\d{1,6}", wait) else None
    return ReaderError(message, pause=pause if status in (429, 503) else None)


def said_by(response: httpx.Response) -> str:
    """Return the first words of an error's body, for the log: on one line, keys left out."""
    text = plain(_body(response).decode("utf-8", "replace"))
    return SECRET.sub("(key)", " ".join(text.split()))[:300]


def completion(response: httpx.Response) -> dict[str, Any]:
    """Return an answer that came as one JSON object."""
    try:
        answer = json.loads(_body(response))
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "choices" not in answer:
        raise ReaderError("The language model's server sent an answer that cannot be read.")
    return answer


def _body(response: httpx.Response) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST_BODY:
            break
    return body[:LARGEST_BODY]
