"""A quotation whose source has changed → where its words stand now, or the sentence most like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import islice
from typing import Literal

from index.document import Document, Span
from index.sentences.sentence import sentences

MOST_PLACES = 100  # of one quotation; more say no more than these
MOST_SEARCHES = 100  # for similar sentences, in one receipt: each looks at every sentence
COMPARED = 8  # sentences that difflib compares with a quotation: those that share most words with it
LONGEST = 600  # characters of a sentence that are compared; difflib's time grows with their square
SIMILAR = 0.5  # below this ratio two sentences have little more in common than their language
# Scripts written without spaces, one character a word.
WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
Surroundings = Literal["both", "one", "none"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document."""

    document: Document
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """The places where a quotation may be meant, and how much of what stood around it is there as well.

    No place: it is gone. One: it is this. Several: the surroundings do not tell which.
    """

    places: tuple[Place, ...]
    surroundings: Surroundings = "none"


def find_again(quote: str, documents: Sequence[Document], *, prefix: str = "", suffix: str = "") -> Found:
    """Return where a quotation stands; the words before and after it decide between several places.

    >>> text = Document("It rained. We left. It rained. We stayed.", "Rain")
    >>> [place.span.start for place in find_again("It rained.", [text], suffix=" We stay").places]
    [20]
    """
    whole = list(_places(quote, documents, prefix, suffix)) if prefix or suffix else []
    if whole:
        return Found(tuple(whole), "both")
    half = list(_places(quote, documents, prefix, "")) if prefix else []
    half += [p for p in (_places(quote, documents, "", suffix) if suffix else ()) if p not in half]
    if len(half) == 1:
        return Found(tuple(half), "one")
    return Found(tuple(_places(quote, documents, "", "")))


def _places(quote: str, documents: Sequence[Document], prefix: str, suffix: str) -> Iterator[Place]:
    return islice(_occurrences(quote, documents, prefix, suffix), MOST_PLACES)


def _occurrences(quote: str, documents: Sequence[Document], prefix: str, suffix: str) -> Iterator[Place]:
    wanted = prefix + quote + suffix
    for document in documents:
        at = document.text.find(wanted)
        while at >= 0:
            start = at + len(prefix)
            yield Place(document, Span(start, start + len(quote)))
            at = document.text.find(wanted, at + 1)


class Neighbours:
    """The sentences of documents, to look for the one most like a quotation that is gone."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._sentences: list[tuple[Place, frozenset[str]]] | None = None
        self._known: dict[str, Place | None] = {}

    def nearest(self, quote: str) -> Place | None:
        """Return the sentence most like a quotation; None if none is, or too many were asked for."""
        if quote not in self._known and len(self._known) < MOST_SEARCHES:
            self._known[quote] = self._search(quote)
        return self._known.get(quote)

    def _search(self, quote: str) -> Place | None:
        if self._sentences is None:
            self._sentences = list(_all_sentences(self.documents))
        asked, best, ratio = _words(quote), None, SIMILAR
        alike = nlargest(COMPARED, self._sentences, key=lambda known: _shared(asked, known[1]))
        matcher = SequenceMatcher(None, "", quote[:LONGEST], autojunk=False)
        for place, _ in alike:
            matcher.set_seq1(place.span.of(place.document.text)[:LONGEST])
            if matcher.quick_ratio() >= ratio and matcher.ratio() >= ratio:
                best, ratio = place, matcher.ratio() + 1e-9  # the first of equals
        return best


def _all_sentences(documents: Sequence[Document]) -> Iterator[tuple[Place, frozenset[str]]]:
    for document in documents:
        for span in sentences(document.text):
            yield Place(document, span), _words(span.of(document.text))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower()))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard index of two sets of words."""
    return len(one & other) / max(1, len(one | other))
