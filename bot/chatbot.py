"""ask = rewrite, search, read, verify."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answer import Answer, Check, Refusal, Source, Turn
from bot.followup import standalone
from bot.generating.fallback import Guarded, Outcome
from bot.metadata import answer_metadata
from bot.reader import Draft, Evidence, GeneratingReader, Reader, Reading, make_reader
from bot.refusal import missing_terms, refuse
from bot.settings import Settings
from bot.smalltalk import decline
from bot.spelling import corrected
from bot.verify import Proven, Remembered, Support, cite, prove
from index.document import Hit
from index.store import ArticleIndex

if TYPE_CHECKING:
    from bot.support import SupportCheck

LISTED = 10  # passages in an answer's list, where nobody says how many
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

        `support` holds against its quotes what is not a sentence of the article; none: the check that ships.
        `spare` answers where a reader that generates fails; none: the built-in one.
        """
        self.articles = articles
        self.settings = settings or Settings()
        self.reader = reader or make_reader(self.settings.reader, self.settings)
        self._given, self._spare = support, spare
        self.guarded: Guarded | None = None
        if isinstance(self.reader, GeneratingReader):
            self._spare = spare or make_reader("built-in", self.settings)
            self.guarded = Guarded(self.reader, self._spare)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        limit: int | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """Return the answer to a question, every sentence cited, or a refusal that says why.

        `history` holds the earlier turns, oldest first; `limit` is how many of the passages found are listed,
        those that are cited aside; a reader that generates ends soon after `stop` is set. ValueError for a
        question that is empty, wordless or too long.
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
        alone = corrected(standalone(asked, history), (d.text for d in self.articles.documents))
        reading = self._search(alone)
        searched = time.perf_counter()
        for outcome in self._outcomes(reading, stop or threading.Event()):
            read = time.perf_counter()
            timings = {"search": (searched - began) * 1000, "read": (read - searched) * 1000}
            yield self._answer(asked, reading, outcome, timings, limit or LISTED)

    def check(self, statement: str) -> Check:
        """Return whether the articles carry a statement, with the quotes that speak to it and the reasons.

        ValueError for a statement that is empty, wordless or too long.
        """
        stated = self.accept(statement, what="statement")
        reading = self._search(stated)
        verdict = self.checker.check(reading)
        evidence = [Evidence(s.document_id, s.passage_id, s.span, verdict.score) for s in verdict.quotes]
        return Check(
            statement=stated,
            supported=verdict.supported,
            score=verdict.score,
            citations=cite(evidence, reading.documents),
            reasons=verdict.reasons,
        )

    @cached_property
    def checker(self) -> SupportCheck:
        """The check of statements, over the built-in reader's network; loaded on first use."""
        from bot.extractive import ExtractiveReader
        from bot.support import SupportCheck

        readers = [r for r in (self.reader, self._spare) if isinstance(r, ExtractiveReader)]
        return SupportCheck.load((readers or [ExtractiveReader.load()])[0].scorer)

    @property
    def support(self) -> Support:
        """What holds a sentence that is not the article's own against its quotes."""
        return self._given or self.checker

    def _search(self, text: str) -> Reading:
        hits = self.articles.search(text, limit=self.settings.passages)
        return Reading(text, hits, {document.id: document for document in self.articles.documents})

    def _outcomes(self, reading: Reading, stop: threading.Event) -> Iterator[Outcome]:
        """Yield what is found: by rule for small talk and the article's own data, else by the reader."""
        support = Remembered(self.support) if self.guarded else None

        read = [hit.passage for hit in reading.hits]

        def proven(draft: Draft) -> Proven:
            return prove(draft, reading.documents, read, support)

        known = self._by_rule(reading.question)
        if known:  # it may quote what no search brings up, such as the authors
            proof = prove(known, reading.documents, self.articles.passages)
            yield Outcome(known, proof, self.reader.name)
        elif self.guarded:
            yield from self.guarded.outcomes(reading, proven, stop)
        else:
            draft = self.reader.read(reading)
            yield Outcome(draft, proven(draft), self.reader.name)

    def _by_rule(self, question: str) -> Draft | None:
        declined = decline(question)
        if declined:
            return Draft((), 0.0, reason=declined)
        return answer_metadata(question, self.articles.documents, self.articles.passages)

    def accept(self, question: str, *, what: str = "question") -> str:
        """Return the question without surrounding space; ValueError says what to do about a bad one."""
        asked = question.strip() if isinstance(question, str) else ""
        if not asked:
            raise ValueError(f"the {what} is empty; type what you would like to know")
        longest = self.settings.question_characters
        if len(asked) > longest:
            raise ValueError(f"the {what} has {len(asked):,} characters; the most is {longest:,}")
        if not any(character.isalnum() for character in asked):
            raise ValueError(f"the {what} {asked[:40]!r} has no words; use words")
        return asked

    def _answer(
        self, asked: str, reading: Reading, outcome: Outcome, timings: dict[str, float], listed: int
    ) -> Answer:
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
            verdict=draft.verdict if proven.sentences and not proven.withheld else None,
            refusal=None if proven.sentences else self._refusal(reading.question, hits, draft),
            sources=tuple(
                Source(hit.passage, hit.score, hit.passage.id in cited)
                for rank, hit in enumerate(hits)
                if rank < listed or hit.passage.id in cited
            ),
            withheld=proven.withheld,
            notice=outcome.notice,
            index_version=self.articles.version,
            timings_ms=timings,
        )

    def _refusal(self, question: str, hits: Sequence[Hit], draft: Draft) -> Refusal:
        missing = missing_terms(question, self.articles.documents)
        shown = 0 if draft.reason else SHOWN_WHEN_REFUSED  # small talk has no nearest passages
        nearest = tuple(hit.passage.id for hit in hits[:shown])
        return refuse(draft.reason, missing, nearest)
