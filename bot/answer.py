"""What a question brings back: sentences that each carry citations, or a refusal that says why.

An uncited sentence cannot be represented here, nor a citation without a quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.citation import Citation
from bot.receipts.digest import digest_of
from index.document import Passage, Span

ANSWERED: Literal["answered"] = "answered"
NOT_IN_ARTICLE: Literal["not_in_article"] = "not_in_article"
Status = Literal["answered", "not_in_article"]
Verdict = Literal["yes", "no"]  # what the cited sentences say to a question that can be answered so

END_MARKS = re.compile(r"[.!?。！？…]+$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence that an opening "It" or "These" points back to; it explains, it proves nothing."""

    quote: str
    span: Span
    document_id: str

    def to_dict(self) -> dict[str, Any]:
        """Return the context as it appears in the JSON object."""
        return {"quote": self.quote, "start": self.span.start, "end": self.span.end}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    context: Context | None = None

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"the sentence {self.text!r} has no citation; what cannot be cited is not said")

    @property
    def marked(self) -> str:
        """Return the sentence with its `[n]` markers before the closing full stop.

        >>> Sentence("It rained.", (1, 2)).marked
        'It rained [1][2].'
        """
        markers = "".join(f"[{number}]" for number in self.citations)
        end = END_MARKS.search(self.text)
        if end is None:
            return f"{self.text} {markers}"
        return f"{self.text[: end.start()].rstrip()} {markers}{end.group()}"

    def to_dict(self) -> dict[str, Any]:
        """Return the sentence as it appears in the JSON object."""
        context = self.context.to_dict() if self.context else None
        return {"text": self.text, "citations": list(self.citations), "context": context}


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The few words that answer, verbatim inside the quote of one citation; `span` is where they stand."""

    text: str
    citation_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is answered: the reason, the words that the article never uses, what came nearest."""

    reason: str
    missing_terms: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that a reader wrote and the check did not let through, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that was read for an answer, with the score of the search."""

    passage: Passage
    score: float
    cited: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the passage as it appears in the JSON object."""
        span = self.passage.span
        return {
            "id": self.passage.id,
            "document_id": self.passage.document_id,
            "text": self.passage.text,
            "start": span.start,
            "end": span.end,
            "score": round(self.score, 4),
            "cited": self.cited,
        }


@dataclass(frozen=True)
class Answer:
    """Everything one question brought back; `text` and `status` follow from the rest."""

    question: str
    standalone_question: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    reader: str
    short_answer: ShortAnswer | None = None
    verdict: Verdict | None = None
    refusal: Refusal | None = None
    sources: tuple[Source, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    notice: str | None = None
    index_version: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.sentences) == (self.refusal is not None):
            raise ValueError("an answer has either sentences or a refusal")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is a probability, got {self.confidence}")
        if self.verdict and self.refusal:
            raise ValueError(f"the verdict {self.verdict!r} has no sentence to stand on")
        known = {citation.id for citation in self.citations}
        used = {number for sentence in self.sentences for number in sentence.citations}
        if used != known:
            raise ValueError(f"sentences cite {sorted(used)}, the citations are {sorted(known)}")
        if self.short_answer and self.short_answer.citation_id not in known:
            raise ValueError(
                f"the short answer cites {self.short_answer.citation_id}, the citations are {sorted(known)}"
            )

    @property
    def status(self) -> Status:
        """Return `answered`, or `not_in_article` when there is a refusal."""
        return NOT_IN_ARTICLE if self.refusal else ANSWERED

    @property
    def text(self) -> str:
        """Return what a person reads: the sentences with their markers, or the refusal's reason."""
        return self.refusal.reason if self.refusal else " ".join(s.marked for s in self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that the API, the page and the command line all give."""
        short, refusal = self.short_answer, self.refusal
        fields = {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "status": self.status,
            "answer": self.text,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "short_answer": {"text": short.text, "citation": short.citation_id} if short else None,
            "verdict": self.verdict,
            "confidence": round(self.confidence, 4),
            "citations": [citation.to_dict() for citation in self.citations],
            "refusal": {
                "reason": refusal.reason,
                "missing_terms": list(refusal.missing_terms),
                "nearest": list(refusal.nearest),
            }
            if refusal
            else None,
            "passages": [source.to_dict() for source in self.sources],
            "withheld": [{"text": w.text, "reason": w.reason} for w in self.withheld],
            "notice": self.notice,
            "reader": self.reader,
            "index_version": self.index_version,
            "timings_ms": {step: round(value, 1) for step, value in self.timings_ms.items()},
        }
        return {**fields, "digest": digest_of(fields)}


SUPPORTED: Literal["supported"] = "supported"
UNSUPPORTED: Literal["unsupported"] = "unsupported"


@dataclass(frozen=True)
class Check:
    """Whether the articles carry a statement: a probability, the quotes that speak to it, the reasons."""

    statement: str
    supported: bool
    score: float
    citations: tuple[Citation, ...] = ()
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"a score is a probability, got {self.score}")
        if self.supported and not self.citations:
            raise ValueError("a supported statement needs a citation")

    @property
    def status(self) -> Literal["supported", "unsupported"]:
        """Return `supported` or `unsupported`."""
        return SUPPORTED if self.supported else UNSUPPORTED

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that every door gives."""
        return {
            "statement": self.statement,
            "status": self.status,
            "score": round(self.score, 4),
            "citations": [citation.to_dict() for citation in self.citations],
            "reasons": list(self.reasons),
        }
