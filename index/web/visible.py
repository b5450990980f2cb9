"""A page's tree → the blocks that a reader sees, each with where in the page it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.blocks import CODE, LIST, TABLE, TEXT
from index.web.hidden import SPACE

# lxml is imported inside functions: only the process that reads pages needs it.

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p
    pre section summary table tbody td tfoot th thead tr ul
    """.split()
)
# Elements of a text's own structure; what holds them is its container.
STRUCTURE = frozenset(
    "li ul ol dl dt dd table tbody thead tfoot tr td th blockquote figure figcaption pre p hgroup".split()
)
ASIDE = frozenset("nav footer aside form".split())


@dataclass(slots=True)
class Seen:
    """A block that a reader sees: its text, and what tells whether it belongs to the article."""

    text: str
    level: int | None
    kind: str
    home: int  # the container it stands in, by number
    aside: bool  # inside navigation, a footer or a form
    linked: float  # share of its text that is links
    first: bool = False  # of a list's or a table's rows


@dataclass(slots=True)
class _Open:
    """The block that is being gathered."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0


def visible_blocks(tree: Any) -> list[Seen]:
    """Return the page's blocks in reading order."""
    return list(_Walk().walk(tree))


class _Walk:
    """Gathers text into blocks while it walks the tree once."""

    def __init__(self) -> None:
        self.open = _Open()
        self.stack: list[str] = []
        self.homes = [0]
        self.numbers = 0
        self.items: list[int] = []  # of each open list: the number of its last item, or -1 without numbers
        self.marker = ""
        self.first = False

    def walk(self, tree: Any) -> Iterator[Seen]:
        """Yield the blocks below `tree`."""
        from lxml import etree

        for event, element in etree.iterwalk(tree, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                yield from self._enter(tag)
                self._add(element.text)
            else:
                yield from self._leave(tag)
                self._add(element.tail)
        yield from self._flush()

    def _enter(self, tag: str) -> Iterator[Seen]:
        if tag in {"td", "th"}:
            self.open.parts.append(" | ")
        elif tag in BLOCKS and tag not in {"td", "th"} and not self._in_cell():
            yield from self._flush()
        elif tag in BLOCKS:
            self.open.parts.append(" ")
        if tag == "br":
            self.open.parts.append("\n")
        self.stack.append(tag)
        if tag in BLOCKS and tag not in STRUCTURE and not re.fullmatch(r"h[1-6]", tag):
            self.numbers += 1
            self.homes.append(self.numbers)
        if tag in {"ul", "ol", "table"}:
            self.items.append(0 if tag == "ol" else -1)
            self.first = True
        if tag == "li":
            if self.items and self.items[-1] >= 0:
                self.items[-1] += 1
            depth = max(0, len(self.items) - 1)
            self.marker = "  " * depth + (
                f"{self.items[-1]}. " if self.items and self.items[-1] > 0 else "- "
            )

    def _leave(self, tag: str) -> Iterator[Seen]:
        if tag in BLOCKS and tag not in {"td", "th"} and not self._in_cell(inside=1):
            yield from self._flush()
        if self.stack:
            self.stack.pop()
        if tag in BLOCKS and tag not in STRUCTURE and not re.fullmatch(r"h[1-6]", tag):
            self.homes.pop()
        if tag in {"ul", "ol", "table"} and self.items:
            self.items.pop()

    def _in_cell(self, *, inside: int = 0) -> bool:
        """Say whether the walk is inside a table's cell, whose paragraphs do not end the row."""
        last_row = max((at for at, tag in enumerate(self.stack) if tag == "tr"), default=-1)
        return last_row >= 0 and any(
            tag in {"td", "th"} for tag in self.stack[last_row : len(self.stack) - inside]
        )

    def _add(self, text: str | None) -> None:
        if not text:
            return
        text = text if "pre" in self.stack else SPACE.sub(" ", text)
        self.open.parts.append(text)
        if "a" in self.stack:
            self.open.linked += len(text.strip())

    def _flush(self) -> Iterator[Seen]:
        raw = "".join(self.open.parts)
        preformatted = "pre" in self.stack
        lines = (
            raw.split("\n") if preformatted else [SPACE.sub(" ", line).strip(" ") for line in raw.split("\n")]
        )
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n" if preformatted else "\n "))
        linked, self.open = self.open.linked, _Open()
        kind = CODE if preformatted else LIST if "li" in self.stack else TABLE if "tr" in self.stack else TEXT
        if kind == TABLE:
            text = text.strip(" |\n")
        if not text.strip():
            return
        heading = next((tag for tag in reversed(self.stack) if re.fullmatch(r"h[1-6]", tag)), None)
        share = linked / max(1, len(text))
        if kind == LIST and self.marker:
            text, self.marker = self.marker + text, ""
        yield Seen(
            text=text.rstrip(),
            level=int(heading[1]) if heading else None,
            kind=kind,
            home=self.homes[-1],
            aside=not ASIDE.isdisjoint(self.stack),
            linked=share,
            first=self.first,
        )
        self.first = False
