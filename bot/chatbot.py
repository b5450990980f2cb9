"""ask = rewrite, search, read, verify."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.answer import Answer, Refusal, Source, Turn
from bot.followup import standalone
from bot.metadata import answer_metadata
from bot.reader import Draft, Reader, Reading, make_reader
from bot.refusal import missing_terms, refuse
from bot.settings import Settings
from bot.smalltalk import decline
from bot.verify import Proven, prove
from index.document import Hit
from index.store import ArticleIndex

SHOWN_WHEN_REFUSED = 3  # passages offered as the nearest, none of them an answer


class Chatbot:
    """Answers questions about the articles of one index; holds no conversation, so it can be shared."""

    def __init__(
        self, articles: ArticleIndex, reader: Reader | None = None, *, settings: Settings | None = None
    ) -> None:
        self.articles = articles
        self.settings = settings or Settings()
        self.reader = reader or make_reader(self.settings.reader)

    def ask(self, question: str, *, history: Sequence[Turn] = (), limit: int | None = None) -> Answer:
        """Return the answer to a question, every sentence cited, or a refusal that says why.

        `history` holds the earlier turns, oldest first; `limit` is how many passages are searched.
        ValueError for a question that is empty, wordless or too long.
        """
        asked = self.accept(question)
        began = time.perf_counter()
        alone = standalone(asked, history)
        hits = self.articles.search(alone, limit=limit or self.settings.passages)
        searched = time.perf_counter()
        documents = {document.id: document for document in self.articles.documents}
        draft = self._draft(Reading(alone, hits, documents))
        proven = prove(draft, documents, self.articles.passages)
        read = time.perf_counter()
        timings = {"search": (searched - began) * 1000, "read": (read - searched) * 1000}
        return self._answer(asked, alone, hits, draft, proven, timings)

    def _draft(self, reading: Reading) -> Draft:
        """Return what is found: by rule for small talk and the article's own data, else by the reader."""
        declined = decline(reading.question)
        if declined:
            return Draft((), 0.0, reason=declined)
        known = answer_metadata(reading.question, self.articles.documents, self.articles.passages)
        return known or self.reader.read(reading)

    def accept(self, question: str) -> str:
        """Return the question without surrounding space; ValueError says what to do about a bad one."""
        asked = question.strip() if isinstance(question, str) else ""
        if not asked:
            raise ValueError("the question is empty; type what you would like to know")
        longest = self.settings.question_characters
        if len(asked) > longest:
            raise ValueError(f"the question has {len(asked):,} characters; ask in at most {longest:,}")
        if not any(character.isalnum() for character in asked):
            raise ValueError(f"the question {asked[:40]!r} has no words; ask in words")
        return asked

    def _answer(
        self,
        asked: str,
        alone: str,
        hits: Sequence[Hit],
        draft: Draft,
        proven: Proven,
        timings: dict[str, float],
    ) -> Answer:
        cited = {citation.passage_id for citation in proven.citations}
        return Answer(
            question=asked,
            standalone_question=alone,
            sentences=proven.sentences,
            citations=proven.citations,
            confidence=draft.confidence,
            reader=self.reader.name,
            short_answer=proven.short_answer,
            refusal=None if proven.sentences else self._refusal(alone, hits, draft),
            sources=tuple(Source(h.passage, h.score, h.passage.id in cited) for h in hits),
            withheld=proven.withheld,
            index_version=self.articles.version,
            timings_ms=timings,
        )

    def _refusal(self, question: str, hits: Sequence[Hit], draft: Draft) -> Refusal:
        missing = missing_terms(question, self.articles.documents)
        nearest = tuple(hit.passage.id for hit in hits[:SHOWN_WHEN_REFUSED])
        return refuse(draft.reason, missing, nearest)
