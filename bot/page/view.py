"""What the page shows beside the conversation: the bar, the article, how far loading is, how to begin."""

from __future__ import annotations

from functools import lru_cache

from typing_extensions import TypedDict

from bot.page import words
from bot.page.pane import failure, pane
from bot.page.render import escape, literal
from bot.server.service import Service
from index.document import Document

TITLES = 3  # named in an empty conversation; the article pane names them all


class Shell(TypedDict):
    """The page around the conversation, as HTML; `pane` is None when the page has this version already."""

    version: str
    finished: bool
    bar: str
    pane: str | None


def shell(service: Service, *, seen: str = "") -> Shell:
    """Return what stands around the conversation now; `seen` is the version that the page shows."""
    finished, stage = service.finished, service.stage
    documents = service.documents
    version = f"failed {service.failure}" if stage == "failed" else " ".join(d.id[-12:] for d in documents)
    drawn = None
    if version != seen or not version:
        drawn = failure(service.failure or "") if stage == "failed" else _pane(documents)
    status = {"reading": words.WARMING_READ, "indexing": words.WARMING_INDEX}.get(stage, "")
    if stage == "indexing" and service.share:
        status += " " + words.INDEXED.format(percent=round(100 * service.share))
    return Shell(version=version, finished=finished, bar=bar(status), pane=drawn)


@lru_cache(maxsize=4)
def _pane(documents: tuple[Document, ...]) -> str:
    return pane(documents)


def bar(status: str = "") -> str:
    """Return the bar: the name, what it does or how far loading is, the way to the article on a phone.

    >>> "Warming" in bar("Warming up")
    True
    """
    line = (
        f'<p class="fn-status" role="status">{escape(status)}</p>'
        if status
        else f'<p class="fn-tagline">{words.TAGLINE}</p>'
    )
    return (
        f'<h1 class="fn-brand">{words.NAME}<sup>1</sup></h1>{line}'
        f'<button type="button" class="fn-open" aria-controls="fn-pane">{words.ARTICLE}</button>'
    )


def welcome(documents: tuple[Document, ...]) -> str:
    """Return what an empty conversation says: the titles of what can be asked about, and the promise.

    Gradio reads it as Markdown, so that titles are spelled in character references.
    """
    titles = "".join(f'<h2 class="fn-welcome-title">{literal(d.title)}</h2>' for d in documents[:TITLES])
    return f'<div class="fn-welcome">{titles}<p>{words.EMPTY_LINE}</p></div>'
