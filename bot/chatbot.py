"""ask = rewrite, search, read, verify."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

from bot.answer import Answer, Refusal, Source, Turn
from bot.fallback import Guarded, Outcome
from bot.followup import standalone
from bot.metadata import answer_metadata
from bot.reader import Draft, GeneratingReader, Reader, Reading, make_reader
from bot.refusal import missing_terms, refuse
from bot.settings import Settings
from bot.smalltalk import decline
from bot.verify import Proven, Remembered, Support, prove
from index.document import Hit
from index.store import ArticleIndex

SHOWN_WHEN_REFUSED = 3  # passages offered as the nearest, none of them an answer


class Chatbot:
    """Answers questions about the articles of one index; holds no conversation, so it can be shared."""

    def __init__(
        self,
        articles: ArticleIndex,
        reader: Reader | None = None,
        *,
        settings: Settings | None = None,
        support: Support | None = None,
        spare: Reader | None = None,
    ) -> None:
        """Take a reader, or make the one that the settings name.

        `support` holds against its quotes what is not a sentence of the article; without it such a sentence
        is withheld. `spare` answers where a reader that generates fails; none: the built-in one.
        """
        self.articles = articles
        self.settings = settings or Settings()
        self.reader = reader or make_reader(self.settings.reader, self.settings)
        self.support = support
        self.guarded: Guarded | None = None
        if isinstance(self.reader, GeneratingReader):
            self.guarded = Guarded(self.reader, spare or make_reader("built-in"))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        limit: int | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """Return the answer to a question, every sentence cited, or a refusal that says why.

        `history` holds the earlier turns, oldest first; `limit` is how many passages are searched; a reader
        that generates ends soon after `stop` is set. ValueError for a question that is empty, wordless or
        too long.
        """
        *_, answer = self.stream(question, history=history, limit=limit, stop=stop)
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        limit: int | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Answer]:
        """Yield the answer as it grows, the whole one last; arguments and errors as for `ask`.

        Every sentence of every one is proven. Only a reader that generates yields more than one, and the
        last may differ from those before it: then the reader failed, and the notice says so.
        """
        asked = self.accept(question)
        began = time.perf_counter()
        alone = standalone(asked, history)
        hits = self.articles.search(alone, limit=limit or self.settings.passages)
        searched = time.perf_counter()
        reading = Reading(alone, hits, {document.id: document for document in self.articles.documents})
        for outcome in self._outcomes(reading, stop or threading.Event()):
            read = time.perf_counter()
            timings = {"search": (searched - began) * 1000, "read": (read - searched) * 1000}
            yield self._answer(asked, reading, outcome, timings)

    def _outcomes(self, reading: Reading, stop: threading.Event) -> Iterator[Outcome]:
        """Yield what is found: by rule for small talk and the article's own data, else by the reader."""
        support = Remembered(self.support) if self.support else None

        def proven(draft: Draft) -> Proven:
            return prove(draft, reading.documents, self.articles.passages, support)

        draft = self._by_rule(reading.question)
        if draft is None and self.guarded:
            yield from self.guarded.outcomes(reading, proven, stop)
            return
        draft = draft or self.reader.read(reading)
        yield Outcome(draft, proven(draft), self.reader.name)

    def _by_rule(self, question: str) -> Draft | None:
        declined = decline(question)
        if declined:
            return Draft((), 0.0, reason=declined)
        return answer_metadata(question, self.articles.documents, self.articles.passages)

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

    def _answer(self, asked: str, reading: Reading, outcome: Outcome, timings: dict[str, float]) -> Answer:
        draft, proven, hits = outcome.draft, outcome.proven, reading.hits
        cited = {citation.passage_id for citation in proven.citations}
        return Answer(
            question=asked,
            standalone_question=reading.question,
            sentences=proven.sentences,
            citations=proven.citations,
            confidence=min(draft.confidence, proven.support),
            reader=outcome.reader,
            short_answer=proven.short_answer,
            refusal=None if proven.sentences else self._refusal(reading.question, hits, draft),
            sources=tuple(Source(h.passage, h.score, h.passage.id in cited) for h in hits),
            withheld=proven.withheld,
            notice=outcome.notice,
            index_version=self.articles.version,
            timings_ms=timings,
        )

    def _refusal(self, question: str, hits: Sequence[Hit], draft: Draft) -> Refusal:
        missing = missing_terms(question, self.articles.documents)
        nearest = tuple(hit.passage.id for hit in hits[:SHOWN_WHEN_REFUSED])
        return refuse(draft.reason, missing, nearest)
