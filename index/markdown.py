"""Markdown → blocks of plain text: the signs go, headings, lists, tables and code stay readable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from index.blocks import CODE, EMPTY_LINE, LINE, LIST, TABLE, TEXT, Block, Page
from index.byline import is_byline, is_date_line
from index.dates import spoken_date
from index.document import SetAside
from index.names import is_name

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\A(-{3}|\+{3})[ \t]*\n(.{0,20000}?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
PAIR = re.compile(r"(\w+)\s*[:=]\s*(.*)")
TAG = re.compile(r"<[^<>]*>")
BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/h\d|/tr)\b[^<>]*>", re.IGNORECASE)
UNSEEN = re.compile(
    r"<(script|style|template|noscript|iframe|svg)\b[^<>]*>|<!--"
    r"|<([a-z]\w*)\b[^<>]{0,500}?(?:\shidden\b|display\s*:\s*none|aria-hidden=.true)[^<>]*>"
)
ADDRESS = re.compile(r"https?://[^\s@]+$")


def markdown(text: str) -> Page:
    """Return a Markdown document's blocks; title, authors and date of its front matter come first."""
    from markdown_it import MarkdownIt

    values, body = _front_matter(text)
    reader = _Reader(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body))
    blocks = list(reader.blocks())
    titled = next((at for at, block in enumerate(blocks[:3]) if block.level == 1), -1) + 1
    address = next(
        (values[key] for key in ("url", "canonical_url", "canonical", "link", "source") if key in values), ""
    )
    return Page(
        blocks=(*blocks[:titled], *_head(values, blocks), *blocks[titled:]),
        url=address if ADDRESS.match(address) else None,
        aside=tuple(SetAside(gone, reason) for gone, reason in reader.gone),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the values of YAML or TOML front matter, lists joined by commas, and the text after it."""
    match = FRONT_MATTER.match(text)
    if not match:
        return {}, text
    values: dict[str, str] = {}
    key = ""
    for line in match.group(2).split("\n"):
        pair = PAIR.match(line)
        item = re.match(r"\s+-\s+(?:name:\s*)?(.+)", line)
        if pair:
            key = pair.group(1).lower()
            values[key] = _unquoted(pair.group(2))
        elif item and key:
            values[key] = ", ".join(filter(None, [values[key], _unquoted(item.group(1))]))
    return values, text[match.end() :]


def _unquoted(value: str) -> str:
    """Return a value without quotes and list brackets.

    >>> _unquoted('["Ann Lee", "Bo Ek"]')
    'Ann Lee, Bo Ek'
    """
    value = re.sub(r"\s+#.*$", "", value.strip())
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(item) for item in value[1:-1].split(","))
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _head(values: dict[str, str], blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield what only the front matter says, written out so that it can be cited."""
    title = values.get("title", "")
    if title and not any(block.level == 1 or block.text == title for block in blocks[:3]):
        yield Block(title, level=1)
    names = [
        n
        for n in re.split(r"\s*[,;&]\s*|\s+and\s+", values.get("author", values.get("authors", "")))
        if is_name(n)
    ]
    if names and not any(is_byline(block.text) for block in blocks[:6]):
        yield Block("By " + " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])))
    day = values.get("date", values.get("published", ""))
    day = spoken_date(day) or day
    if is_date_line(day) and not any(is_date_line(block.text) for block in blocks[:6]):
        yield Block(f"Published {day}")


class _Reader:
    """Walks the tokens once and gathers their text."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.gone: list[tuple[str, str]] = []  # what is not shown as text, and why
        self.numbers: list[int | None] = []  # of each open list: the number of the next item
        self.marker = ""
        self.gap = EMPTY_LINE
        self.level: int | None = None
        self.row: list[str] | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in order."""
        for token in self.tokens:
            self._enter(token)
            if token.type == "inline" and self.row is not None:
                self.row.append(self._plain(token.children or []))
            elif token.type == "inline":
                yield from self._block(self._plain(token.children or []))
            elif token.type in {"fence", "code_block"}:
                yield from self._block(re.sub(r"\n{3,}", "\n\n", token.content.strip("\n")), kind=CODE)
            elif token.type == "html_block":
                yield from self._block(without_tags(token.content, gone=self.gone))
            elif token.type == "tr_close" and self.row is not None:
                row, self.row = " | ".join(self.row), None
                yield from self._block(row, kind=TABLE)
                self.gap = LINE
            elif token.type == "heading_close":
                self.level = None

    def _enter(self, token: Token) -> None:
        if token.type == "heading_open":
            self.level = int(token.tag[1])
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            start = token.attrs.get("start", 1)
            self.numbers.append(int(start) if token.type == "ordered_list_open" else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.numbers.pop()
            self.gap = LINE if self.numbers else EMPTY_LINE
        elif token.type == "list_item_open":
            number = self.numbers[-1]
            self.marker = "  " * (len(self.numbers) - 1) + (f"{number}. " if number is not None else "- ")
            self.numbers[-1] = None if number is None else number + 1
        elif token.type == "tr_open":
            self.row = []
        elif token.type == "table_close":
            self.gap = EMPTY_LINE

    def _block(self, text: str, *, kind: str = TEXT) -> Iterator[Block]:
        """Yield the text as a block, with the marker of the list item it opens."""
        if not text.strip():
            return
        marker, self.marker = self.marker, ""
        if self.numbers and kind == TEXT:
            kind = LIST
        gap = self.gap if kind in {LIST, TABLE} else EMPTY_LINE
        yield Block(marker + text.rstrip(), level=self.level, kind=kind, gap=gap)
        self.gap = LINE if self.numbers else EMPTY_LINE

    def _plain(self, tokens: Sequence[Token]) -> str:
        """Return the words of inline tokens; a picture's description is set aside."""
        parts: list[str] = []
        for token in tokens:
            if token.type in {"text", "code_inline", "text_special"}:
                parts.append(token.content)
            elif token.type == "softbreak":
                parts.append(" ")
            elif token.type == "hardbreak" or (
                token.type == "html_inline" and token.content.lower().startswith("<br")
            ):
                parts.append("\n")
            elif token.type == "image" and token.content.strip():
                self.gone.append((token.content, "picture"))
        return "".join(parts).strip()


def without_tags(html: str, *, gone: list[tuple[str, str]] | None = None) -> str:
    """Return the text of a piece of HTML; what is hidden in it is added to `gone`.

    >>> without_tags("<p>It <b>rained</b>.</p><script>x()</script>")
    'It rained.'
    """
    lower = html.lower()
    kept: list[str] = []
    position = 0
    for match in UNSEEN.finditer(lower):
        if match.start() < position:
            continue
        tag = match.group(1) or match.group(2)
        closing = lower.find(f"</{tag}" if tag else "-->", match.end())
        kept.append(html[position : match.start()])
        position = lower.find(">", closing) + 1 if closing >= 0 else 0
        if gone is not None and match.group(2):
            gone.append((_lines_of(html[match.end() : max(closing, match.end())]), "hidden on the page"))
        if not position:  # never closed: all that follows belongs to it
            return _lines_of("".join(kept))
    return _lines_of("".join(kept) + html[position:])


def _lines_of(html: str) -> str:
    """Return the text between tags, a line for each block."""
    text = TAG.sub("", BLOCK_END.sub("\n", html))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
