"""Recognises title, authors and date in the first lines of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.blocks import TEXT, Block
from index.dates import DATE, LONGEST_WORDS, gives_date, is_change, is_short_line
from index.document import Span
from index.furniture import bare, is_crumbs, is_label
from index.names import ROLES, Signed, is_name, names_from

HEAD_BLOCKS = 10  # further down nobody looks for a title
LAST_BLOCKS = 4  # among which it may say who the author is
SHORT = 6  # words of a bare name, or two
SHORTEST_TITLE = 4  # words that no name of a site has, as a rule
LONGEST_TITLE = 30  # words
QUOTES = "\"'”’» "

SIGNED = re.compile(
    r"\s*(?:(?:(?:written|words|text|story|reported|posted|published|report|compiled)\s+)?by|von|par|por"
    r"|(?:authors?|words|text|writer|autor(?:in)?|auteurs?)\s?:)\s+",
    re.IGNORECASE,
)
BY = re.compile(r"\s+by\s+", re.IGNORECASE)
DATED_BY = re.compile(r"(?<!ed )\bby\s+(?=[A-Z])")  # but "reviewed by" and "hosted by" name no author
KEYED = re.compile(r"(title|authors?|date|published)\s*:\s*(\S.*)$", re.IGNORECASE)
# "The Town Swallowed by …" is no signature, unless two names or an initial say that it is one.
PARTICIPLE = re.compile(
    r"(?:\w{3,}ed|\w+ung|\w+own|made|led|told|hit|run|built|held|sent|set|won|caught|taught|brought|seen|driven|taken"
    r"|shaken|stand|side|day|step|bit|little)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Front:
    """What the first lines say of an article; spans are offsets into the text."""

    title_span: Span | None = None
    authors: tuple[str, ...] = ()
    authors_span: Span | None = None
    date_span: Span | None = None


def recognise(blocks: Sequence[Block], starts: Sequence[int]) -> Front:
    """Find title, authors and date among the first blocks; `starts` are the blocks' offsets in the text."""
    head = head_of(blocks)
    at = title_at(blocks, head)
    title: Span | None = None
    signed: tuple[Signed, int] | None = None
    if at is not None:
        start, end, names = _titled(blocks[at].text)
        title = Span(starts[at] + start, starts[at] + end)
        signed = (names, starts[at]) if names else None
    dates: list[tuple[bool, Span]] = []
    for position, (block, offset) in enumerate(zip(blocks[:HEAD_BLOCKS], starts, strict=False)):
        if position == at or not _labels(block.text) or (position > head and block.is_prose):
            continue
        names = signature(block.text)
        signed = signed or ((names, offset) if names else None)
        found = DATE.search(block.text) if is_date_line(block.text) else None
        if found:
            dates.append((is_change(block.text), Span(offset + found.start(), offset + found.end())))
    if signed is None and at is not None:
        signed = _signed_below(blocks, starts, at, head)
    return Front(
        title_span=title,
        authors=signed[0].names if signed else (),
        authors_span=Span(signed[1] + signed[0].start, signed[1] + signed[0].end) if signed else None,
        date_span=min(dates)[1] if dates else None,
    )


def _signed_below(
    blocks: Sequence[Block], starts: Sequence[int], title: int, head: int
) -> tuple[Signed, int] | None:
    """Return the bare name under a title, if a date stands beside it or the end says who that is."""
    for at in range(title + 1, head):
        block = blocks[at]
        names = names_from(block.text, len(block.text) - len(block.text.lstrip()), least=2)
        if (
            block.level is not None
            or not names
            or names.end != len(block.text.rstrip())
            or block.words > SHORT
        ):
            continue
        dated = any(is_date_line(near.text) for near in blocks[max(0, at - 2) : at + 3])
        about = (
            rf"\W*{re.escape(names.names[0])}\W+(?:is|was|has|writes|lives|teaches|works|reports|covers)\b"
        )
        if dated or any(re.match(about, later.text) for later in blocks[-LAST_BLOCKS:]):
            return names, starts[at]
    return None


def head_of(blocks: Sequence[Block]) -> int:
    """Return how many blocks stand before the first running text."""
    prose = next((at for at, block in enumerate(blocks[:HEAD_BLOCKS]) if _opens_text(block)), None)
    return min(HEAD_BLOCKS, len(blocks) - 1) if prose is None else prose


def title_at(blocks: Sequence[Block], head: int) -> int | None:
    """Return which of the first `head` blocks is the title, or None.

    The outermost heading, a line that names its authors, or the words that the text opens with; else the
    first line long enough for a title, unless a later one has its authors or its date below; else the longest.
    """
    possible = [at for at in range(head) if _may_be_title(blocks[at])]
    fit = [at for at in possible if not is_label(blocks[at].text)] or possible
    if not fit:
        return None
    long = [at for at in fit if blocks[at].words >= SHORTEST_TITLE and not _names_place(blocks[at].text)]
    signed = [at for at in long if at + 1 < len(blocks) and _labels(blocks[at + 1].text)]
    opening = blocks[head].text.casefold().removeprefix("the ") if head < len(blocks) else ""
    sure = [
        at
        for at in fit
        if blocks[at].level == 1
        or signs_title(blocks[at].text)
        or opening.startswith(_subject(blocks[at].text))
    ]
    # Between a title and its byline may stand a line on what the article says; between a site's name and its
    # title stands more than that.
    if signed and not sure and signed[0] - long[0] > 1:
        return signed[0]
    return (sure or long or [max(fit, key=lambda at: (not _is_signature(blocks, at), blocks[at].words))])[0]


def is_byline(text: str) -> bool:
    """Say whether a line names the authors: "By Ann Lee and Bo Ek", "Ann Lee, Staff Writer".

    >>> is_byline("By Ann Lee and Bo Ek"), is_byline("By Monday the river had risen.")
    (True, False)
    """
    return is_short_line(text) and signature(text) is not None


def is_date_line(text: str) -> bool:
    """Say whether a line gives little but a date, and perhaps who wrote.

    >>> is_date_line("Posted by Ann Lee on June 3, 2024"), is_date_line("What happened on 6 March 1953")
    (True, False)
    """
    if gives_date(text):
        return True
    dated = is_short_line(text) and DATE.search(text) is not None
    return dated and BY.search(f" {text}") is not None and _names_somebody(text)


def signs_title(text: str) -> bool:
    """Say whether a title names its authors: "A Title by Ann Lee & Bo Ek"."""
    return len(text.split()) <= LONGEST_TITLE and len(text) <= LONGEST_WORDS and _titled(text)[2] is not None


def signature(text: str) -> Signed | None:
    """Return the authors that a line names, or None."""
    keyed = KEYED.match(text.strip())
    if keyed and not keyed.group(1).lower().startswith("author"):
        return None
    match = SIGNED.match(text) or (DATED_BY.search(text) if DATE.search(text) else None)
    if match:
        return names_from(text, match.end())
    if ROLES.search(text) and "," in text and not text.rstrip().endswith("."):
        found = names_from(text, len(text) - len(text.lstrip()), least=2)  # "Ann Lee, Staff Writer"
        return found if found and len(found.names) == 1 else None
    return None


def _names_somebody(text: str) -> bool:
    """Say whether a line with a date names somebody after "by", as author or otherwise."""
    return signature(text) is not None or bool(re.search(r"\bby (?:(?:Dr\.? )?[A-Z]\w+ [A-Z]\w+|\S+$)", text))


def _labels(text: str) -> bool:
    """Say whether a line is one of authors or date."""
    return is_short_line(text) and (signature(text) is not None or is_date_line(text))


def _opens_text(block: Block) -> bool:
    """Say whether a block is running text, and no title that asks or cries, nor a long line of names."""
    asks = block.words <= LONGEST_TITLE and block.text.rstrip(QUOTES)[-1:] in "?!"
    return block.is_prose and not asks and not _labels(block.text)


def _may_be_title(block: Block) -> bool:
    text = block.text.strip()
    if block.kind != TEXT or not text or "\n" in text or block.words > LONGEST_TITLE or _labels(text):
        return False
    keyed = KEYED.match(text)
    if is_crumbs(text) or (keyed and keyed.group(1).lower() != "title"):
        return False
    return text[-1] not in ":,;" and not text[0].islower() and any(map(str.isalnum, text))


def _is_signature(blocks: Sequence[Block], at: int) -> bool:
    """Say whether a line is a bare name with a date below, and so no title."""
    dated = at + 1 < len(blocks) and is_date_line(blocks[at + 1].text)
    return dated and is_name(blocks[at].text.strip(), least=2)


def _subject(text: str) -> str:
    """Return a line as the text below may open with it."""
    return bare(text).casefold().removeprefix("the ")


def _names_place(text: str) -> bool:
    """Say whether a line is a name and a place: "Hask Islands Transport, Brandal"."""
    words = text.split()
    return "," in text and len(words) <= SHORT and all(word[0].isupper() for word in words)


def _titled(text: str) -> tuple[int, int, Signed | None]:
    """Return from where to where the title stands in its line, and the authors: "A Title by Ann Lee"."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    keyed = KEYED.match(text)
    if keyed and keyed.group(1).lower() == "title":
        return keyed.start(2), end, None
    by = list(BY.finditer(text))
    if not by or len(text[: by[-1].start()].split()) < 3:
        return start, end, None
    signed = names_from(text, by[-1].end(), least=2)
    if not signed or signed.end != end:
        return start, end, None
    sure = len(signed.names) > 1 or re.search(r"\b[A-Z]\.", signed.names[0])
    if not sure and PARTICIPLE.search(text[: by[-1].start()]):
        return start, end, None
    return start, by[-1].start(), signed
