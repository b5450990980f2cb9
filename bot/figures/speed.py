"""How long from the command to the page, to the first answer, and for each question after it; and memory.

Beside them, in the same run, the bare cost of importing the two heaviest libraries. Linux and macOS.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

from bot.setup.environment import CHECKOUT

RUNS = 3  # starts measured; the median counts
QUESTIONS = 40
PATIENCE = 600.0  # seconds until a start has failed
LIBRARIES = ("gradio", "sentence_transformers")
ADDRESS = re.compile(r"https?://\S+")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy
IMPORT = """
import time; began = time.perf_counter()
import {module}
took = time.perf_counter() - began
import resource; print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the page: seconds to the page and to the first answer, then seconds a question."""

    page: float
    first_answer: float
    questions: tuple[float, ...]
    memory: float  # MB, at its peak


def speed_figures(*, sample: int = QUESTIONS) -> dict[str, Any]:
    """Return seconds, milliseconds and megabytes; `sample` is how many questions each start is asked."""
    bare = {f"import {module}": import_cost(module) for module in LIBRARIES}
    starts = [measure_start(questions(sample)) for _ in range(RUNS)]
    took = sorted(seconds * 1000 for start in starts for seconds in start.questions)
    return {
        "from the command": {
            "page": {"seconds": median(start.page for start in starts)},
            "first answer": {"seconds": median(start.first_answer for start in starts)},
            "peak": {"MB": median(start.memory for start in starts)},
        },
        "a question afterwards": {
            "median ms": round(statistics.median(took), 1),
            "95th ms": round(took[int(0.95 * (len(took) - 1))], 1),
            "asked": len(took),
        },
        "bare imports": bare,
    }


def median(values: Iterator[float]) -> float:
    """Return the middle value, to the hundredth."""
    return round(statistics.median(values), 2)


def megabytes(largest_resident: int) -> float:
    """Return what the system reports of a process's memory in megabytes; macOS counts bytes, Linux KiB."""
    return round(largest_resident / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def import_cost(module: str) -> dict[str, float]:
    """Return seconds and megabytes of a process that imports one library, the median of a few."""
    found = []
    for _ in range(RUNS):
        command = [sys.executable, "-c", IMPORT.format(module=module)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        found.append((float(said[-2]), megabytes(int(said[-1]))))
    return {"seconds": median(s for s, _ in found), "MB": median(m for _, m in found)}


def questions(count: int) -> list[str]:
    """Return questions on the article that ships, each asked about something else in it."""
    from bot.command.opening import shipped_articles
    from index import load

    text = "\n".join(load(source).text for source in shipped_articles())
    names = re.findall(r"(?<=[a-z,] )[A-Z]\w+(?: [A-Z]\w+)*", text)
    about = [f"What does it say about {name}?" for name in dict.fromkeys(names)]
    return [about[place % len(about)] for place in range(count)]


def measure_start(asked: Sequence[str]) -> Start:
    """Start the page as its command does, ask it, stop it."""
    began = time.perf_counter()
    with running_page() as (address, memory):
        wait_for(address)
        page = time.perf_counter() - began
        answer(address, asked[0])
        first = time.perf_counter() - began
        took = [answer(address, question) for question in asked]
    return Start(page, first, tuple(took), memory[0])


@contextmanager
def running_page() -> Iterator[tuple[str, list[float]]]:
    """Yield the page's address and a list that holds its peak memory once it has ended."""
    command = [sys.executable, str(CHECKOUT / "app.py"), "--no-browser", "--port", "0"]
    memory: list[float] = []
    app = subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    said = app.stdout or ()
    try:
        address = next((found[0] for line in said if (found := ADDRESS.search(line))), None)
        if address is None:
            raise OSError(f"the page did not start; see what `{' '.join(command)}` says")
        yield address, memory
    finally:
        app.terminate()
        _, status, usage = os.wait4(app.pid, 0)
        app.returncode = os.waitstatus_to_exitcode(status)
        memory.append(megabytes(usage.ru_maxrss))


def wait_for(address: str) -> None:
    """Return when the page answers; OSError if it never does."""
    until = time.perf_counter() + PATIENCE
    while True:
        try:
            DIRECT.open(address, timeout=PATIENCE).read()
            return
        except OSError:
            if time.perf_counter() > until:
                raise
            time.sleep(0.02)


def answer(address: str, question: str) -> float:
    """Ask over HTTP and return the seconds until the answer is there; OSError says what the page said."""
    began = time.perf_counter()
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/v1/ask", body, {"content-type": "application/json"})
    try:
        with DIRECT.open(request, timeout=PATIENCE) as reply:
            json.load(reply)
    except HTTPError as error:
        raise OSError(f"asked {question!r}, the page said: {error.read().decode()}") from error
    return time.perf_counter() - began
