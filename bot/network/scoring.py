"""Passages + question → every sentence with what the reader's network thinks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from tokenizers import Tokenizer

from bot.network.gather import Gatherer, cosines, fitting
from bot.network.model import ReaderNetwork, collate
from bot.network.scored import Arrays, Look, ScoredSentence, best_span, scored_sentences
from bot.network.windows import WINDOW, Window, question_ids, tokenize, windows
from bot.reader import Reading
from index.document import Document, Passage, Span


class Scorer:
    """Runs the network over what is to be read."""

    def __init__(self, network: ReaderNetwork, tokenizer: Tokenizer) -> None:
        self.network, self.tokenizer = network, tokenizer
        self.gatherer = Gatherer(tokenizer)

    def score(self, reading: Reading) -> list[ScoredSentence]:
        """Return the sentences of the passages that are read, in reading order, each once."""
        question = question_ids(self.tokenizer, reading.question)
        seen: list[tuple[Window, list[Passage]]] = []
        for run in self.gatherer.runs(reading):
            parts = [(passage, self.gatherer.pieces(passage, reading.documents)) for passage in run]
            pieces = [piece for _, read in parts for piece in read]
            owners = [passage for passage, read in parts for _ in read]
            seen += [(w, owners[w.first : w.first + len(w.pieces)]) for w in windows(question, pieces)]
        if not seen:
            return []
        scores = self.logits([window for window, _ in seen])
        cosine = cosines(reading)
        searched = {hit.passage.id: hit.score for hit in reading.hits}
        found: dict[tuple[str, Span], ScoredSentence] = {}
        for row, (window, owners) in enumerate(seen):
            for sentence in scored_sentences(scores, row, window, owners):
                key = (sentence.document_id, sentence.span)
                if key not in found or found[key].evidence < sentence.evidence:
                    search = searched.get(sentence.passage_id, 0.0)
                    found[key] = replace(sentence, cosine=cosine.get(key, 0.0), search=search)
        return list(found.values())

    def look(self, question: str, chosen: Sequence[ScoredSentence], documents: dict[str, Document]) -> Look:
        """Return what the network says of sentences read by themselves, in reading order.

        There is at least one. Of more than fit into one window, the first that do are read.
        """
        asked = question_ids(self.tokenizer, question)
        texts = ((documents[s.document_id].text, s.span) for s in chosen)
        pieces = fitting(
            (tokenize(self.tokenizer, text, [span])[0] for text, span in texts), WINDOW - len(asked) - 3
        )
        order = sorted(pieces, key=lambda n: (chosen[n].document_id, chosen[n].span))
        window = Window(asked, tuple(pieces[n] for n in order), 0)
        scores = self.logits([window])
        inside = slice(len(asked) + 2, len(window) - 1)
        _, _, best = best_span(scores.start[0, inside], scores.end[0, inside])
        seen = {n: float(scores.sentence[0, slot]) for slot, n in enumerate(order)}
        return Look(
            evidence=tuple(seen.get(n) for n in range(len(chosen))),
            relevant=float(scores.relevant[0]),
            short_margin=best - scores.none(0),
            supported=float(scores.supported[0]),
        )

    def supported(self, statement: str, quotes: Sequence[str]) -> float:
        """Return the logit that the quotes alone carry a statement."""
        text = " ".join(quotes)
        pieces = tokenize(self.tokenizer, text, [Span(0, len(text))])
        window = windows(question_ids(self.tokenizer, statement), pieces)[0]
        return float(self.logits([window]).supported[0])

    @torch.inference_mode()
    def logits(self, batch: Sequence[Window]) -> Arrays:
        """Return the network's logits for windows."""
        return Arrays.of(self.network(collate(batch)))
