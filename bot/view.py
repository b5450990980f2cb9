"""What the page shows apart from the conversation: the article, how far loading is, how to begin."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bot import words
from bot.pane import failure, pane
from bot.render import escape, literal
from bot.service import Service
from index.document import Document


class View(NamedTuple):
    """The parts of the page that change while it warms up, as HTML; `examples` are plain questions."""

    article: str
    status: str
    welcome: str
    examples: tuple[str, ...]


def look(service: Service) -> View:
    """Return what the page shows now."""
    stage = service.stage
    if stage == "failed":
        return View(failure(service.failure or ""), _status(words.FAILED), "", ())
    documents = service.documents
    status = {"reading": words.WARMING_READ, "indexing": words.WARMING_INDEX}.get(stage, "")
    return View(_pane(documents), _status(status), welcome(documents), service.examples)


@lru_cache(maxsize=4)
def _pane(documents: tuple[Document, ...]) -> str:
    return pane(documents)


def _status(text: str) -> str:
    return f'<p class="fn-status" role="status">{escape(text)}</p>'


def welcome(documents: tuple[Document, ...]) -> str:
    """Return what an empty conversation says: the titles of what can be asked about, and the promise.

    Gradio reads it as Markdown, so that titles are spelled in character references.
    """
    titles = " · ".join(literal(document.title) for document in documents[:3])
    names = f'<h2 class="fn-welcome-title">{titles}</h2>' if titles else ""
    return f'<div class="fn-welcome">{names}<p>{words.EMPTY_LINE}</p></div>'


def header() -> str:
    """Return the bar above the page: the name, what it does, and the way to the article on a phone."""
    return (
        f'<header class="fn-top"><h1 class="fn-brand">{words.NAME}<sup>1</sup></h1>'
        f'<p class="fn-tagline">{words.TAGLINE}</p>'
        f'<button type="button" class="fn-open" aria-controls="fn-pane">{words.ARTICLE}</button></header>'
    )
