"""An OpenAI-compatible server that does what the name of the model says: one fault for each name."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = "In March 2021 the river Ilm rose by 40 cm [1]."
STREAM, JSON, HTML = "text/event-stream", "application/json", "text/html; charset=utf-8"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.requests.append({"path": self.path, "headers": dict(self.headers), **body})
        self.close_connection = True
        try:
            SCRIPTS[body["model"]](self, body)
        except OSError:  # the reader has hung up
            self.server.hung_up.set()

    def begin(self, status: int = 200, kind: str = STREAM, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def piece(self, text: str | None = None, finish: str | None = None, **delta: Any) -> None:
        choice = {
            "index": 0,
            "delta": {**({"content": text} if text else {}), **delta},
            "finish_reason": finish,
        }
        self.send(f"data: {json.dumps({'choices': [choice]})}\n\n")

    def wait(self, seconds: float = 20) -> None:
        """Wait as a server does that notices when the other side has gone."""
        for _ in range(int(seconds * 20)):
            if self.server.over.wait(0.05):
                return
            self.send(": ping\n\n")

    def log_message(self, *_: object) -> None:
        pass


class ModelServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.over, self.hung_up = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


def says(text: str, *, end: str = "data: [DONE]\n\n", finish: str | None = "stop") -> Callable[..., None]:
    """Write a text word by word."""

    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        handler.piece(role="assistant")
        for word in text.split(" "):
            handler.piece(f"{word} ")
        if finish:
            handler.piece(finish=finish)
        handler.send(end)

    return script


def answers(status: int, body: object, **headers: str) -> Callable[..., None]:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        kind = HTML if isinstance(body, str) else JSON
        text = body if isinstance(body, str) else json.dumps(body)
        handler.begin(status, kind, **headers)
        handler.send(text)

    return script


def never_answers(handler: Handler, _body: dict[str, Any]) -> None:
    handler.server.over.wait(20)


def keeps_pinging(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    handler.wait()


def falls_silent(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    handler.piece("In March ")
    handler.wait()


def drips(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    for number in range(400):
        handler.piece(f"word{number} ")
        if handler.server.over.wait(0.05):
            return


def breaks_off(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin(Content_Length="100000")
    handler.piece("In March 2021 the river")
    handler.connection.close()


def sends_nonsense(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    handler.piece("In March ")
    handler.send('data: {"choices": [{"del\n\n')


def fails_inside(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    handler.piece("In March ")
    handler.send('data: {"error": {"message": "CUDA out of memory at /srv/secret"}}\n\n')


def never_ends(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    while not handler.server.over.is_set():
        handler.piece("the river rose ")


def floods(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    while not handler.server.over.is_set():
        handler.send("x" * 100_000)


def wants_new_names(handler: Handler, body: dict[str, Any]) -> None:
    if "max_tokens" in body:
        said = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        answers(400, {"error": {"message": said}})(handler, body)
    elif "temperature" in body:
        answers(400, {"error": {"message": "Unsupported value: 'temperature'"}})(handler, body)
    else:
        says(GOOD)(handler, body)


def thinks(handler: Handler, _body: dict[str, Any]) -> None:
    handler.begin()
    for _ in range(8):  # longer than the patience for a gap, each thought a sign of life
        handler.piece(reasoning_content="hm ")
        handler.server.over.wait(0.15)
    handler.piece(GOOD)
    handler.piece(finish="stop")


def turns_away(message: str, status: int, **headers: str) -> Callable[..., None]:
    return answers(status, {"error": {"message": message}}, **headers)


SCRIPTS: dict[str, Callable[[Handler, dict[str, Any]], None]] = {
    "good": says(GOOD),
    "no-done": says(GOOD, end=""),
    "whole": answers(200, {"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}),
    "thinks": thinks,
    "new-names": wants_new_names,
    "refuses": says("NOT IN THE ARTICLE"),
    "never-answers": never_answers,
    "pings": keeps_pinging,
    "silent": falls_silent,
    "slow": drips,
    "401": turns_away("Incorrect API key provided: sk-verysecret", 401),
    "429": turns_away("slow down", 429, Retry_After="7"),
    "500": turns_away("boom", 500),
    "503": turns_away("loading", 503),
    "404": turns_away("model not found", 404),
    "too-long": turns_away("maximum context length is 512 tokens", 400),
    "unknown-here": turns_away("The server is pinned to model 'a'", 400),
    "strange": turns_away("no", 400),
    "moved": answers(302, "", Location="http://127.0.0.1:1/"),
    "broken": breaks_off,
    "unfinished": says("In March 2021 the river Ilm rose by", end="", finish=None),
    "nonsense": sends_nonsense,
    "fails-inside": fails_inside,
    "html": answers(200, "<html><body>Welcome to nginx!</body></html>"),
    "json": answers(200, {"detail": "no such thing"}),
    "endless": never_ends,
    "flood": floods,
    "empty": says("", finish="stop"),
    "blank": says(" \n \n ", finish="stop"),
    "only-thoughts": says("<think>The river? [1] Yes.</think>"),
    "uncited": says("In March 2021 the river Ilm rose by 40 cm."),
    "invented-source": says("In March 2021 the river Ilm rose by 40 cm [99]."),
    "invented-number": says("In March 2021 the river Ilm rose by 90 cm [1]."),
    "half": says("In March 2021 the river Ilm rose by 40 cm [1]. Repairs cost 9 million euros [1][2]."),
    "rules": says("You answer a question about an article. You are given passages of the article."),
}


@contextmanager
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
