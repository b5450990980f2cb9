"""What a verification found, citation by citation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from bot.page.words import counted
from bot.receipts.relocate import Place
from bot.receipts.saved import SavedCitation

Status = Literal["proven", "moved", "ambiguous", "gone", "tampered"]
STATUSES: tuple[Status, ...] = ("proven", "moved", "ambiguous", "gone", "tampered")
MOST_FOUND = 10  # places of one quotation that a report lists


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one citation: `found` is where its words stand now, `nearest` a similar sentence."""

    turn: int
    citation: SavedCitation
    status: Status
    reason: str
    found: tuple[Place, ...] = ()
    nearest: Place | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as the JSON object that every door gives."""
        cited, near = self.citation, self.nearest
        return {
            "turn": self.turn,
            "citation": cited.id,
            "status": self.status,
            "reason": self.reason,
            "quote": cited.quote,
            "start": cited.start,
            "end": cited.end,
            "document": {"id": cited.document.id, "title": cited.document.title, "url": cited.document.url},
            "found": [_placed(place) for place in self.found[:MOST_FOUND]],
            "nearest": {**_placed(near), "text": near.span.of(near.document.text)} if near else None,
        }


def _placed(place: Place) -> dict[str, Any]:
    return {"document_id": place.document.id, "start": place.span.start, "end": place.span.end}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something else that speaks against a receipt; turn 0 is the conversation as a whole."""

    turn: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found: one finding for each citation, and the faults beside them.

    `own_words` counts the sentences that a generating reader worded itself: their quotations were
    checked, whether they carry the sentence was judged when it was answered.
    """

    turns: int
    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]
    own_words: int = 0

    @property
    def proven(self) -> bool:
        """Say whether every citation is proven and nothing else speaks against the receipt."""
        return not self.faults and all(finding.status == "proven" for finding in self.findings)

    @property
    def summary(self) -> str:
        """Return the outcome in one line."""
        counts = Counter(finding.status for finding in self.findings)
        parts = [f"{counts[status]:,} {status}" for status in STATUSES if counts[status]]
        parts += [counted(len(self.faults), "fault")] if self.faults else []
        said = ", ".join(parts) or "it quotes nothing, and nothing speaks against it"
        return f"{'Proven' if self.proven else 'Not proven'}: {said}."

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object that every door gives."""
        return {
            "proven": self.proven,
            "summary": self.summary,
            "turns": self.turns,
            "own_words": self.own_words,
            "citations": [finding.to_dict() for finding in self.findings],
            "faults": [{"turn": fault.turn, "reason": fault.reason} for fault in self.faults],
        }
