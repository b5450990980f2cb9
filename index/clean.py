"""Tells an article's blocks from those of the page it was taken from.

Several signals are weighed, each of which errs on its own: what a line says, what stands beside it,
where in the page it is, whether it is repeated. Removing a true paragraph is the worse error, so a
block of running text goes only if it advertises, and a lone label in mid-text stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.blocks import TABLE, Block
from index.byline import is_byline, is_date_line, signs_title, title_at
from index.furniture import (
    CERTAIN_LINES,
    COUNT_LINE,
    INTERFACE,
    SECTION_LINE,
    bare,
    is_crumbs,
    is_label,
)
from index.leftovers import Marks, body_of, mark_leftovers
from index.offers import OFFER, PLAIN_OFFER, offer_weight

LONGEST_LINE = 25  # words of a line that may be furniture as a whole
SHORT = 6  # words of a label
SITE_NAME = 4  # words
MOST_OFFERS = 0.35  # share of the running text; above it, the article is about such things

CHAPTER = re.compile(r"(?:chapter|part|book|section|act|scene|volume|prologue|epilogue)\b", re.IGNORECASE)
LEAD_IN = re.compile(
    r"^(?:ready|want|need|enjoy|like|love|looking|new to|interested|curious)\b.*\?$|\b(?:us|our)\b",
    re.IGNORECASE,
)
OBJECT = re.compile(
    r"\b(?:now|here|today|more|deals?|prices?|availability|article|story|page|links?|us|trial|free|account"
    r"|newsletter|inbox|comments?|all|cart|tickets?|offers?|app|recipe|email|alerts?|updates)$",
    re.IGNORECASE,
)
STOPPED = re.compile(r"[^.]\.\s*$")


def reasons(blocks: Sequence[Block]) -> Marks:
    """Return for each block why it is no part of the article, or None where it is; never a reason for all.

    >>> reasons([Block("The council met."), Block("Advertisement"), Block("It voted.")])
    [None, 'advertisement', None]
    """
    marks: Marks = [_certain(block) for block in blocks]
    weights = [offer_weight(block) for block in blocks]
    _mark_offers(blocks, marks, weights)
    for _ in range(2):  # what the first round marks further down casts doubt on its twins
        _mark_beside(blocks, marks)
    _mark_head(blocks, marks)
    mark_leftovers(blocks, marks)
    _mark_offers(blocks, marks, weights)
    return marks if None in marks else [None] * len(blocks)


def _certain(block: Block) -> str | None:
    """Return why a short line is furniture on any page."""
    if block.words > LONGEST_LINE or block.kind == TABLE:
        return None
    lines = {bare(block.text), block.text.strip()} - {""}
    matching = (r for r, pattern in CERTAIN_LINES.items() if any(pattern.fullmatch(line) for line in lines))
    return next(matching, None)


def _likely(block: Block, *, edge: bool) -> bool:
    """Say whether a short line is furniture if its surroundings are."""
    if (
        block.words > SHORT
        or block.kind == TABLE
        or block.text.rstrip().rstrip("….").endswith(("?", "”", '"'))
        or STOPPED.search(block.text)
    ):
        return False
    line = bare(block.text)
    if is_label(block.text) or COUNT_LINE.fullmatch(block.text.strip()):
        return True
    if block.level is not None or not INTERFACE.match(line):
        return False
    return edge or block.words <= 2 or (block.words < SHORT and bool(OBJECT.search(line)))


def _mark_offers(blocks: Sequence[Block], marks: Marks, weights: Sequence[float]) -> None:
    """Mark what advertises; company makes suspicious, and if too much would go, only the plainest does."""
    for _ in range(2):  # the second round sees what the first one marked
        for at, weight in enumerate(weights):
            beside = any(marks[max(0, at - 1) : at] + marks[at + 1 : at + 2])
            if marks[at] is None and weight >= 1.0 and weight + beside >= OFFER:
                marks[at] = "offer"
    for at, block in enumerate(blocks[:-1]):
        leads_in = marks[at + 1] in {"offer", "subscription"} and LEAD_IN.search(block.text)
        if marks[at] is None and leads_in and block.words <= SHORT:
            marks[at] = "offer"
    prose = [(at, block.words) for at, block in enumerate(blocks) if block.is_prose]
    gone = sum(words for at, words in prose if marks[at] == "offer")
    if gone > MOST_OFFERS * sum(words for _, words in prose):
        for at, _ in prose:
            if marks[at] == "offer" and weights[at] < PLAIN_OFFER:
                marks[at] = None


def _mark_beside(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark runs of likely lines: beside something certain, or at an edge of the page."""
    first, last = body_of(blocks, marks)
    title = _title(blocks, marks)
    seen = {bare(block.text) for block, mark in zip(blocks, marks, strict=True) if mark}
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and (
            marks[end] or (end != title and _likely(blocks[end], edge=not first <= end <= last))
        ):
            end += 1
        run = range(start, end)
        labels = [at for at in run if not COUNT_LINE.fullmatch(blocks[at].text.strip())]
        beside = any(marks[at] or bare(blocks[at].text) in seen for at in run)
        edge = bool(labels) and (end <= first or start > last) and (any(marks) or len(labels) >= 2)
        edge = edge and not (len(run) == 1 and SECTION_LINE.fullmatch(bare(blocks[start].text)))
        if beside or edge:
            for at in run:
                marks[at] = marks[at] or "navigation"
                seen.add(bare(blocks[at].text))
        start = end + 1


def _mark_head(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark what stands before the title: the site's name, its sections, crumbs of navigation."""
    first, _ = body_of(blocks, marks)
    title = _title(blocks, marks)
    if title is None:
        return
    below = next(
        (block.text for block, mark in zip(blocks[title + 1 :], marks[title + 1 :], strict=True) if not mark),
        "",
    )
    evidence = any(marks)
    sure = blocks[title].level == 1 or signs_title(blocks[title].text) or is_byline(below)
    row = (
        evidence
        and sum(not mark and b.words <= SITE_NAME for b, mark in zip(blocks[:title], marks, strict=False))
        >= 3
    )
    for at in range(title):
        block = blocks[at]
        longest = SITE_NAME if sure or row or any(marks[at + 1 : title]) else 0
        if marks[at] or CHAPTER.match(block.text) or block.is_sentence or is_date_line(block.text):
            continue
        if block.words <= longest or is_crumbs(block.text):
            marks[at] = "before the title"
    for at in range(title + 1, first):
        if evidence and not marks[at] and (_likely(blocks[at], edge=True) or is_crumbs(blocks[at].text)):
            marks[at] = "navigation"


def _title(blocks: Sequence[Block], marks: Marks) -> int | None:
    """Return which block is the title, as far as can be told from what is not marked."""
    first, _ = body_of(blocks, marks)
    places = [at for at in range(first) if not marks[at]]
    title = title_at([blocks[at] for at in [*places, *range(first, len(blocks))[:1]]], len(places))
    return None if title is None else places[title]
