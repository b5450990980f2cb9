"""What comes in as a receipt → typed values, whatever was sent: size, nesting, JSON, types and digests."""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from bot.receipts.digest import digest_of
from bot.receipts.saved import VERSION, SavedAnswer, SavedConversation, SavedDocument
from bot.server.errors import RequestError
from bot.server.schema import SHOWN, explain

LARGEST = 8_000_000  # characters; 200 answers with 12 passages each have about 3 million
MOST_CITATIONS = 2_000  # in one receipt: each may have to be searched for
REMEDY = "save it again with `python -m bot ask … --json`, or export the conversation again"


class ReceiptError(RequestError):
    """A receipt that cannot be read; the message says which field, with which value, and what to do."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was read: its answers, the documents an export lists, and what its digests tell.

    `altered` holds the numbers of the turns whose digest does not fit, 0 for that of the whole.
    """

    answers: tuple[SavedAnswer, ...]
    documents: tuple[SavedDocument, ...] = ()
    questions: tuple[str, ...] = ()
    altered: tuple[int, ...] = ()


def read_file(name: str) -> str:
    """Return what a file holds, `-` being standard input; ReceiptError if it cannot be read."""
    if name == "-":
        return decoded(sys.stdin.buffer.read(LARGEST + 1))
    try:
        with Path(name).open("rb") as file:
            return decoded(file.read(LARGEST + 1))
    except FileNotFoundError:
        raise ReceiptError(f"there is no file {name}; check the path of the receipt") from None
    except IsADirectoryError:
        raise ReceiptError(f"{name} is a folder; name the file of a receipt") from None
    except OSError as error:
        raise ReceiptError(f"{name} cannot be read: {error.strerror}; check its permissions") from None


def decoded(data: bytes) -> str:
    """Return a file's contents as text; ReceiptError if they are none, or too large."""
    _check_size(len(data))
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReceiptError(f"the receipt is no text: {error.reason}, {data[:20]!r}; {REMEDY}") from None


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise ReceiptError(f"the receipt has more than {LARGEST:,} characters; export fewer turns at once")


def parse(text: str) -> dict[str, Any]:
    """Return the JSON object in a text; ReceiptError if there is none, or it is too large."""
    _check_size(len(text))
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ReceiptError(f"the receipt is nested too deeply; {REMEDY}") from None
    except ReceiptError:
        raise
    except ValueError as error:  # bad JSON, a number of thousands of digits
        raise ReceiptError(f"the receipt is not JSON: {error}, in {text[:SHOWN]!a:.60}; {REMEDY}") from None
    return _object(value)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):  # one program would show the first of the two, another check the second
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ReceiptError(f"the receipt gives {ascii(twice)[:SHOWN]} twice in one object; {REMEDY}")
    return fields


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        shown = "" if isinstance(value, list | tuple) else f" {ascii(value)[:SHOWN]}"
        raise ReceiptError(f"a receipt is a JSON object, got {type(value).__name__}{shown}; {REMEDY}")
    return dict(value)


def read_receipt(value: object) -> Receipt:
    """Return a receipt as typed values: an answer's JSON object, or an exported conversation's.

    ReceiptError names the field, its value and what to do.
    """
    fields = _object(value)
    try:
        altered = _altered(fields)
        if "turns" not in fields:
            receipt = Receipt((SavedAnswer.model_validate(fields),), altered=altered)
        else:
            saved = SavedConversation.model_validate(fields)
            answers, questions = zip(*((turn.answer, turn.question) for turn in saved.turns), strict=True)
            if saved.version != VERSION:
                raise ReceiptError(
                    f"version: this program reads version {VERSION}, got {saved.version}; "
                    "verify it with the program that exported it"
                )
            receipt = Receipt(answers, saved.documents, questions, altered)
    except ValidationError as error:
        raise ReceiptError(f"{explain(error.errors())}; {REMEDY}") from None
    count = sum(len(answer.citations) for answer in receipt.answers)
    if count > MOST_CITATIONS:
        raise ReceiptError(f"the receipt has {count:,} citations; the limit is {MOST_CITATIONS:,}; divide it")
    return receipt


def _altered(fields: Mapping[str, Any]) -> tuple[int, ...]:
    """Return which digests do not fit: 0 for the whole, a turn's number for its answer."""
    altered = []
    turns = fields.get("turns", [fields])
    listed = turns if isinstance(turns, list | tuple) else []
    for number, turn in enumerate(listed, start=1):
        answer = turn.get("answer") if isinstance(turn, Mapping) and "turns" in fields else turn
        if isinstance(answer, Mapping) and _differs(answer):
            altered.append(number)
    return (*((0,) if "turns" in fields and _differs(fields) else ()), *altered)


def _differs(fields: Mapping[str, Any]) -> bool:
    given = fields.get("digest")
    try:
        return digest_of(fields) != given and given is not None
    except ValueError as error:
        raise ReceiptError(f"the receipt cannot be read: {error}; {REMEDY}") from None
