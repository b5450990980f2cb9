"""Text → Markdown that shows exactly that text: nothing in it can act."""

from __future__ import annotations

import re

# Line ends and tabs become entities: a quotation stays on its line, as it stands in the source.
BREAK = re.compile("[\t\n\x0c\r\u2028\u2029]")
# What no reader draws, and what would turn the rest of the line round.
UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# CommonMark, and what GitHub, Pandoc and Obsidian add to it. Letters, points and commas stay readable.
ACTING = re.compile(
    r"[\\`*_\[\]{}<>#|~$^&@]"
    r"|(?<![^\W_])-|-(?![^\W_])"  # a hyphen inside a word is none of theirs
    r"|^[+=:]|[+=%](?=[+=%])|(?<=[+=%])[+=%]|:(?=\S)|(?<=www)\."
    r"|!$",  # a footnote's number follows, and ![ begins a picture
    re.IGNORECASE,
)
ENUMERATOR = re.compile(r"^(\(?(?:\d{1,9}|[a-z]|[ivxlcdm]+))([.)])(?=\s|$)", re.IGNORECASE)
WEB = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]+", re.IGNORECASE)


def literal(text: str) -> str:
    r"""Return a text as Markdown in which it stands for itself, on one line.

    >>> print(literal("1. *Not* a list:\n<b>35.5</b> metres"))
    1\. \*Not\* a list:&#10;\<b\>35.5\</b\> metres
    """
    shown = ACTING.sub(r"\\\g<0>", UNSHOWABLE.sub("\ufffd", text))
    shown = ENUMERATOR.sub(r"\1\\\2", shown)
    shown = BREAK.sub(lambda found: f"&#{ord(found.group())};", shown)
    if shown.startswith(" "):
        shown = f"&#32;{shown[1:]}"
    return f"{shown[:-1]}&#32;" if shown.endswith(" ") else shown


def link(label: str, address: str | None) -> str | None:
    """Return a link to a web address; None for what is not plainly one.

    >>> link("in the source", "https://example.org/a#:~:text=b")
    '[in the source](<https://example.org/a#:~:text=b>)'
    """
    return f"[{literal(label)}](<{address}>)" if address and WEB.fullmatch(address) else None
