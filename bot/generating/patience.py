"""How long a language model may take: to be reached, to begin, between pieces and in all."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reader import ReaderError

STEP = 0.1  # seconds between two looks at the stop: well under the second in which a stop must work
REACHED = object()  # put in the queue once the model's server has been reached


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds."""

    reach: float
    begin: float
    gap: float
    total: float


def pieces(source: queue.Queue[object], patience: Patience, stop: threading.Event) -> Iterator[str]:
    """Yield the strings that another thread puts into a queue, until None comes or `stop` is set.

    An exception in the queue is raised. REACHED and the empty string are signs of life. ReaderError says
    which limit has passed.
    """
    end = time.monotonic() + patience.total
    limit, complaint = patience.reach, f"could not be reached within {patience.reach:g} seconds"
    heard = time.monotonic()
    while not stop.is_set():
        now = time.monotonic()
        if now >= end:
            raise ReaderError(f"The language model took longer than {patience.total:g} seconds.")
        if now >= heard + limit:
            raise ReaderError(f"The language model {complaint}.")
        try:
            item = source.get(timeout=max(0.001, min(STEP, end - now, heard + limit - now)))
        except queue.Empty:
            continue
        if item is None:
            return
        if isinstance(item, BaseException):
            raise item
        heard = time.monotonic()
        if item is REACHED:
            limit, complaint = patience.begin, f"had not begun to answer after {patience.begin:g} seconds"
        else:
            limit, complaint = patience.gap, f"fell silent for {patience.gap:g} seconds in mid-answer"
            if item:
                yield str(item)
