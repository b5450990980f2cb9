"""HTML → the blocks that a reader sees, each with where in the page it stands; and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from index.blocks import CODE, LIST, TABLE, TEXT

# lxml is imported inside functions: only the process that reads pages needs it.

NO_TEXT = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video map head meta link".split()
)
CONTROLS = frozenset("button select option optgroup datalist textarea input dialog".split())
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody
    td tfoot th thead tr ul
    """.split()
)
# Elements of a text's own structure; what holds them is its container.
STRUCTURE = frozenset(
    "li ul ol dl dt dd table tbody thead tfoot tr td th blockquote figure figcaption pre p hgroup".split()
)
ASIDE = frozenset("nav footer aside form".split())
SPACE = re.compile(r"[ \t\n\r\f]+")

LONGEST_CELL = 400  # characters; a table whose cells hold more lays out a page
HIDDEN, CONTROL = "hidden on the page", "control of the page"

HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|color\s*:\s*transparent"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|(?:max-)?height\s*:\s*0(?![.\d])|clip\s*:\s*rect\(0",
    re.IGNORECASE,
)
HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|is-hidden|hidden|d-none|display-none)(?:\s|$)",
    re.IGNORECASE,
)
# A parser's time grows with the square of a tag's attributes; a tag this long is an attack or a picture.
LONG_TAG = re.compile(r"<[a-zA-Z/][^<>]{20000,}>")
RULE = re.compile(r"(?:^|\})\s*([.#][\w-]+(?:\s*,\s*[.#][\w-]+)*)\s*\{([^{}]{0,2000})\}")


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


def parse(html: str) -> Any:
    """Return the tree of a page; comments are dropped, nothing is fetched."""
    from lxml import html as lxml_html

    html = LONG_TAG.sub("", html)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    return lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)


def unfold_layout(tree: Any) -> None:
    """Turn tables that only lay out the page into plain containers."""
    for table in list(tree.iter("table")):
        cells = [*table.iter("td", "th")]
        nested = any(True for _ in table.iterdescendants("table", "h1", "h2", "h3", "article", "section"))
        if nested or any(len(cell.text_content()) > LONGEST_CELL for cell in cells[:500]):
            for element in [table, *table.iter("tbody", "thead", "tfoot", "tr"), *cells]:
                element.tag = "div"


def remove_hidden(tree: Any) -> list[tuple[str, str]]:
    """Drop what a reader does not see, and what is no text; return the texts that went, each with the reason."""
    rules = "".join(style.text or "" for style in tree.iter("style"))
    names = {
        name.strip()
        for match in RULE.finditer(re.sub(r"@media[^{]*\{", "", rules[:500_000]))
        if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", match.group(2))
        for name in match.group(1).split(",")
    }
    gone: list[tuple[str, str]] = []
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in NO_TEXT:
            _drop(element)
            continue
        reason = CONTROL if element.tag in CONTROLS else HIDDEN if _is_hidden(element, names) else None
        if reason and element.tag not in {"html", "body"}:
            text = SPACE.sub(" ", element.text_content()).strip()
            gone += [(text, reason)] if text else []
            _drop(element)
    return gone


def _is_hidden(element: Any, names: set[str]) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true":
        return True
    classes = element.get("class", "")[:2000]
    if names and not names.isdisjoint([f"#{element.get('id')}", *(f".{name}" for name in classes.split())]):
        return True
    return bool(HIDDEN_CLASS.search(classes) or HIDDEN_STYLE.search(element.get("style", "")[:5000]))


def _drop(element: Any) -> None:
    """Remove an element but not the text behind it."""
    element.text = None
    for child in list(element):
        element.remove(child)
    element.drop_tree()


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
        if not text.strip():
            return
        heading = next((tag for tag in reversed(self.stack) if re.fullmatch(r"h[1-6]", tag)), None)
        kind = CODE if preformatted else LIST if "li" in self.stack else TABLE if "tr" in self.stack else TEXT
        share = linked / max(1, len(text))
        if kind == TABLE:
            text = text.strip(" |\n")
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
