"""The stream of an OpenAI-compatible server (server-sent events) → the pieces of text in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.reader import ReaderError

LONGEST_LINE = 1_000_000  # bytes; an event holds a few words, so that more is no stream of events
DONE = "[DONE]"


def texts(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the text of each event, empty where it has none; ReaderError for a broken or unfinished stream.

    It is finished when the server says so, by a reason to finish or by [DONE].
    """
    finished = False
    for line in lines(chunks):
        field, _, value = line.partition(":")
        if field != "data":  # comments, event names and empty lines carry no text
            continue
        value = value.strip()
        if value == DONE:
            return
        event = _event(value)
        choice = first_choice(event)
        finished = finished or bool(choice.get("finish_reason"))
        yield content_of(choice.get("delta"))
    if not finished:
        raise ReaderError("The language model's answer was cut off in the middle.")


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    r"""Yield the lines of a stream of bytes as they are complete.

    >>> list(lines([b"data: a\r\nda", b"ta: b\n", b"rest"]))
    ['data: a', 'data: b', 'rest']
    """
    held = b""
    for chunk in chunks:
        *complete, held = (held + chunk).split(b"\n")
        for line in complete:
            yield line.decode("utf-8", "replace").rstrip("\r")
        if len(held) > LONGEST_LINE:
            raise ReaderError("The language model's server sent something that is no answer.")
    if held:
        yield held.decode("utf-8", "replace")


def first_choice(event: dict[str, Any]) -> dict[str, Any]:
    """Return the first choice of an event or a whole completion; empty where there is none (usage, pings)."""
    choices = event.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else {}
    return choice if isinstance(choice, dict) else {}


def content_of(message: object) -> str:
    """Return the text of a message or a part of one, whether it is a string or a list of parts.

    >>> content_of({"content": [{"type": "text", "text": "a"}, {"type": "image"}]})
    'a'
    """
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _event(value: str) -> dict[str, Any]:
    try:
        event = json.loads(value)
    except ValueError:
        raise ReaderError("The language model's server sent a stream that cannot be read.") from None
    if not isinstance(event, dict):
        raise ReaderError("The language model's server sent a stream that cannot be read.")
    if event.get("error"):
        raise ReaderError("The language model's server failed in the middle of its answer.")
    return event
