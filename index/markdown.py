"""Markdown → blocks of plain text: the signs go, headings, lists, tables and code stay readable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from index.blocks import CODE, EMPTY_LINE, LINE, LIST, TABLE, TEXT, Block, Page, text_blocks
from index.document import SetAside
from index.front_matter import front_matter, head

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST = 100  # elements inside one another; the parser drops what is deeper, and its own limit is 20
TAG = re.compile(r"<[^<>]*>")
BLOCK_TAG = re.compile(
    r"<(?:br|/?(?:p|div|li|[uo]l|d[ltd]|h[1-6]|tr|table|caption|summary|details|blockquote|pre|section|article"
    r"|figure|figcaption))\b[^<>]*>",
    re.IGNORECASE,
)
CELL_END = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.IGNORECASE)
UNSEEN = re.compile(
    r"<(script|style|template|noscript|iframe|svg)\b[^<>]*>|<!--"
    r"|<(?!(?:img|input|br|hr|wbr|source|col|area|link|meta)\b)([a-z]\w*)\b"
    r"[^<>]{0,500}?(?:\shidden\b|display\s*:\s*none|aria-hidden=.true)[^<>]*>",
    re.IGNORECASE,
)
HIDDEN_BY = re.compile(
    r"display\s*:\s*none|aria-hidden=.true|\sclass=[\"'](?:[^\"']*\s)?hidden[\s\"']"  # in a value
    r"|\shidden(?=[\s=/>])(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)",  # outside of all values: title="The hidden port"
    re.IGNORECASE,
)
HIDDEN = "hidden on the page"
ADDRESS = re.compile(r"https?://[^\s@]+$")


def markdown(text: str) -> Page:
    """Return a Markdown document's blocks; title, authors and date of its front matter come first."""
    values, body = front_matter(text)
    tokens = _parser().parse(body)
    reader = _Reader(tokens)
    # What the parser would drop is worth more than the signs that stay.
    too_deep = any(token.level >= DEEPEST - 1 for token in tokens)
    blocks = text_blocks(body) if too_deep else list(reader.blocks())
    titled = next((at for at, block in enumerate(blocks[:3]) if block.level == 1), -1) + 1
    address = next(
        (values[key] for key in ("url", "canonical_url", "canonical", "link", "source") if key in values), ""
    )
    return Page(
        blocks=(*blocks[:titled], *head(values, blocks), *blocks[titled:]),
        url=address if ADDRESS.match(address) else None,
        aside=tuple(SetAside(gone, reason) for gone, reason in reader.gone),
    )


def _parser() -> MarkdownIt:
    """Return the parser; a footnote "[^1]: …" is text to it, not the address of a link."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock, reference

    def link_address(state: StateBlock, line: int, last: int, silent: bool) -> bool:
        begin = state.bMarks[line] + state.tShift[line]
        return not state.src.startswith("[^", begin) and reference(state, line, last, silent)

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", link_address)
    return parser


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
        elif token.type == "list_item_close":
            self.marker = ""  # of an item without words
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
        """Return the words of inline tokens; a picture's description and what is hidden are set aside."""
        tags = [token.content.lower() if token.type == "html_inline" else "" for token in tokens]
        last = {_closed(tag): at for at, tag in enumerate(tags)}
        parts: list[str] = []
        shown = 0  # the tokens before this one are inside a hidden element
        for at, token in enumerate(tokens):
            if at < shown:
                continue
            if token.type in {"text", "code_inline", "text_special"}:
                parts.append(token.content)
            elif token.type == "softbreak":
                parts.append(" ")
            elif token.type == "hardbreak" or tags[at].startswith("<br"):
                parts.append("\n")
            elif token.type == "image" and token.content.strip():
                self.gone.append((token.content, "picture"))
            elif tags[at]:
                name, is_text = _unseen(tags[at])
                if name and last.get(name, 0) > at:  # one that is never closed hides nothing
                    shown = next(n for n in range(at + 1, len(tags)) if _closed(tags[n]) == name)
                    words = " ".join("".join(t.content or " " for t in tokens[at + 1 : shown]).split())
                    self.gone += [(words, HIDDEN)] if words and is_text else []
        return "".join(parts).strip()


def without_tags(html: str, *, gone: list[tuple[str, str]] | None = None) -> str:
    """Return the text of a piece of HTML; what is hidden in it is added to `gone`.

    >>> without_tags("<p>It <b>rained</b>.</p><script>x()</script>")
    'It rained.'
    """
    kept: list[str] = []
    position = 0
    for match in UNSEEN.finditer(html):
        name, is_text = _unseen(match.group())
        if match.start() < position or not name:
            continue
        kept.append(html[position : match.start()])
        end = _closing(html, name, match.end())
        position = html.find(">", end) + 1 or len(html)
        words = _lines_of(html[match.end() : end]) if is_text else ""
        if gone is not None and words:
            gone.append((words, HIDDEN))
    return _lines_of("".join(kept) + html[position:])


def _unseen(tag: str) -> tuple[str, bool]:
    """Return the name of a tag that nobody sees and whether it holds text; no name if it is seen.

    >>> _unseen("<script>"), _unseen('<p hidden="">'), _unseen('<p title="a hidden port">')
    (('script', False), ('p', True), ('', False))
    """
    match = UNSEEN.match(tag)
    if not match or (match.group(2) and not HIDDEN_BY.search(tag)):
        return "", False
    return (match.group(1) or match.group(2) or "!--").lower(), match.group(2) is not None


def _closed(tag: str) -> str:
    """Return the name of a closing tag; nothing of any other."""
    return tag[2:-1].strip() if tag.startswith("</") else ""


def _closing(html: str, name: str, start: int) -> int:
    """Return where the element ends that begins before `start`; the end of all if it is never closed."""
    if name == "!--":
        found = html.find("-->", start)
        return len(html) if found < 0 else found
    depth = 1
    for match in re.compile(rf"<(/?){name}\b", re.IGNORECASE).finditer(html, start):
        depth += -1 if match.group(1) else 1
        if depth == 0 or (match.group(1) and name in {"script", "style"}):
            return match.start()
    return len(html)


def _lines_of(html: str) -> str:
    """Return the text between tags, a line for each block."""
    text = TAG.sub("", BLOCK_TAG.sub("\n", CELL_END.sub(" | ", html)))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
