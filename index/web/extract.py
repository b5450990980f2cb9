"""Finds the article in a web page, in a process of its own: `python -m index.web.extract`, page in, JSON out.

A page can hang or crash any parser, so `index.web.webpage` starts this one, and stops it in time.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from index.blocks import EMPTY_LINE, LINE, LIST, TABLE, TEXT, Block
from index.byline import is_byline, is_date_line
from index.web.hidden import depth, parse, remove_hidden, unfold_layout
from index.web.metadata import Metadata, metadata
from index.web.visible import Seen, visible_blocks

MEMORY = 2 * 1024**3  # bytes
SECONDS = 15  # of computing; an ordinary page takes one, five megabytes take five
SHINGLE = 4  # words; a block belongs to the article if most of its runs of four words do
MOST_LINKED = 0.5  # share of a block that may be links
LEAST_FOUND = 0.3  # share of the page's running text below which the judge has missed the article
NEAR_TITLE = 8  # blocks after the title among which its authors and date are looked for
DEEPEST = 240  # elements inside one another; trafilatura's parser stops at 256, and adds some
OUTSIDE = "outside the article"


def article(html: str) -> dict[str, Any]:
    """Return a page's blocks, its address, and what of it was set aside, as JSON values."""
    tree = parse(html)
    about = metadata(tree)
    gone = remove_hidden(tree)
    unfold_layout(tree)
    seen = visible_blocks(tree)
    inside = _rescued(seen, _judged(seen, _main_text(tree)))
    head, used = _head(seen, about)
    start = _start(seen, inside, min(used, default=0))
    body = [block for at, block in enumerate(seen) if inside[at] and at not in used and at >= start]
    rest = [b.text for at, b in enumerate(seen) if at not in used and not (inside[at] and at >= start)]
    return {
        "blocks": [asdict(block) for block in [*head, *_blocks(body)]],
        "url": about.url,
        "aside": [*gone, *((text, OUTSIDE) for text in rest)],
    }


def _main_text(tree: Any) -> str:
    """Return what trafilatura takes for the page's main text."""
    import trafilatura
    from lxml import etree

    # It is tuned to what its own parser makes of a page, but that one drops what is nested deeper.
    page = tree if depth(tree) > DEEPEST else etree.tostring(tree, encoding="unicode", method="html")
    return trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""


def _judged(seen: Sequence[Seen], main: str) -> list[bool]:
    """Say of each block whether it stands in the main text."""
    lines = {" ".join(_words(line)) for line in main.splitlines()}
    words = _words(main)
    runs = set(zip(*(words[shift:] for shift in range(SHINGLE)), strict=False))
    inside = []
    for block in seen:
        own = _words(block.text)
        mine = list(zip(*(own[shift:] for shift in range(SHINGLE)), strict=False))
        inside.append(sum(run in runs for run in mine) > 0.6 * len(mine) if mine else " ".join(own) in lines)
    prose = sum(len(_words(b.text)) for b in seen if _is_prose(b))
    found = sum(len(_words(b.text)) for b, i in zip(seen, inside, strict=True) if i and _is_prose(b))
    if found < LEAST_FOUND * prose:
        return [not block.aside and block.linked <= MOST_LINKED for block in seen]
    return inside


def _rescued(seen: Sequence[Seen], inside: Sequence[bool]) -> list[bool]:
    """Add what stands between the article's blocks in the same container: losing text is the worse error."""
    places = [at for at, is_inside in enumerate(inside) if is_inside]
    if not places:
        return list(inside)
    homes = {seen[at].home for at in places if _is_prose(seen[at])}
    return [
        is_inside
        or (
            places[0] < at < places[-1]
            and seen[at].home in homes
            and seen[at].linked <= MOST_LINKED
            and not seen[at].aside
        )
        for at, is_inside in enumerate(inside)
    ]


def _head(seen: Sequence[Seen], about: Metadata) -> tuple[list[Block], set[int]]:
    """Return title, authors and date as the first blocks, and which of the page's blocks they are.

    What the page shows is taken as it stands there; what only its metadata says is written out, so
    that it can be cited.
    """
    used: set[int] = set()
    blocks: list[Block] = []
    at = _title_at(seen, about.title)
    if at is not None:
        used.add(at)
        blocks.append(Block(seen[at].text, level=1))
    elif about.title:
        blocks.append(Block(about.title, level=1))
    after = range(at + 1, min(at + 1 + NEAR_TITLE, len(seen))) if at is not None else range(0)
    near = [place for place in after if seen[place].level is None and "\n" not in seen[place].text]
    byline = next((place for place in near if is_byline(seen[place].text)), None)
    dated = next((place for place in near if is_date_line(seen[place].text)), None)
    for place in sorted({place for place in (byline, dated) if place is not None}):
        used.add(place)
        blocks.append(Block(seen[place].text))
    if byline is None and about.authors:
        blocks.append(Block(f"By {_joined(about.authors)}"))
    if dated is None and about.date:
        blocks.append(Block(f"Published {about.date}"))
    return blocks, used


def _start(seen: Sequence[Seen], inside: Sequence[bool], title: int) -> int:
    """Return where the article begins: at its title, unless most of it stands before that line."""
    prose = [len(_words(b.text)) if i and _is_prose(b) else 0 for b, i in zip(seen, inside, strict=True)]
    return 0 if sum(prose[:title]) > sum(prose[title:]) else title


def _title_at(seen: Sequence[Seen], title: str) -> int | None:
    """Return the block that is the title: the one the metadata names, else the page's only first heading."""
    wanted = _words(title)
    named = [at for at, block in enumerate(seen) if wanted and _words(block.text) == wanted]
    headings = [at for at, block in enumerate(seen) if block.level == 1 and not block.aside]
    for at in [*(at for at in named if seen[at].level), *named]:
        return at
    alike = [
        at for at in headings if wanted and len(set(wanted) & set(_words(seen[at].text))) >= 0.6 * len(wanted)
    ]
    if alike:
        return alike[0]
    return headings[0] if len(headings) == 1 else None


def _blocks(seen: Sequence[Seen]) -> Iterator[Block]:
    """Yield the blocks of the body; items and rows that belong together stand on lines of their own."""
    before: Seen | None = None
    for block in seen:
        together = (
            before is not None
            and before.kind == block.kind
            and block.kind in {LIST, TABLE}
            and not block.first
        )
        level = min(6, max(2, block.level)) if block.level else None
        yield Block(block.text, level=level, kind=block.kind, gap=LINE if together else EMPTY_LINE)
        before = block


def _is_prose(block: Seen) -> bool:
    return (
        block.kind == TEXT
        and block.linked <= MOST_LINKED
        and not block.aside
        and Block(block.text, block.level).is_prose
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def main() -> None:
    """Read a page from standard input and write its article to standard output."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    except (ImportError, ValueError, OSError):
        pass  # not every system can limit a process; the time limit still holds
    page = sys.stdin.buffer.read().decode("utf-8", "replace")
    sys.stdout.write(json.dumps(article(page)))


if __name__ == "__main__":
    main()
