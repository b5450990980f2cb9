"""Recognises title, authors and date in the first lines of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.blocks import TEXT, Block
from index.document import Span

HEAD_BLOCKS = 10  # further down nobody looks for a title
LONGEST_TITLE = 30  # words
QUOTES = "\"'”’» "
LONGEST_LINE = 16  # words of a line with authors or date

PARTICLES = frozenset(
    "van von de del della di da dos du der den des la le al bin ibn el ten ter zu y e af av".split()
)
ROLES = re.compile(
    r"\b(?:correspondent|editor|writer|reporter|staff|columnist|contributor|contributing|desk|bureau|reviewer|critic"
    r"|professor|fellow|director|for the|special to)\b",
    re.IGNORECASE,
)
NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december the a an my our your his her their this that these one two three".split()
)
SIGNED = re.compile(
    r"\s*(?:(?:written|words|text|story|reported|posted|published|report|compiled|photos? and text)\s+by|by|von|par|por"
    r"|(?:authors?|words|text|writer|autor(?:in)?|auteurs?) ?:)\s+",
    re.IGNORECASE,
)
JOINT = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|und|et|with)\s+|\s*[&;]\s*")
STOP = re.compile(r"\s*(?:[|·•\n]|\s[–—-]\s|\bon\b|\bfor\b|\d)")
# "The Town Swallowed by …" is no signature, unless two names or an initial say that it is one.
PARTICIPLE = re.compile(
    r"(?:\w{3,}ed|made|led|told|hit|run|built|held|sent|set|won|caught|taught|brought|seen|driven|taken|shaken|stand|side|day|step|bit|little|\w+ung|\w+own)$",
    re.I,
)

MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|janvier|février|mars|avril|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b\.?"
)
DATE = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:of\s+|de\s+)?{MONTH},?\s+(?:de\s+)?\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|{MONTH}\s+\d{{4}})\b",
    re.IGNORECASE,
)
ABOUT_DATES = re.compile(
    r"\b(?:first|last|originally|medically|publish(?:ed)?|posted|updated|modified|reviewed|created|written|issued|date|dated|on|at|am|pm"
    r"|a\.m\.?|p\.m\.?|by|et|est|edt|gmt|utc|bst|cet|cest|pst|pdt|ist|uhr|stand|min(?:ute)?s?|read|reading|time)\b|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d+",
    re.IGNORECASE,
)
KEYED = re.compile(r"(title|authors?|date|published)\s*:\s*(\S.*)$", re.IGNORECASE)


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
    title: Span | None = None
    signed: tuple[tuple[str, ...], Span] | None = None
    at = title_at(blocks, head)
    if at is not None:
        title, signed = _titled(blocks[at].text, starts[at])
    dates: list[tuple[int, Span]] = []
    for position in range(min(HEAD_BLOCKS, len(blocks))):
        block, start = blocks[position], starts[position]
        if position == at or block.words > LONGEST_LINE or (position >= head and not _labelled(block.text)):
            continue
        signed = signed or signature(block.text, start)
        found = DATE.search(block.text) if is_date_line(block.text) else None
        if found:
            late = bool(re.match(r"\W*(?:last )?(?:updated|modified)", block.text, re.IGNORECASE))
            dates.append((late, Span(start + found.start(), start + found.end())))
    authors, authors_span = signed or ((), None)
    return Front(title, authors, authors_span, min(dates)[1] if dates else None)


def head_of(blocks: Sequence[Block]) -> int:
    """Return how many blocks stand before the first running text."""
    prose = next((at for at, block in enumerate(blocks[:HEAD_BLOCKS]) if _opens_text(block)), None)
    return min(HEAD_BLOCKS, len(blocks) - 1) if prose is None else prose


def _opens_text(block: Block) -> bool:
    """Say whether a block is running text, and no title that asks or cries, nor a long line of names."""
    asks = block.words <= LONGEST_TITLE and block.text.rstrip(QUOTES)[-1:] in "?!"
    return block.is_prose and not asks and not _labelled(block.text)


def title_at(blocks: Sequence[Block], head: int) -> int | None:
    """Return which of the first `head` blocks is the title, or None."""
    fit = [at for at in range(head) if _may_be_title(blocks[at])]
    return max(fit, key=lambda at: title_likeness(blocks, at)) if fit else None


def title_likeness(blocks: Sequence[Block], at: int) -> float:
    """Return how much a block looks like the title, by its length and by what follows it."""
    block = blocks[at]
    following = blocks[at + 1].text if at + 1 < len(blocks) else ""
    likeness = min(block.words, 10) + 6.0 * (block.level == 1) - 3.0 * block.text.rstrip().endswith(".")
    likeness += 6.0 * signs_title(block.text)
    return likeness + 4.0 * (is_byline(following) or is_date_line(following)) - 0.5 * at


def is_byline(text: str) -> bool:
    """Say whether a line names the authors: "By Ann Lee and Bo Ek", "Ann Lee, Staff Writer".

    >>> is_byline("By Ann Lee and Bo Ek"), is_byline("By Monday the river had risen.")
    (True, False)
    """
    return len(text.split()) <= LONGEST_LINE and signature(text, 0) is not None


def signs_title(text: str) -> bool:
    """Say whether a title names its authors: "A Title by Ann Lee & Bo Ek"."""
    return _titled(text, 0)[1] is not None


def is_date_line(text: str) -> bool:
    """Say whether a line gives little but a date.

    >>> is_date_line("Updated June 3, 2024 at 10:30 a.m."), is_date_line("What happened on 6 March 1953")
    (True, False)
    """
    found = DATE.search(text)
    if not found or len(text.split()) > LONGEST_LINE or "\n" in text.strip():
        return False
    if re.search(r"[,|·•–—-]\s*$", text[: found.start()]) and not text[found.end() :].strip():
        return True
    rest = ABOUT_DATES.sub(" ", DATE.sub(" ", text))
    if re.search(r"\bby\b", text, re.IGNORECASE):
        rest = "" if signature(text, 0) or re.search(r"\bby (?:Dr\.? )?[A-Z]\w+ [A-Z]\w+", text) else rest
    return not re.search(r"\w", re.sub(r"\b[A-Z]{2,4}\b", "", rest))


def signature(text: str, start: int) -> tuple[tuple[str, ...], Span] | None:
    """Return the authors that a line names, and where, or None; `start` is the line's offset."""
    keyed = KEYED.match(text.strip())
    if keyed and not keyed.group(1).lower().startswith("author"):
        return None
    match = SIGNED.match(text) or re.search(r"(?<!ed )\bby\s+(?=[A-Z])", text if DATE.search(text) else "")
    if match:
        return _names(text, match.end(), start, least=1)
    if ROLES.search(text) and "," in text:
        found = _names(text, len(text) - len(text.lstrip()), start, least=2)
        return found if found and len(found[0]) == 1 and not text.rstrip().endswith(".") else None
    return None


def _titled(text: str, start: int) -> tuple[Span, tuple[tuple[str, ...], Span] | None]:
    """Return where the title stands in its block, and the authors where it names them: "A Title by Ann Lee"."""
    keyed = KEYED.match(text)
    if keyed and keyed.group(1).lower() == "title":
        return Span(start + keyed.start(2), start + len(text.rstrip())), None
    whole = Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
    by = list(re.finditer(r"\s+by\s+", text, re.IGNORECASE))
    if not by or len(text[: by[-1].start()].split()) < 3:
        return whole, None
    found = _names(text, by[-1].end(), start, least=2)
    if not found or found[1].end != whole.end:
        return whole, None
    sure = len(found[0]) > 1 or re.search(r"\b[A-Z]\.", found[0][0])
    if not sure and PARTICIPLE.search(text[: by[-1].start()]):
        return whole, None
    return Span(whole.start, start + by[-1].start()), found


def _names(text: str, begin: int, start: int, *, least: int) -> tuple[tuple[str, ...], Span] | None:
    """Read names from `begin` on, each of at least `least` words, up to what is no name; None without any."""
    stop = STOP.search(text, begin)
    end = stop.start() if stop else len(text.rstrip())
    names: list[str] = []
    last = begin
    position = begin
    for piece in [*JOINT.finditer(text, begin, end), None]:
        name = text[position : piece.start() if piece else end].strip()
        if ROLES.search(name) and names:
            break
        if not is_name(name.rstrip(","), least=least):
            if not names or not piece or "," not in piece.group():
                return None if not names or name else (tuple(names), Span(start + begin, start + last))
            break
        names.append(name.rstrip(","))
        last = position + text[position:].index(name) + len(names[-1])
        position = piece.end() if piece else end
    return (tuple(names), Span(start + begin, start + last)) if names else None


def is_name(text: str, *, least: int = 1) -> bool:
    """Say whether words could be a person's name, or that of an agency.

    >>> is_name("Charles A. Kupchan", least=2), is_name("the river", least=1)
    (True, False)
    """
    words = text.split()
    if not least <= len(words) <= 5 or any(character.isdigit() for character in text):
        return False
    if (
        words[0].lower() in NO_NAMES
        or text.endswith((".", "?", "!"))
        and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", text)
    ):
        return False
    capital = [word for word in words if word[0].isupper()]
    return (
        words[0] in capital
        and words[-1] in capital
        and all(w in capital or w.lower() in PARTICLES for w in words)
    )


def _may_be_title(block: Block) -> bool:
    text = block.text.strip()
    if block.kind != TEXT or not text or block.words > LONGEST_TITLE or is_byline(text) or is_date_line(text):
        return False
    keyed = KEYED.match(text)
    if keyed and keyed.group(1).lower() != "title":
        return False
    return (
        "\n" not in text and text[-1] not in ":,;" and not text[0].islower() and bool(re.search(r"\w", text))
    )


def _labelled(text: str) -> bool:
    """Say whether a line is one of authors or date, however long."""
    return len(text.split()) <= LONGEST_LINE and (signature(text, 0) is not None or is_date_line(text))
