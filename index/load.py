"""A path or bytes → Document: one table by type, one way to assemble."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from index.blocks import EMPTY_LINE, LINE, Block, Page, joined, normalised, text_blocks
from index.byline import recognise
from index.clean import reasons
from index.decode import LoadError, decode
from index.document import Document, Heading, SetAside, Span

__all__ = ["TYPES", "LoadError", "document_from_text", "load", "load_bytes"]

MAX_CHARACTERS = 5_000_000  # about ten long novels
LONGEST_NAME = 80  # characters of a title made of a text's first words
HEAD = 3000  # characters in which a given title is looked for


def load(source: str | os.PathLike[str], *, max_characters: int = MAX_CHARACTERS) -> Document:
    """Read the article in a file; LoadError says what is wrong with it and what to do."""
    name = os.fspath(source)
    if name.lower().startswith(("http://", "https://")):
        raise LoadError(f"{name}: addresses are not fetched; save the page and load the file")
    path = Path(name)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise LoadError(f"{name} is a folder; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise LoadError(f"{name} is no regular file; name a file of type {', '.join(TYPES)}")
        _reader(path.name)
        if status.st_size > 4 * max_characters + 4:  # no encoding needs more bytes for a character
            raise LoadError(_too_long(name, f"{status.st_size} bytes", max_characters))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LoadError(f"there is no file {name}; check the path") from error
    except (OSError, ValueError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"{name!r} cannot be read ({error}); check the path and its permissions") from error
    return load_bytes(data, name=path.name, max_characters=max_characters)


def load_bytes(data: bytes, *, name: str, max_characters: int = MAX_CHARACTERS) -> Document:
    """Read an uploaded article; `name` is its file's name and tells its type."""
    reader = _reader(name)
    if len(data) > 4 * max_characters + 4:
        raise LoadError(_too_long(name, f"{len(data)} bytes", max_characters))
    text = normalised(decode(data, name=name))
    if len(text) > max_characters:
        raise LoadError(_too_long(name, f"{len(text)} characters", max_characters))
    if not text.strip():
        raise LoadError(f"{name} is empty ({len(data)} bytes); give it at least one sentence")
    if reader is _text_page and text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        reader = _web_page
    page = reader(text, name)
    if not any(block.text.strip() for block in page.blocks):
        raise LoadError(f"{name} holds no text, only markup; give it at least one sentence")
    return assembled(page, fallback=PurePath(name).stem)


def document_from_text(text: str, *, title: str | None = None) -> Document:
    """Make a document of plain text, cleaned; `title` overrides the one recognised in it.

    >>> document_from_text("Rain again\\n\\nBy Ann Lee\\n\\nIt rained. Nobody minded it at all.").authors
    ('Ann Lee',)
    """
    return assembled(Page(tuple(text_blocks(normalised(text)))), title=title)


def assembled(page: Page, *, title: str | None = None, fallback: str = "") -> Document:
    """Clean a page's blocks, recognise title, authors and date, and make one document of them."""
    marks = reasons(page.blocks)
    kept = _kept(page.blocks, marks)
    text, starts = joined(kept)
    front = recognise(kept, starts)
    title_span = front.title_span
    if title is not None:
        at = text[:HEAD].find(title) if title.strip() else -1
        title_span = Span(at, at + len(title)) if at >= 0 else None
    headings = (
        Heading(Span(start, start + len(block.text)), block.level)
        for block, start in zip(kept, starts, strict=True)
        if block.level
    )
    return Document(
        text=text,
        title=title or (title_span.of(text) if title_span else fallback or _first_words(text)),
        title_span=title_span,
        authors=front.authors,
        authors_span=front.authors_span,
        date=front.date_span.of(text) if front.date_span else None,
        date_span=front.date_span,
        url=page.url,
        headings=tuple(
            heading for heading in headings if not (title_span and heading.span.overlaps(title_span))
        ),
        set_aside=(*page.aside, *_set_aside(page.blocks, marks)),
    )


def _kept(blocks: Sequence[Block], marks: Sequence[str | None]) -> list[Block]:
    """Return the unmarked blocks; an empty line before one that went now parts its neighbours."""
    kept: list[Block] = []
    gap = LINE
    for block, mark in zip(blocks, marks, strict=True):
        gap = EMPTY_LINE if EMPTY_LINE in (gap, block.gap) else LINE
        if mark is None:
            kept.append(replace(block, gap=gap))
            gap = LINE
    return kept


def _set_aside(blocks: Sequence[Block], marks: Sequence[str | None]) -> list[SetAside]:
    """Return what was marked; lines of one paragraph that went together stay together."""
    gone: list[SetAside] = []
    before: str | None = None
    for block, mark in zip(blocks, marks, strict=True):
        if mark is not None and mark == before and block.gap == LINE:
            gone[-1] = SetAside(f"{gone[-1].text}\n{block.text}", mark)
        elif mark is not None:
            gone.append(SetAside(block.text, mark))
        before = mark
    return gone


def _first_words(text: str) -> str:
    """Return a text's first words, for a title where nothing else is known."""
    line = " ".join(text[: 4 * LONGEST_NAME].split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def _text_page(text: str, _: str) -> Page:
    return Page(tuple(text_blocks(text)))


def _markdown_page(text: str, _: str) -> Page:
    from index.markdown import markdown

    return markdown(text)


def _web_page(text: str, name: str) -> Page:
    from index.web.webpage import webpage

    return webpage(text, name=name)


TYPES: dict[str, Callable[[str, str], Page]] = {
    ".txt": _text_page,
    ".md": _markdown_page,
    ".markdown": _markdown_page,
    ".html": _web_page,
    ".htm": _web_page,
}


def _reader(name: str) -> Callable[[str, str], Page]:
    """Return what reads files of this name; LoadError lists the types that are read."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES:
        raise LoadError(f"{name} is of unknown type {suffix!r}; save it as one of: {', '.join(TYPES)}")
    return TYPES[suffix]


def _too_long(name: str, size: str, max_characters: int) -> str:
    return f"{name} has {size}, the limit is {max_characters} characters; load it in parts"
