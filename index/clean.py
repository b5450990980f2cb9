"""Tells an article's blocks from those of the page it was taken from.

Several signals are weighed, each of which errs on its own: what a line says, what stands beside it,
where in the page it is, whether it is repeated. Removing a true paragraph is the worse error, so a
block of running text goes only if it advertises, and a lone label in mid-text stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.blocks import LIST, TABLE, Block
from index.byline import is_byline, is_date_line, signs_title, title_at
from index.furniture import (
    ADDRESSED,
    AUTHOR,
    CUES,
    CERTAIN_LINES,
    INTERFACE,
    LIKELY_LINE,
    REPORTED,
    WEIGHED,
)

Marks = list[str | None]

SIGNS = " \t•·›»«‹>→←↑↓▶►▾▼…–—-*|[]{}:.!,\"'“”"
LONGEST_LINE = 25  # words of a line that may be furniture as a whole
OFFER = 3.0  # the weight of phrases from which a block is an advertisement
PLAIN_OFFER = 5.0  # and from which it goes even if much else went
LONG, VERY_LONG, LONGEST_OFFER = 60, 90, 120  # words; advertisements are shorter
WORD = re.compile(r"[^\W\d_]+|%")
MOST_REMOVED = 0.35  # share of the running text; above it, the page is about such things
REPEATS = 3
CHAPTER = re.compile(r"(?:chapter|part|book|section|act|scene|volume|prologue|epilogue)\b", re.IGNORECASE)
LISTS_LINKS = re.compile(
    r"(?:related|similar|recommended|(?:most )?popular|more|trending|latest|recent|you m|also|explore|sponsored|promoted|paid)\b",
    re.I,
)
LEAD_IN = re.compile(
    r"^(?:ready|want|need|enjoy|like|love|looking|new to|interested|curious)\b.*\?$|\b(?:us|our)\b", re.I
)
CONTENTS = re.compile(r"(?:table of )?contents|on this page|in this article", re.IGNORECASE)
NUMBERED = re.compile(r"\s*(?:[-*•]\s*|(?:\d+\.?)+\s+)")
CRUMBS = re.compile(r"\s*[|›»>•·/]\s*")
OBJECT = re.compile(
    r"\b(?:now|here|today|more|deals?|prices?|availability|article|story|page|links?|us|trial|free|account|newsletter|inbox"
    r"|comments?|all|cart|tickets?|offers?|app|recipe|email|alerts?|updates)$",
    re.IGNORECASE,
)


def reasons(blocks: Sequence[Block]) -> list[str | None]:
    """Return for each block why it is no part of the article, or None where it is.

    >>> reasons([Block("The council met."), Block("Advertisement"), Block("It voted.")])
    [None, 'advertisement', None]
    """
    marks: Marks = [_certain(block) for block in blocks]
    weights = [offer_weight(block) for block in blocks]
    _mark_offers(blocks, marks, weights)
    _mark_beside(blocks, marks)
    _mark_beside(
        blocks, marks
    )  # once more: what the first round marked further down casts doubt on its twins
    _mark_head(blocks, marks)
    _mark_lists_of_links(blocks, marks)
    _mark_contents(blocks, marks)
    _mark_comments(blocks, marks)
    _mark_tail(blocks, marks)
    _mark_repeated(blocks, marks)
    _mark_offers(blocks, marks, weights)
    return marks if any(mark is None for mark in marks) else [None] * len(blocks)


def bare(text: str) -> str:
    """Return a line without the signs around it, on one line.

    >>> bare("» Read more…")
    'Read more'
    """
    return " ".join(text.split()).strip(SIGNS)


def _certain(block: Block) -> str | None:
    """Return why a short line is furniture on any page."""
    if block.words > LONGEST_LINE or block.kind == TABLE:
        return None
    line, raw = bare(block.text), block.text.strip()
    if not line:
        return None
    return next(
        (r for r, pattern in CERTAIN_LINES.items() if pattern.fullmatch(line) or pattern.fullmatch(raw)), None
    )


def _likely(block: Block, *, edge: bool) -> bool:
    """Say whether a short line is furniture if its surroundings are."""
    if block.words > 6 or block.kind == TABLE or block.text.rstrip().endswith((".", "?", "”", '"')):
        return False
    line = bare(block.text)
    if LIKELY_LINE.fullmatch(line):
        return True
    if block.level is not None or not INTERFACE.match(line):
        return False
    return edge or block.words <= 5 and (block.words <= 2 or bool(OBJECT.search(line)))


def offer_weight(block: Block) -> float:
    """Return how much a block reads like an advertisement.

    >>> offer_weight(Block("Sign up for our newsletter and get it in your inbox!")) > OFFER
    True
    """
    if (
        not 5 <= block.words <= LONGEST_OFFER
        or block.kind == TABLE
        or CUES.isdisjoint(WORD.findall(block.text.lower()))
    ):
        return 0.0
    found = [weight for weight, pattern in WEIGHED if pattern.search(block.text)]
    if not found or (max(found) < 2 and not ADDRESSED.search(block.text)):
        return 0.0
    weight = sum(found)
    weight -= 1.5 * bool(REPORTED.search(block.text)) + 1.0 * bool(AUTHOR.search(block.text))
    weight -= 1.0 * block.text.startswith(("“", '"', "‘", "'"))
    return weight - 1.5 * (block.words > LONG) - 1.5 * (block.words > VERY_LONG)


def _mark_offers(blocks: Sequence[Block], marks: Marks, weights: Sequence[float]) -> None:
    """Mark what advertises; company makes suspicious, and if too much would go, only the plainest does."""
    for _ in range(2):  # the second round sees what the first one marked
        for position, weight in enumerate(weights):
            if marks[position] is None and weight + _beside(marks, position) >= OFFER and weight >= 1.0:
                marks[position] = "offer"
    for position, block in enumerate(blocks[:-1]):
        if (
            not marks[position]
            and marks[position + 1] in {"offer", "subscription"}
            and LEAD_IN.search(block.text)
        ):
            marks[position] = "offer" if block.words <= 6 else None
    prose = sum(block.words for block in blocks if block.is_prose)
    gone = sum(
        block.words for block, mark in zip(blocks, marks, strict=True) if block.is_prose and mark == "offer"
    )
    if gone > MOST_REMOVED * prose:
        for position, weight in enumerate(weights):
            if marks[position] == "offer" and blocks[position].is_prose and weight < PLAIN_OFFER:
                marks[position] = None


def _beside(marks: Marks, position: int) -> float:
    """Return 1 if a neighbour is marked."""
    return float(any(marks[at] for at in (position - 1, position + 1) if 0 <= at < len(marks)))


def _mark_beside(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark runs of likely lines: beside something certain, or three and more in a row."""
    first, last = _body(blocks, marks)
    seen = {bare(block.text) for block, mark in zip(blocks, marks, strict=True) if mark}
    position = 0
    while position < len(blocks):
        end = position
        while end < len(blocks) and (marks[end] or _likely(blocks[end], edge=end < first or end > last)):
            end += 1
        run = range(position, end)
        if (
            any(marks[at] or bare(blocks[at].text) in seen for at in run)
            or len(run) >= 3
            or (run and _at_edge(run, first, last) and any(marks))
        ):
            for at in run:
                marks[at] = marks[at] or "navigation"
                seen.add(bare(blocks[at].text))
        position = end + 1


def _at_edge(run: range, first: int, last: int) -> bool:
    return run[-1] < first or run[0] > last


def _body(blocks: Sequence[Block], marks: Marks) -> tuple[int, int]:
    """Return the first and the last block of running text that is not marked."""
    prose = [at for at, (b, mark) in enumerate(zip(blocks, marks, strict=True)) if b.is_prose and not mark]
    return (prose[0], prose[-1]) if prose else (0, len(blocks) - 1)


def _mark_head(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark what stands before the title: the site's name, its sections, crumbs of navigation."""
    first, _ = _body(blocks, marks)
    places = [at for at in range(first) if not marks[at]]
    head = [blocks[at] for at in places]
    title = title_at([*head, *blocks[first : first + 1]], len(head))
    if title is None:
        return
    signed = signs_title(head[title].text) or (title + 1 < len(head) and is_byline(head[title + 1].text))
    evidence = any(marks)
    for position, block in enumerate(head):
        if (
            position < title
            and not CHAPTER.match(block.text)
            and not block.is_sentence
            and not is_date_line(block.text)
        ):
            short = (evidence and block.words <= 6) or (signed and block.words <= 4)
            marks[places[position]] = "before the title" if short or is_crumbs(block.text) else None
        elif position > title and evidence and (_likely(block, edge=True) or is_crumbs(block.text)):
            marks[places[position]] = "navigation"


def is_crumbs(text: str) -> bool:
    """Say whether a line is a row of links: "Home › News › Sport"."""
    parts = [part for part in CRUMBS.split(text.strip()) if part]
    return (
        len(parts) >= 3 and all(len(part.split()) <= 3 for part in parts) and not any(map(str.isdigit, text))
    )


def _mark_lists_of_links(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark the headlines under "Related articles" and the like, up to the next running text."""
    first, _ = _body(blocks, marks)
    for position in range(first, len(blocks)):
        line = bare(blocks[position].text)
        if (
            marks[position] not in {"related links", "advertisement"}
            or ":" in line
            or not LISTS_LINKS.match(line)
        ):
            continue
        for at in range(position + 1, min(position + 9, len(blocks))):
            if blocks[at].is_prose or (blocks[at].level and not blocks[at].text.endswith("?")):
                break
            marks[at] = marks[at] or "related links"


def _mark_contents(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark a table of contents: the lines under its heading that stand again further down."""
    for position, block in enumerate(blocks):
        if not CONTENTS.fullmatch(bare(block.text)):
            continue
        below = {bare(other.text).casefold() for other in blocks[position + 1 :]}
        at = position + 1
        while at < len(blocks) and NUMBERED.match(blocks[at].text) and not blocks[at].is_prose:
            entry = bare(NUMBERED.sub("", blocks[at].text)).casefold()
            if entry not in below:
                break
            marks[at] = marks[position] = "table of contents"
            at += 1
        return


def _mark_comments(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark readers' comments: all that follows their heading, where most of the text stands before it."""
    total = sum(block.words for block in blocks if block.is_prose and block.words)
    before = 0
    for position, block in enumerate(blocks):
        before += block.words if block.is_prose and not marks[position] else 0
        if marks[position] != "comments" or before < 0.4 * total:
            continue
        voices = [b for b in blocks[position:] if re.search(r"\b(?:says|wrote|commented):?$", b.text.strip())]
        if voices:
            for at in range(position, len(blocks)):
                marks[at] = marks[at] or "comments"
            return


def _mark_tail(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark the labels and headlines that follow the first furniture after the last running text."""
    _, last = _body(blocks, marks)
    ended = False
    for at in range(last + 1, len(blocks)):
        block = blocks[at]
        ended = ended or marks[at] is not None
        if ended and not marks[at] and not block.is_sentence and block.kind not in {LIST, TABLE}:
            marks[at] = "after the article"


def _mark_repeated(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark running headers: a label that stands three times and more between paragraphs."""
    labels = [
        b.text for b, m in zip(blocks, marks, strict=True) if not m and not b.is_sentence and b.kind == "text"
    ]
    often = {
        text for text, count in Counter(labels).items() if count >= REPEATS and 3 <= len(text.split()) <= 12
    }
    for at, block in enumerate(blocks):
        if block.text in often and not marks[at] and block.text[-1] not in ":,;":
            neighbours = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
            if all(neighbour.is_prose for neighbour in neighbours):
                marks[at] = "repeated"
