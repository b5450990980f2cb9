"""What a Markdown document says of itself before its text: YAML or TOML between two fences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.blocks import Block
from index.byline import is_byline, is_date_line
from index.dates import spoken_date
from index.names import is_name

# An empty line after the fence makes it a rule across the page, and what follows is text.
FENCED = re.compile(r"\A(-{3}|\+{3})[ \t]*\n(?![ \t]*\n)(.{0,20000}?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
PAIR = re.compile(r"([\w-]+)\s*[:=]\s*(.*)")
ITEM = re.compile(r"\s*-\s+(?:name:\s*)?(.+)")
FOLDED = re.compile(r"[>|][+-]?$")  # YAML: the value stands in the lines below
QUOTED = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:''|[^'])*)'")
COMMENT = re.compile(r"(?:^|\s+)#.*$")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the values of the front matter, lists joined by commas, and the text after it.

    >>> front_matter("---\\ntitle: Rain\\n---\\nIt rained.")
    ({'title': 'Rain'}, 'It rained.')
    """
    match = FENCED.match(text)
    if not match:
        return {}, text
    values: dict[str, str] = {}
    key = ""
    folded = False
    for line in match.group(2).split("\n"):
        pair, item = PAIR.match(line), ITEM.match(line)
        if pair:
            key = pair.group(1).lower()
            folded = FOLDED.match(pair.group(2).strip()) is not None
            values[key] = "" if folded else _unquoted(pair.group(2))
        elif folded and line.strip():
            values[key] = f"{values[key]} {line.strip()}".strip()
        elif item and key:
            values[key] = ", ".join(filter(None, [values[key], _unquoted(item.group(1))]))
    return (values, text[match.end() :]) if values else ({}, text)


def head(values: dict[str, str], blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield what only the front matter says, written out so that it can be cited."""
    title = values.get("title", "")
    if title and not any(block.level == 1 or block.text == title for block in blocks[:3]):
        yield Block(title, level=1)
    names = [
        n
        for n in re.split(r"\s*[,;&]\s*|\s+and\s+", values.get("author", values.get("authors", "")))
        if is_name(n)
    ]
    if names and not any(is_byline(block.text) for block in blocks[:6]):
        yield Block("By " + " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])))
    day = values.get("date", values.get("published", ""))
    day = spoken_date(day) or day
    if is_date_line(day) and not any(is_date_line(block.text) for block in blocks[:6]):
        yield Block(f"Published {day}")


def _unquoted(value: str) -> str:
    """Return a value without quotes, list brackets and a comment behind it.

    >>> _unquoted('["Ann Lee", "Bo Ek"]'), _unquoted('"Issue #4"  # of Velm')
    ('Ann Lee, Bo Ek', 'Issue #4')
    """
    value = value.strip()
    quoted = QUOTED.match(value)
    if quoted and not COMMENT.sub("", value[quoted.end() :]).strip():
        if quoted.group(2) is not None:
            return quoted.group(2).replace("''", "'")
        return re.sub(r"\\(.)", r"\1", quoted.group(1))
    value = COMMENT.sub("", value)
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(item) for item in value[1:-1].split(","))
    return value
