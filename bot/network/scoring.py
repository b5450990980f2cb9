"""Passages + question → every sentence with what the reader's network thinks of it.

Short documents are read whole; of long ones the passages that the search put first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer

from bot.network.model import ReaderNetwork, Scores, collate
from bot.network.windows import Pieces, Window, question_ids, tokenize, windows
from bot.reader import Reading
from index.document import Document, Passage, Span

READ_PIECES = 1_500  # word pieces read for one question: an article of about 1,100 words
LONGEST_SHORT = 24  # word pieces of a short answer
REMEMBERED = 20_000  # passages whose word pieces are kept

Run = list[Passage]  # neighbouring passages of one document, read as one text


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """One sentence that was read.

    `evidence`, `relevant` and `supported` are logits: of the sentence, and of the window it was seen
    in. `cosine` is the embedder's, to the question. `short` is the best few words inside the sentence,
    `short_margin` how far their logits stand above «none».
    """

    document_id: str
    passage_id: str
    span: Span
    evidence: float
    relevant: float
    short: Span
    short_margin: float
    supported: float = 0.0
    cosine: float = 0.0


class Scorer:
    """Runs the network over what is to be read; remembers the word pieces of passages."""

    def __init__(self, network: ReaderNetwork, tokenizer: Tokenizer) -> None:
        self.network, self.tokenizer = network, tokenizer
        self._known: dict[tuple[str, Span], list[Pieces]] = {}

    def score(self, reading: Reading) -> list[ScoredSentence]:
        """Return the sentences of the passages that are read, in reading order, each once."""
        question = question_ids(self.tokenizer, reading.question)
        seen: list[tuple[Window, list[Passage]]] = []
        for run in self.runs(reading):
            parts = [(passage, self._pieces(passage, reading.documents)) for passage in run]
            pieces = [piece for _, read in parts for piece in read]
            owners = [passage for passage, read in parts for _ in read]
            seen += [(w, owners[w.first : w.first + len(w.pieces)]) for w in windows(question, pieces)]
        if not seen:
            return []
        scores = self.logits([window for window, _ in seen])
        cosines = _cosines(reading)
        found: dict[tuple[str, Span], ScoredSentence] = {}
        for row, (window, owners) in enumerate(seen):
            for sentence in _sentences(scores, row, window, owners):
                key = (sentence.document_id, sentence.span)
                if key not in found or found[key].evidence < sentence.evidence:
                    found[key] = replace(sentence, cosine=cosines.get(key, 0.0))
        return list(found.values())

    def supported(self, statement: str, quotes: Sequence[str]) -> float:
        """Return the logit that the quotes alone carry a statement."""
        text = " ".join(quotes)
        pieces = tokenize(self.tokenizer, text, [Span(0, len(text))])
        window = windows(question_ids(self.tokenizer, statement), pieces)[0]
        return float(self.logits([window]).supported[0])

    @torch.inference_mode()
    def logits(self, batch: Sequence[Window]) -> Scores:
        """Return the network's logits for windows."""
        return self.network(collate(batch))  # type: ignore[no-any-return]

    def runs(self, reading: Reading) -> list[Run]:
        """Return the passages that are read: the first hits, neighbours together, in reading order."""
        chosen: list[Passage] = []
        used = 0
        for hit in reading.hits:
            size = sum(len(p.ids) for p in self._pieces(hit.passage, reading.documents))
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

    def _pieces(self, passage: Passage, documents: dict[str, Document]) -> list[Pieces]:
        key = (passage.document_id, passage.span)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            document = documents[passage.document_id]
            self._known[key] = tokenize(self.tokenizer, document.text, prose(passage, document))
        return self._known[key]


def prose(passage: Passage, document: Document) -> list[Span]:
    """Return a passage's sentences without title, authors, date and headings: they name, they do not say."""
    names = [*document.front_matter, *(heading.span for heading in document.headings)]
    return [s for s in passage.sentences if not any(s.overlaps(name) for name in names)]


def _cosines(reading: Reading) -> dict[tuple[str, Span], float]:
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


def _sentences(scores: Scores, row: int, window: Window, owners: Sequence[Passage]) -> list[ScoredSentence]:
    """Return the sentences of one window with their scores."""
    none = float(scores.start[row, 0] + scores.end[row, 0])
    found = []
    for slot, (at, piece, owner) in enumerate(zip(window.starts, window.pieces, owners, strict=True)):
        start = scores.start[row, at : at + len(piece.ids)]
        end = scores.end[row, at : at + len(piece.ids)]
        first, last, best = best_span(start, end)
        found.append(
            ScoredSentence(
                document_id=owner.document_id,
                passage_id=owner.id,
                span=piece.span,
                evidence=float(scores.sentence[row, slot]),
                relevant=float(scores.relevant[row]),
                short=piece.span_of(first, last),
                short_margin=best - none,
                supported=float(scores.supported[row]),
            )
        )
    return found


def best_span(start: torch.Tensor, end: torch.Tensor) -> tuple[int, int, float]:
    """Return the first and last token of the best span of at most `LONGEST_SHORT` tokens, and its score.

    >>> best_span(torch.tensor([0.0, 3.0]), torch.tensor([5.0, 1.0]))
    (0, 0, 5.0)
    """
    pair = start.unsqueeze(1) + end.unsqueeze(0)
    allowed = torch.ones_like(pair).triu() - torch.ones_like(pair).triu(LONGEST_SHORT)
    pair = pair.masked_fill(allowed == 0, float("-inf"))
    best = int(pair.argmax())
    return best // len(end), best % len(end), float(pair.flatten()[best])
