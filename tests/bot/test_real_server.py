"""The reader for servers against a real one: `transformers serve` on a tiny model of random weights."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.chatbot import Chatbot
from bot.generating.fallback import INSTEAD
from bot.generating.patience import Patience
from bot.reader import ReaderError
from bot.remote import RemoteReader
from index.document import Document
from index.store import ArticleIndex
from tests.reading import FLOOD, WordSupport, reading_of
from tests.scripted import ScriptedReader, WordEmbedder
from tests.tiny_model import save_tiny_model

LACKING = [name for name in ("accelerate", "openai", "uvicorn") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(
    bool(LACKING), reason=f"`transformers serve` needs {', '.join(LACKING)}: install transformers[serving]"
)
START = 120.0  # seconds: importing its libraries takes ten on a machine with nothing else to do
PATIENCE = Patience(reach=3, begin=60, gap=30, total=90)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of the server, and the name of the one model it has."""
    folder = save_tiny_model(tmp_path_factory.mktemp("models") / "tiny-chat")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(folder)]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    log = (folder.parent / "log").open("w")
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", port, "--device", "cpu"],
        stdout=log,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/health", process, folder.parent / "log")
        yield f"http://127.0.0.1:{port}/v1", str(folder)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    pytest.fail(f"the server did not start: {log.read_text('utf-8')[-2000:]}")


def test_a_real_server_streams_what_its_model_writes(server: tuple[str, str]) -> None:
    url, model = server
    reader = RemoteReader(url, model, patience=PATIENCE, tokens=40)
    pieces = [piece for piece in reader.stream(reading_of(), threading.Event()) if piece]
    assert len(pieces) > 3
    assert "".join(pieces).strip()


def test_what_a_model_without_sense_writes_is_answered_by_the_spare_reader(server: tuple[str, str]) -> None:
    url, model = server
    articles = ArticleIndex.build([Document("\n\n".join(FLOOD), "The flood")], embedder=WordEmbedder())
    reader = RemoteReader(url, model, patience=PATIENCE, tokens=40)
    chatbot = Chatbot(articles, reader, spare=ScriptedReader(), support=WordSupport())
    answer = chatbot.ask("How far did the river Ilm rise in March?")
    assert (answer.status, answer.reader) == ("answered", "scripted")
    assert answer.notice
    assert answer.notice.endswith(INSTEAD)


def test_a_stop_ends_a_real_stream_within_a_second(server: tuple[str, str]) -> None:
    url, model = server
    stop, count = threading.Event(), 0
    began = time.monotonic()
    for _ in RemoteReader(url, model, patience=PATIENCE, tokens=2_000).stream(reading_of(), stop):
        count += 1
        if count == 3:
            began = time.monotonic()
            stop.set()
    assert time.monotonic() - began < 1
    assert count < 10


def test_a_model_that_a_real_server_does_not_have_is_a_fault_in_plain_words(server: tuple[str, str]) -> None:
    reader = RemoteReader(server[0], "nobody/no-such-model", patience=PATIENCE)
    with pytest.raises(ReaderError, match=r"does not know the model; look at FOOTNOTE_MODEL"):
        list(reader.stream(reading_of(), threading.Event()))
