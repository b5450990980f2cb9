"""Sentences → windows that the reader's encoder can take in one look.

A window is `[CLS] question [SEP] sentence sentence … [SEP]`, at most `WINDOW` word pieces. Token
offsets are kept, so that a token range can be turned back into a span of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.document import Span

WINDOW = 384  # word pieces; the encoder has 512 positions, but its speed falls from here on
QUESTION_ROOM = 64  # word pieces of a question that are read; longer ones are cut
OVERLAP = 1  # sentences that a window repeats from the one before it, for pronouns

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """One sentence in word pieces: `ids` (n,), and `offsets` (n, 2) into the document's text."""

    span: Span
    ids: Ids
    offsets: Ids

    def span_of(self, first: int, last: int) -> Span:
        """Return the span of tokens `first` to `last`, both included."""
        return Span(int(self.offsets[first, 0]), int(self.offsets[last, 1]))


@dataclass(frozen=True, slots=True)
class Window:
    """A question and the sentences `first … first + len(pieces) - 1` of what is read."""

    question: Ids
    pieces: tuple[Pieces, ...]
    first: int

    def __len__(self) -> int:
        return len(self.question) + 3 + sum(len(p.ids) for p in self.pieces)

    @property
    def starts(self) -> list[int]:
        """Return the position of each sentence's first token in the window."""
        lengths = [len(p.ids) for p in self.pieces]
        return [len(self.question) + 2 + sum(lengths[:i]) for i in range(len(lengths))]


def load_tokenizer(folder: Path) -> Tokenizer:
    """Return the word-piece tokenizer of a model's folder, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokenize(tokenizer: Tokenizer, text: str, spans: Sequence[Span]) -> list[Pieces]:
    """Return the word pieces of each span; a sentence with none (an exotic script) gets one `[UNK]`.

    A sentence longer than a window can hold is read as far as it fits.
    """
    unknown = tokenizer.token_to_id("[UNK]") or 0
    encoded = tokenizer.encode_batch([span.of(text) for span in spans], add_special_tokens=False)
    room = WINDOW - QUESTION_ROOM - 3
    found = []
    for span, encoding in zip(spans, encoded, strict=True):
        ids = encoding.ids[:room] or [unknown]
        offsets = encoding.offsets[:room] or [(0, len(span))]
        absolute = np.asarray(offsets, dtype=np.int64) + span.start
        found.append(Pieces(span, np.asarray(ids, dtype=np.int64), absolute))
    return found


def question_ids(tokenizer: Tokenizer, question: str) -> Ids:
    """Return the question's word pieces, at most `QUESTION_ROOM` of them."""
    ids = tokenizer.encode(question, add_special_tokens=False).ids
    return np.asarray(ids[:QUESTION_ROOM], dtype=np.int64)


def pack(lengths: Sequence[int], *, room: int, overlap: int = OVERLAP) -> list[range]:
    """Return the fewest runs of neighbouring sentences that fit `room`, of about equal size.

    Each run but the first repeats the last `overlap` sentences of the one before, where they fit.

    >>> pack([5, 5, 5, 5], room=15, overlap=1)
    [range(0, 2), range(1, 4)]
    """
    if not lengths:
        return []
    fewest = max(1, -(-sum(lengths) // room))
    for count in range(fewest, len(lengths) + 1):
        runs = _pack_evenly(lengths, room=room, goal=-(-sum(lengths) // count), overlap=overlap)
        if len(runs) <= count:
            return runs
    return _pack_evenly(lengths, room=room, goal=room, overlap=0)


def _pack_evenly(lengths: Sequence[int], *, room: int, goal: int, overlap: int) -> list[range]:
    runs: list[range] = []
    start = 0
    while start < len(lengths):
        first = max(0, start - overlap) if runs else start
        while first < start and sum(lengths[first : start + 1]) > room:
            first += 1
        end, used, fresh = start, sum(lengths[first:start]), 0
        while end < len(lengths) and (end == start or (used + lengths[end] <= room and fresh < goal)):
            used, fresh, end = used + lengths[end], fresh + lengths[end], end + 1
        runs.append(range(first, end))
        start = end
    return runs


def windows(question: Ids, pieces: Sequence[Pieces]) -> list[Window]:
    """Return windows that together hold every sentence, in order."""
    room = WINDOW - len(question) - 3
    runs = pack([len(p.ids) for p in pieces], room=room)
    return [Window(question, tuple(pieces[run.start : run.stop]), run.start) for run in runs]
