"""The program as a person starts it, in a process that reports every address it reaches for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
# Printed by the process itself before the call is made, so that a refused connection counts as well.
WATCHED = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        print("REACHED", repr(arguments[1]), flush=True)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        print("NAMED", repr(arguments[0]), flush=True)
sys.addaudithook(watch)
import app
sys.exit(app.main(["--port", "0", "--no-browser"]))
"""
LOCAL = {"localhost", "127.0.0.1", "::1"}


class Program:
    """A started program and what it printed, to a file so that it never waits for a reader."""

    def __init__(self, log: Path) -> None:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("HF_", "GRADIO_", "FOOTNOTE_"))
        }
        self.log = log
        with log.open("w") as file:
            command = [sys.executable, "-u", "-c", WATCHED]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT
            )
        self.address = self.wait_for("Footnote is open at ").rpartition(" ")[2]

    @property
    def lines(self) -> list[str]:
        return self.log.read_text("utf-8", "replace").splitlines()

    def wait_for(self, beginning: str) -> str:
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            found = [line for line in self.lines if line.startswith(beginning)]
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError("\n".join(self.lines))

    def get(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"content-type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=300) as response:
                found = response.read()
        except urllib.error.HTTPError as error:
            raise AssertionError("\n".join([path, error.read().decode(), *self.lines])) from None
        return json.loads(found) if "json" in response.headers["content-type"] else found.decode()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    started = Program(tmp_path_factory.mktemp("program") / "log.txt")
    yield started
    started.process.kill()
    started.process.wait(10)


def test_the_page_is_there_before_the_models_and_an_early_question_is_answered(program: Program) -> None:
    assert "<gradio-app" in program.get("/")
    assert program.get("/healthz") == {"status": "up"}
    answer = program.get("/v1/ask", {"question": "How much Russian territory has Ukraine taken in Kursk?"})
    assert answer["status"] in ("answered", "not_in_article")
    text = program.get("/footnote/shell")["pane"]
    for citation in answer["citations"]:
        assert citation["quote"][:20] in text


def test_nothing_but_this_machine_is_reached_at_start_or_in_use(program: Program) -> None:
    for path in ("/", "/article", "/gradio_api/info", "/theme.css"):
        program.get(path)
    assert program.stop() == 0
    reached = [line for line in program.lines if line.startswith(("REACHED", "NAMED"))]
    foreign = [line for line in reached if not is_local(eval(line.partition(" ")[2]))]
    assert foreign == []


def is_local(address: Any) -> bool:
    """Say whether an address, as a socket takes it, is on this machine."""
    host = address[0] if isinstance(address, tuple) else address
    if host is None or host in LOCAL or (isinstance(host, str) and host.startswith("/")):
        return True  # no name at all, or a socket in the file system
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def test_the_watch_would_have_seen_a_call_home() -> None:
    script = (
        WATCHED.split("import app", maxsplit=1)[0]
        + "import socket; socket.socket().connect_ex(('192.0.2.1', 9))"
    )
    script = script.replace("socket.socket()", "(lambda s: (s.settimeout(0.1), s)[1])(socket.socket())")
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False).stdout
    assert "REACHED ('192.0.2.1', 9)" in found
    assert not is_local(("192.0.2.1", 9))
    assert not is_local("example.org")
