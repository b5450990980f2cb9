"""What a web page says of itself: title, authors, date and address, from meta tags and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from index.dates import spoken_date
from index.names import is_name

TITLES = ("og:title", "twitter:title", "dc.title", "headline")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "parsely-pub-date",
    "pubdate",
    "dc.date.issued",
)
ARTICLE = re.compile(r"(?:Article|Posting|Report|Recipe|WebPage|Review|HowTo|Document|Speech)$")
SEPARATOR = re.compile(r"\s+(?:[|–—·•:»]|-|::)\s+")
LONGEST = 300  # characters of a value; what is longer is no title and no name


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of itself; empty where it says nothing."""

    title: str = ""
    site: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str | None = None


def metadata(tree: Any) -> Metadata:
    """Read the metadata of a page's tree."""
    values = _meta(tree)
    linked = [item for item in _linked_data(tree) if _is_article(item)]
    site = values.get("og:site_name", "")
    title = next((_line(item.get("headline")) for item in linked if item.get("headline")), "")
    title = title or next((values[name] for name in TITLES if values.get(name)), "")
    title = title or without_site(_line(tree.findtext(".//title")), site)
    authors = [name for item in linked for name in _names(item.get("author"))]
    named = [name for key in AUTHORS for name in re.split(r"\s*[;,&]\s*|\s+and\s+", values.get(key, ""))]
    published = [_line(item.get("datePublished")) for item in linked] + [
        values.get(name, "") for name in DATES
    ]
    return Metadata(
        title=title,
        site=site,
        authors=_people(authors, site) or _people(named, site),
        date=next(filter(None, map(spoken_date, published)), ""),
        url=_address(tree, values),
    )


def without_site(title: str, site: str) -> str:
    """Return a page's title without the name of its site.

    >>> without_site("Slugs, an armistice - Allotment Notes", "")
    'Slugs, an armistice'
    """
    pieces = SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    if pieces[-1].casefold() == site.casefold() or len(pieces[-1].split()) <= 4:
        cut = list(SEPARATOR.finditer(title))[-1].start()
        return title[:cut] if len(title[:cut].split()) >= 2 else title
    return title


def _line(value: object) -> str:
    """Return a value as one line of text; nothing if it is no text or too long."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= LONGEST else ""


def _meta(tree: Any) -> dict[str, str]:
    """Return the page's meta tags by name in small letters; the first of a name wins."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        values.setdefault(name.lower()[:100], _line(element.get("content")))
    return values


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD, nested ones included."""
    pending: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                pending.append(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue
    for _ in range(1000):  # a page has a few dozen; the rest is an attack
        if not pending:
            return
        item = pending.pop(0)
        if isinstance(item, list):
            pending[:0] = item[:100]
        elif isinstance(item, dict):
            yield item
            pending += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and ARTICLE.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    if isinstance(value, dict):
        value = value.get("name")
        return _names(value) if isinstance(value, list) else [_line(value)]
    return re.split(r"\s*[;,&]\s*|\s+and\s+", _line(value))


def _people(names: list[str], site: str) -> tuple[str, ...]:
    """Return the names that can be people's, each once."""
    clean = [re.sub(r"^by\s+", "", name, flags=re.IGNORECASE).strip() for name in names]
    return tuple(dict.fromkeys(n for n in clean if is_name(n) and n.casefold() != site.casefold()))


def _address(tree: Any, values: dict[str, str]) -> str | None:
    """Return the page's own address, if it is one that a browser may open."""
    links = [
        e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()
    ]
    for address in [*links, values.get("og:url", "")]:
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            continue
        if (
            parts.scheme in {"http", "https"}
            and parts.hostname
            and "@" not in parts.netloc
            and len(address) < 2000
        ):
            return address.strip().split("#")[0]
    return None
