"""Small pages of our own, and the document that becomes of one without a process of its own."""

from __future__ import annotations

from index import Document
from index.blocks import Block, Page
from index.document import SetAside
from index.load import assembled
from index.web.extract import article
from tests.index.offsets import assert_offsets_hold

TITLE = "Velm dredges its harbour"
COUNCIL = "The council of Velm met on Tuesday and voted nine to six to dredge the inner harbour."
MUD = "Ann Lee, who has kept the harbour's books since 1988, says that the mud grows by a foot a year."
COST = "The work takes eleven weeks and costs 240,000 crowns, most of it paid by the ferry line."
BODY = f"<p>{COUNCIL}</p>\n<p>{MUD}</p>\n<p>{COST}</p>"
TEXT = f"{COUNCIL}\n\n{MUD}\n\n{COST}"


def page(body: str, *, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>"


def story(inside: str = BODY, *, head: str = "", title: str = TITLE) -> str:
    return page(f"<article><h1>{title}</h1>{inside}</article>", head=head)


def document_of(html: str) -> Document:
    """Return the document of a page, as `load` makes it, with all its offsets checked."""
    found = article(html)
    blocks = tuple(Block(**block) for block in found["blocks"])
    gone = tuple(SetAside(text, reason) for text, reason in found["aside"])
    document = assembled(Page(blocks, found["url"], gone), fallback="page")
    assert_offsets_hold(document)
    return document
