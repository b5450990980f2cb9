"""What of the passages found is read for a question, as word pieces: short documents whole, of long ones
the passages that the search put first."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Tokenizer

from bot.network.windows import Pieces, tokenize
from bot.reader import Reading
from index.document import Document, Passage, Span

READ_PIECES = 1_500  # word pieces read for one question: an article of about 1,100 words
REMEMBERED = 20_000  # passages whose word pieces are kept

Run = list[Passage]  # neighbouring passages of one document, read as one text


class Gatherer:
    """Chooses what is read; remembers the word pieces of passages."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self._known: dict[tuple[str, Span], list[Pieces]] = {}

    def runs(self, reading: Reading) -> list[Run]:
        """Return the passages that are read: the first hits, neighbours together, in reading order."""
        chosen: list[Passage] = []
        used = 0
        for hit in reading.hits:
            size = sum(len(p.ids) for p in self.pieces(hit.passage, reading.documents))
            if chosen and used + size > READ_PIECES:
                break
            chosen.append(hit.passage)
            used += size
        runs: list[Run] = []
        for passage in sorted(chosen, key=lambda p: (p.document_id, p.span)):
            if runs and _adjoins(runs[-1][-1], passage, reading.documents):
                runs[-1].append(passage)
            else:
                runs.append([passage])
        return runs

    def pieces(self, passage: Passage, documents: dict[str, Document]) -> list[Pieces]:
        """Return the word pieces of a passage's sentences."""
        key = (passage.document_id, passage.span)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            document = documents[passage.document_id]
            self._known[key] = tokenize(self.tokenizer, document.text, prose(passage, document))
        return self._known[key]


def fitting(pieces: Iterable[Pieces], room: int) -> dict[int, Pieces]:
    """Return the sentences that fit into `room` word pieces, first come first served, by their numbers.

    The first one is always there; one that is too long for what is left is passed over.
    """
    found: dict[int, Pieces] = {}
    for number, piece in enumerate(pieces):
        if not found or len(piece.ids) <= room:
            found[number] = piece
            room -= len(piece.ids)
    return found


def prose(passage: Passage, document: Document) -> list[Span]:
    """Return a passage's sentences without title, authors, date and headings: they name, they do not say."""
    names = [*document.front_matter, *(heading.span for heading in document.headings)]
    return [s for s in passage.sentences if not any(s.overlaps(name) for name in names)]


def cosines(reading: Reading) -> dict[tuple[str, Span], float]:
    """Return the cosine of each sentence of the hits, by its document and span."""
    return {
        (hit.passage.document_id, span): cosine
        for hit in reading.hits
        for span, cosine in zip(hit.passage.sentences, hit.cosines, strict=False)
    }


def _adjoins(one: Passage, other: Passage, documents: dict[str, Document]) -> bool:
    if one.document_id != other.document_id:
        return False
    return not documents[one.document_id].text[one.span.end : other.span.start].strip()
