"""What a page leaves after its article and in between: lists of links, comments, running headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.blocks import LIST, TABLE, TEXT, Block
from index.furniture import bare

Marks = list[str | None]  # of each block: why it is no part of the article, or None

LIST_LENGTH = 8  # links under a heading such as "Related articles"
BODY_BEFORE_COMMENTS = 0.4  # share of the running text that stands before its readers' comments
REPEATS = 3
PULL_QUOTE = 40  # words
LONGEST_PAGE = 200_000  # characters; in a book, looking for every sentence everywhere takes too long
QUOTES = "\"'“”‘’«» "

LISTS_LINKS = re.compile(
    r"(?:related|similar|recommended|popular|most \w+|read next|more|trending|latest|recent|you m|also"
    r"|explore|sponsored|promoted|paid)\b",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"(?:table of )?contents|on this page|in this article", re.IGNORECASE)
NUMBERED = re.compile(r"\s*(?:[-*•]\s*|(?:\d+\.?)+\s+)")
COMMENTATOR = re.compile(r"\b(?:says|wrote|commented):?$")


def mark_leftovers(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark what the rest of the page left behind, by what is marked already."""
    _mark_lists_of_links(blocks, marks)
    _mark_contents(blocks, marks)
    _mark_comments(blocks, marks)
    _mark_tail(blocks, marks)
    _mark_repeated(blocks, marks)
    _mark_pull_quotes(blocks, marks)


def body_of(blocks: Sequence[Block], marks: Marks) -> tuple[int, int]:
    """Return the first and the last block of running text that is not marked."""
    prose = [at for at, (b, mark) in enumerate(zip(blocks, marks, strict=True)) if b.is_prose and not mark]
    return (prose[0], prose[-1]) if prose else (0, len(blocks) - 1)


def _mark_lists_of_links(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark the headlines under "Related articles" and the like, up to the next running text."""
    first, _ = body_of(blocks, marks)
    for position in range(first, len(blocks)):
        line = bare(blocks[position].text)
        heads = marks[position] in {"related links", "advertisement", "navigation"} and LISTS_LINKS.match(
            line
        )
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
    _, last = body_of(blocks, marks)
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


def _mark_pull_quotes(blocks: Sequence[Block], marks: Marks) -> None:
    """Mark a sentence that is set apart and stands in a paragraph as well."""
    if not any(marks) or sum(len(block.text) for block in blocks) > LONGEST_PAGE:
        return  # stories repeat sentences, too
    text = "\n".join(block.text for block, mark in zip(blocks, marks, strict=True) if not mark)
    for at, block in enumerate(blocks):
        quote = block.text.strip(QUOTES)
        set_apart = block.words >= 8 or (block.words >= 4 and block.text.strip()[0] in QUOTES)
        alone = not marks[at] and set_apart and block.words <= PULL_QUOTE and block.is_sentence
        if alone and text.count(quote) > 1 and sum(other.text == block.text for other in blocks) == 1:
            marks[at] = "repeated"
