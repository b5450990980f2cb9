"""A reader that generates, held to proof; where it fails, the built-in reader answers and says so."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.answer import Withheld
from bot.generating.generated import draft_of, spoken
from bot.page.words import STOPPED
from bot.reader import Draft, GeneratingReader, Reader, ReaderError, Reading
from bot.verify import Proven

FAILURES, PAUSE = 3, 60.0  # after so many failures in a row the reader is left alone for so many seconds
LONGEST = 20_000  # characters, thoughts included; an answer of four sentences has a twentieth of that
# An answer ends when the same stretch stands there so many times, in at least so many characters.
REPEATED, LEAST, LONGEST_STRETCH = 4, 60, 400
END = re.compile(r"[.!?…。！？\n\]]")
UNPROVEN = "Nothing that the language model wrote could be proven by the article."
CUT_SHORT = "Stopped. What stands here was proven until then."
INSTEAD = "The built-in reader took over."
log = logging.getLogger(__name__)

Prove = Callable[[Draft], Proven]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question came to: the draft, what of it is proven, whose it is, and what must be told."""

    draft: Draft
    proven: Proven
    reader: str
    notice: str | None = None


class Breaker:
    """Counts failures in a row and pauses what keeps failing; after the pause one more failure is enough."""

    def __init__(
        self, *, failures: int = FAILURES, seconds: float = PAUSE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = failures, seconds, clock
        self._failures, self._until = 0, 0.0
        self._lock = threading.Lock()

    def left(self) -> float:
        """Return for how many seconds it is still paused, 0 when it is not."""
        return max(0.0, self._until - self._clock())

    def failed(self, pause: float | None = None) -> None:
        """Count a failure; `pause` is how long it asked itself to be left alone."""
        with self._lock:
            self._failures += 1
            wanted = self._seconds if self._failures >= self._most else 0.0
            self._until = max(self._until, self._clock() + max(wanted, pause or 0.0))

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures, self._until = 0, 0.0


class Guarded:
    """Asks the reader that generates, and the spare one where that fails or nothing survives the proof."""

    def __init__(self, reader: GeneratingReader, spare: Reader, *, breaker: Breaker | None = None) -> None:
        self.reader, self.spare, self.breaker = reader, spare, breaker or Breaker()

    def outcomes(self, reading: Reading, prove: Prove, stop: threading.Event) -> Iterator[Outcome]:
        """Yield what is proven so far each time it grows, then the outcome."""
        left = self.breaker.left()
        if left:
            notice = f"The language model failed and is left alone for another {left:.0f} seconds."
            yield self._spare(reading, prove, notice)
            return
        try:
            yield from self._written(reading, prove, stop)
            self.breaker.succeeded()
        except ReaderError as error:
            self.breaker.failed(error.pause)
            yield self._spare(reading, prove, str(error))
        except Exception:  # a fault of ours in what a model wrote must not cost the reader the answer
            log.exception("%s failed", self.reader.name)
            self.breaker.failed()
            yield self._spare(reading, prove, "The language model failed; the log has the details.")

    def _written(self, reading: Reading, prove: Prove, stop: threading.Event) -> Iterator[Outcome]:
        """Yield the outcomes of what the reader writes; the last is whole, stopped, or the spare reader's."""
        fitted, text, shown = self.reader.fit(reading), "", 0
        for text, ends in written(self.reader, fitted, stop):
            partly = self._own(text, fitted, prove, complete=False) if ends else None
            if partly and len(partly.proven.sentences) > shown:
                shown = len(partly.proven.sentences)
                yield partly
        own = self._own(text, fitted, prove, complete=not stop.is_set())
        if stop.is_set():
            stopped = Outcome(Draft((), 0.0, reason=STOPPED), own.proven, self.reader.name)
            yield replace(own, notice=CUT_SHORT) if own.proven.sentences else stopped
        elif own.proven.sentences or not own.proven.withheld:  # answered, or refused in the agreed words
            yield own
        else:
            yield self._spare(reading, prove, UNPROVEN, own.proven.withheld)

    def _own(self, text: str, reading: Reading, prove: Prove, *, complete: bool) -> Outcome:
        draft = draft_of(text, reading, complete=complete)
        return Outcome(draft, prove(draft), self.reader.name)

    def _spare(
        self, reading: Reading, prove: Prove, why: str, withheld: tuple[Withheld, ...] = ()
    ) -> Outcome:
        draft = self.spare.read(reading)
        proven = prove(draft)
        kept = replace(proven, withheld=(*withheld, *proven.withheld))
        return Outcome(draft, kept, self.spare.name, f"{why} {INSTEAD}")


def written(reader: GeneratingReader, reading: Reading, stop: threading.Event) -> Iterator[tuple[str, bool]]:
    """Yield all that is written so far, and whether a sentence may have ended with the last piece.

    ReaderError if there is no end to it, or nothing in it.
    """
    text, looked = "", 0
    for piece in reader.stream(reading, stop):
        text += piece
        if len(text) - looked >= LEAST:
            looked = len(text)
            if looked > LONGEST or repeats(text):
                raise ReaderError("The language model repeated itself without end.")
        yield text, END.search(piece) is not None
    if not stop.is_set() and not re.search(r"\w", spoken(text)):
        raise ReaderError("The language model's answer was empty.")


def repeats(text: str) -> bool:
    """Say whether a text ends in the same stretch over and over.

    >>> repeats("It rained. " + "And it rained on. " * 4), repeats("1, 2, 3, 4, 5, " * 3)
    (True, False)
    """
    tail = text[-REPEATED * LONGEST_STRETCH :]
    for period in range(1, len(tail) // REPEATED + 1):
        length = max(REPEATED * period, LEAST)
        if len(tail) >= length and tail[-length:-period] == tail[period - length :]:
            return True
    return False
