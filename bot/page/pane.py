"""Documents → the HTML of the article pane, and of the same articles on a page of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from bot.highlight import Mark, front_matter, paragraphs, segments
from bot.page import words
from bot.page.render import document_key, draw, escape
from index.document import Document, Heading, SetAside, Span


def article(document: Document, *, marks: Iterable[Mark] = ()) -> str:
    """Return one document as HTML, with marks; each block carries the offset at which its text begins.

    The text of a block is the document's, character for character, so that the page can find any
    stretch of it by offset.
    """
    every = [*front_matter(document), *marks]
    headings = sorted(document.headings, key=lambda heading: heading.span)
    blocks = "".join(_block(document, span, every, headings) for span in paragraphs(document.text))
    title = "" if document.title_span else f'<h2 class="fn-heading fn-title">{escape(document.title)}</h2>'
    key = document_key(document.id)
    return (
        f'<article class="fn-document" id="doc-{key}" aria-label="{escape(document.title)}">'
        f"{title}{blocks}{_left_out(document.set_aside)}</article>"
    )


def _block(document: Document, span: Span, marks: Sequence[Mark], headings: Sequence[Heading]) -> str:
    drawn = draw(segments(document.text, span, marks))
    place = bisect_left(headings, span.start, key=lambda heading: heading.span.start)
    if document.title_span and span.contains(document.title_span):
        tag, name = "h2", "fn-heading"
    elif place < len(headings) and span.contains(headings[place].span):
        tag, name = f"h{min(headings[place].level + 1, 6)}", "fn-heading"
    elif any(span.contains(m.span) for m in marks if m.kind in ("authors", "date")):
        tag, name = "p", "fn-byline"
    else:
        tag, name = "p", "fn-paragraph"
    return f'<{tag} class="fn-block {name}" data-start="{span.start}" data-end="{span.end}">{drawn}</{tag}>'


def _left_out(blocks: Sequence[SetAside]) -> str:
    if not blocks:
        return ""
    items = "".join(
        f'<li><p class="fn-why">{escape(block.reason)}</p><blockquote>{escape(block.text)}</blockquote></li>'
        for block in blocks
    )
    summary = words.LEFT_OUT.format(blocks=words.counted(len(blocks), "block"))
    return (
        f'<details class="fn-left-out"><summary>{summary}</summary>'
        f"<p>{words.LEFT_OUT_WHY}</p><ul>{items}</ul></details>"
    )


def pane(documents: Sequence[Document]) -> str:
    """Return the pane: a bar with the way back and, with several articles, their names; then the articles."""
    drawn = "".join(article(document) for document in documents)
    label = words.THE_ARTICLE if len(documents) < 2 else words.ARTICLES
    return (
        f'<section class="fn-pane" id="fn-pane" aria-label="{label}" data-shown="{words.SHOWN}">'
        f'<div class="fn-bar"><button type="button" class="fn-back">{words.BACK}</button>'
        f"{_names(documents)}</div>"
        f'<div class="fn-scroll" tabindex="0" role="region" aria-label="{label}">{drawn}</div>'
        "</section>"
    )


def _names(documents: Sequence[Document]) -> str:
    if len(documents) < 2:
        return ""
    links = "".join(
        f'<a class="fn-name" href="article#{document_key(d.id)}">{escape(d.title)}</a>' for d in documents
    )
    return f'<nav class="fn-names" aria-label="{words.ARTICLES}">{links}</nav>'


def failure(message: str) -> str:
    """Return the pane that says what failed and what to do.

    >>> "no file" in failure("there is no file a.txt; check the path")
    True
    """
    return (
        f'<section class="fn-pane" id="fn-pane" aria-label="{words.THE_ARTICLE}">'
        f'<div class="fn-failure" role="alert"><h2>{words.FAILED}</h2>'
        f"<p>{escape(message)}</p><p>{words.FAILED_REMEDY}</p></div></section>"
    )


def article_page(documents: Sequence[Document]) -> str:
    """Return the articles as a page of their own, on which a citation's link opens too."""
    title = documents[0].title if len(documents) == 1 else words.ARTICLES
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · {words.NAME}</title><link rel="stylesheet" href="footnote/page.css">'
        '<link rel="icon" href="footnote/icon.png">'
        '<script src="footnote/page.js" defer></script></head>'
        f'<body class="fn-alone"><main>{pane(documents)}</main></body></html>'
    )
