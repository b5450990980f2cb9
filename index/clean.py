"""Tells an article's blocks from those of the page it was taken from.

Several signals are weighed, each of which errs on its own: what a line says, what stands beside it,
where in the page it is, whether it is repeated. Removing a true paragraph is the worse error, so a
block of running text goes only if it advertises, and a lone label in mid-text stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.blocks import LIST, TABLE, TEXT, Block
from index.byline import is_byline, is_date_line, signs_title, title_at
from index.furniture import CERTAIN_LINES, INTERFACE, LIKELY_LINE
from index.offers import OFFER, PLAIN_OFFER, offer_weight

Marks = list[str | None]  # of each block: why it is no part of the article, or None

SIGNS = " \t•·›»«‹>→←↑↓▶►▾▼…–—-*|[]{}:.!,\"'“”"
LONGEST_LINE = 25  # words of a line that may be furniture as a whole
SHORT = 6  # words of a label
MOST_OFFERS = 0.35  # share of the running text; above it, the article is about such things
LIST_LENGTH = 8  # links under a heading such as "Related articles"
BODY_BEFORE_COMMENTS = 0.4  # share of the running text that stands before its readers' comments
REPEATS = 3

CHAPTER = re.compile(r"(?:chapter|part|book|section|act|scene|volume|prologue|epilogue)\b", re.IGNORECASE)
LISTS_LINKS = re.compile(
    r"(?:related|similar|recommended|(?:most )?popular|more|trending|latest|recent|you m|also|explore"
    r"|sponsored|promoted|paid)\b",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^(?:ready|want|need|enjoy|like|love|looking|new to|interested|curious)\b.*\?$|\b(?:us|our)\b",
    re.IGNORECASE,
)
OBJECT = re.compile(
    r"\b(?:now|here|today|more|deals?|prices?|availability|article|story|page|links?|us|trial|free|account"
    r"|newsletter|inbox|comments?|all|cart|tickets?|offers?|app|recipe|email|alerts?|updates)$",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"(?:table of )?contents|on this page|in this article", re.IGNORECASE)
NUMBERED = re.compile(r"\s*(?:[-*•]\s*|(?:\d+\.?)+\s+)")
CRUMBS = re.compile(r"\s*[|›»>•·/]\s*")
COMMENTATOR = re.compile(r"\b(?:says|wrote|commented):?$")


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
    _mark_lists_of_links(blocks, marks)
    _mark_contents(blocks, marks)
    _mark_comments(blocks, marks)
    _mark_tail(blocks, marks)
    _mark_repeated(blocks, marks)
    _mark_offers(blocks, marks, weights)
    return marks if None in marks else [None] * len(blocks)


def bare(text: str) -> str:
    """Return a line without the signs around it, on one line.

    >>> bare("» Read more…")
    'Read more'
    """
    return " ".join(text.split()).strip(SIGNS)


def is_crumbs(text: str) -> bool:
    """Say whether a line is a row of links: "Home › News › Sport"."""
    parts = [part for part in CRUMBS.split(text.strip()) if part]
    return len(parts) >= 3 and max(len(p.split()) for p in parts) <= 3 and not any(map(str.isdigit, text))


def _certain(block: Block) -> str | None:
    """Return why a short line is furniture on any page."""
    if block.words > LONGEST_LINE or block.kind == TABLE:
        return None
    lines = {bare(block.text), block.text.strip()} - {""}
    matching = (r for r, pattern in CERTAIN_LINES.items() if any(pattern.fullmatch(line) for line in lines))
    return next(matching, None)


def _likely(block: Block, *, edge: bool) -> bool:
    """Say whether a short line is furniture if its surroundings are."""
    if block.words > SHORT or block.kind == TABLE or block.text.rstrip().endswith((".", "?", "”", '"')):
        return False
    line = bare(block.text)
    if LIKELY_LINE.fullmatch(line):
        return True
    if block.level is not None or not INTERFACE.match(line):
        return False
    return edge or block.words <= 2 or (block.words < SHORT and bool(OBJECT.search(line)))


def _body(blocks: Sequence[Block], marks: Marks) -> tuple[int, int]:
    """Return the first and the last block of running text that is not marked."""
    prose = [at for at, (b, mark) in enumerate(zip(blocks, marks, strict=True)) if b.is_prose and not mark]
    return (prose[0], prose[-1]) if prose else (0, len(blocks) - 1)


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
    """Mark runs of likely lines: beside something certain, at an edge, or three in a row."""
    first, last = _body(blocks, marks)
    seen = {bare(block.text) for block, mark in zip(blocks, marks, strict=True) if mark}
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and (marks[end] or _likely(blocks[end], edge=not first <= end <= last)):
            end += 1
        run = range(start, end)
        beside = any(marks[at] or bare(blocks[at].text) in seen for at in run)
        edge = bool(run) and (end <= first or start > last) and any(marks)
        if beside or edge or len(run) >= 3:
            for at in run:
                marks[at] = marks[at] or "navigation"
                seen.add(bare(blocks[at].text))
        start = end + 1


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
    longest = SHORT if evidence else 4 if signed else 0  # words of a site's name
    for at, block in zip(places[:title], head, strict=False):
        if CHAPTER.match(block.text) or block.is_sentence or is_date_line(block.text):
            continue
        if block.words <= longest or is_crumbs(block.text):
            marks[at] = "before the title"
    for at, block in zip(places[title + 1 :], head[title + 1 :], strict=True):
        if evidence and (_likely(block, edge=True) or is_crumbs(block.text)):
            marks[at] = "navigation"


def _mark_lists_of_links(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark the headlines under "Related articles" and the like, up to the next running text."""
    first, _ = _body(blocks, marks)
    for position in range(first, len(blocks)):
        line = bare(blocks[position].text)
        heads = marks[position] in {"related links", "advertisement"} and LISTS_LINKS.match(line)
        if not heads or ":" in line:
            continue
        for at in range(position + 1, min(position + 1 + LIST_LENGTH, len(blocks))):
            if blocks[at].is_prose or blocks[at].level:
                break
            marks[at] = marks[at] or "related links"


def _mark_contents(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark a table of contents: the lines under its heading that stand again further down."""
    heading = next(
        (at for at, block in enumerate(blocks) if CONTENTS.fullmatch(bare(block.text))), len(blocks)
    )
    below = {bare(block.text).casefold() for block in blocks[heading + 1 :]}
    for at in range(heading + 1, len(blocks)):
        entry = NUMBERED.match(blocks[at].text)
        if not entry or bare(blocks[at].text[entry.end() :]).casefold() not in below:
            return
        marks[heading] = marks[at] = "table of contents"


def _mark_comments(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark readers' comments: all that follows their heading, where enough text stands before it."""
    prose = [
        block.words if block.is_prose and not mark else 0 for block, mark in zip(blocks, marks, strict=True)
    ]
    before = 0
    for position, words in enumerate(prose):
        before += words
        if marks[position] == "comments" and before >= BODY_BEFORE_COMMENTS * sum(prose):
            if any(COMMENTATOR.search(block.text.rstrip()) for block in blocks[position:]):
                marks[position:] = [mark or "comments" for mark in marks[position:]]
            return


def _mark_tail(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark the labels and headlines that follow the first furniture after the last running text."""
    _, last = _body(blocks, marks)
    ended = False
    for at in range(last + 1, len(blocks)):
        ended = ended or marks[at] is not None
        if ended and not marks[at] and not blocks[at].is_sentence and blocks[at].kind not in {LIST, TABLE}:
            marks[at] = "after the article"


def _mark_repeated(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark running headers: a label that stands three times and more between paragraphs."""
    labels = [
        at
        for at, block in enumerate(blocks)
        if not marks[at]
        and block.kind == TEXT
        and 3 <= block.words <= 12
        and block.text[-1] not in ":,;"
        and not block.is_sentence
    ]
    counts = Counter(blocks[at].text for at in labels)
    for at in labels:
        around = [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]
        if counts[blocks[at].text] >= REPEATS and all(block.is_prose for block in around):
            marks[at] = "repeated"
