"""HTML → a tree without what a reader of the page does not see."""

from __future__ import annotations

import re
from typing import Any

# lxml is imported inside functions: only the process that reads pages needs it.

NO_TEXT = frozenset(
    """
    script style title noscript template iframe object embed svg math canvas audio video map head meta link
    """.split()
)
CONTROLS = frozenset("button select option optgroup datalist textarea input dialog".split())
SPACE = re.compile(r"[ \t\n\r\f]+")
MOST_HIDDEN = 0.5  # share of a page's text; what holds more is shown by a script
LONGEST_CELL = 400  # characters; a table whose cells hold more lays out a page
HIDDEN, CONTROL = "hidden on the page", "control of the page"

HIDDEN_STYLE = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity|(?:max-)?height)\s*:\s*0(?![.\d])"
    r"|color\s*:\s*transparent|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(0)",
    re.IGNORECASE,
)
HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|is-hidden|hidden|d-none|display-none)(?:\s|$)",
    re.IGNORECASE,
)
# "hidden md:block": on a small screen only.
SHOWN_CLASS = re.compile(r"(?:\b[a-z]{2}:|\bd-[a-z]{2}-)(?:block|flex|grid|inline|table)")
# A parser's time grows with the square of a tag's attributes; a tag this long is an attack or a picture.
LONG_TAG = re.compile(r"<[a-zA-Z/][^<>]{20000,}>")
RULE = re.compile(r"(?:^|\})\s*([.#][\w-]+(?:\s*,\s*[.#][\w-]+)*)\s*\{([^{}]{0,2000})\}")


def parse(html: str) -> Any:
    """Return the tree of a page; comments are dropped, nothing is fetched; ValueError if it is too deep."""
    from lxml import etree
    from lxml import html as lxml_html

    html = LONG_TAG.sub("", html)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # not one element, such as a page of nothing but comments
        return lxml_html.document_fromstring("<html><body></body></html>")
    # libxml2 says so in its log only, and drops the rest of the page.
    if any(entry.message.startswith("Excessive depth") for entry in parser.error_log):
        raise ValueError("its elements are nested more than 2048 deep")
    return tree


def depth(tree: Any) -> int:
    """Return how many elements stand inside one another where the tree is deepest."""
    from lxml import etree

    now = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        now += 1 if event == "start" else -1
        deepest = max(deepest, now)
    return deepest


def unfold_layout(tree: Any) -> None:
    """Turn tables that only lay out the page into plain containers."""
    for table in list(tree.iter("table")):
        cells = [*table.iter("td", "th")]
        nested = any(True for _ in table.iterdescendants("table", "h1", "h2", "h3", "article", "section"))
        if nested or any(len(cell.text_content()) > LONGEST_CELL for cell in cells[:500]):
            for element in [table, *table.iter("tbody", "thead", "tfoot", "tr"), *cells]:
                element.tag = "div"


def remove_hidden(tree: Any) -> list[tuple[str, str]]:
    """Drop what a reader does not see, and what is no text; return the texts that went, and why."""
    rules = "".join(style.text or "" for style in tree.iter("style"))
    names = {
        name.strip()
        for match in RULE.finditer(re.sub(r"@media[^{]*\{", "", rules[:500_000]))
        if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", match.group(2))
        for name in match.group(1).split(",")
    }
    most = MOST_HIDDEN * len(tree.text_content())
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
            if len(text) <= most:
                gone += [(text, reason)] if text else []
                _drop(element)
    return gone


def _is_hidden(element: Any, names: set[str]) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true":
        return True
    classes = element.get("class", "")[:2000]
    if names and not names.isdisjoint([f"#{element.get('id')}", *(f".{name}" for name in classes.split())]):
        return True
    if HIDDEN_CLASS.search(classes) and not SHOWN_CLASS.search(classes):
        return True
    return bool(HIDDEN_STYLE.search(element.get("style", "")[:5000]))


def _drop(element: Any) -> None:
    """Remove an element but not the text behind it."""
    element.text = None
    for child in list(element):
        element.remove(child)
    element.drop_tree()
