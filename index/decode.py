"""Bytes → text: UTF-8, UTF-16 or Windows-1252, told apart by what the bytes can be."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "gzip data",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
}
REMEDY = "save its text as .txt, .md or .html and load that"
DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE
)
DECLARABLE = re.compile(
    r"(?:iso-?8859|windows-?125|cp125|koi8|shift|euc|gb|big5|utf-?8|us-ascii|latin|tis|mac)[\w-]*$", re.I
)

CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_BYTES = re.compile(CONTROLS.pattern.encode("latin-1"))
ANCHORS = re.compile(
    "[\t\n\r -~\u3000-\u3002\uff0c\uff01\uff1f]"
)  # in every text; in misread bytes next to never
FOREIGN = re.compile("[^\x00-\x7f]")

# Shares of all characters.
MOST_CONTROLS = 0.05  # random bytes read as text hold twice as many
MOST_FOREIGN = 0.25  # Western languages stay below 0.12, misread Cyrillic is above 0.6
FEW = 20  # characters beyond ASCII that say nothing yet
MOST_DAMAGE = 0.1  # of those beyond ASCII that may be broken in what is otherwise UTF-8
MOST_NULS = 0.2  # UTF-16 of an alphabet has a high byte below 32 in nearly every character


class LoadError(ValueError):
    """A source that cannot be read; the message says what, with which value, and what to do."""


def decode(data: bytes, *, name: str) -> str:
    """Return the text that the bytes hold; LoadError if they hold none.

    >>> decode("Größe".encode("cp1252"), name="a.txt") == decode("Größe".encode("utf-16"), name="a.txt")
    True
    """
    for signature, what in SIGNATURES.items():
        if data.startswith(signature):
            raise LoadError(f"{name} is {what}, not text; {REMEDY}")
    encoding = _encoding(data)
    text = data.decode(encoding, errors="replace")
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise LoadError(f"{name} is a binary file ({len(data)} bytes); {REMEDY}")
    foreign = len(FOREIGN.findall(text)) if encoding == "cp1252" else 0
    if foreign > max(FEW, MOST_FOREIGN * len(text)):
        raise LoadError(f"{name} is neither UTF-8, UTF-16 nor Windows-1252; save it as UTF-8")
    return text.removeprefix("\ufeff")


def _encoding(data: bytes) -> str:
    """Return the encoding that the bytes are most likely in."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if _valid(data, "utf-8") and len(CONTROL_BYTES.findall(data)) < MOST_NULS * len(data):
        return "utf-8"
    wide = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _likeness(data, encoding))
    if _likeness(data, wide) > 0:
        return wide
    declared = DECLARED.search(data[:4096])
    if declared:
        label = declared.group(1).decode("ascii")
        if DECLARABLE.match(label) and _known(label) and _valid(data, label):
            return label
    text = data.decode("utf-8", errors="replace")
    beyond = sum(character > "\x7f" for character in text)
    return "utf-8" if text.count("\ufffd") <= MOST_DAMAGE * beyond else "cp1252"


def _valid(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _known(label: str) -> bool:
    try:
        codecs.lookup(label)
    except LookupError:
        return False
    return True


def _likeness(data: bytes, encoding: str) -> float:
    """Return how much the bytes look like UTF-16: the share of the commonest characters, or 0."""
    if len(data) % 2 or not _valid(data, encoding):
        return 0.0
    text = data.decode(encoding)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        return 0.0
    share = len(ANCHORS.findall(text)) / max(1, len(text))
    return share if share >= 0.01 else 0.0
