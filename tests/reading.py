"""An article of a few sentences as a reader gets it, and a support check that compares words alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reader import Reading
from bot.support import Verdict, compare
from index.document import Document, Hit, Passage, Span
from index.split import sentences

FLOOD = (
    "The river Ilm rose by 40 cm in March 2021. Nobody was hurt, said Mayor Anna Ortiz.",
    "It rained for 12 days before the flood. The bridge at Weida was closed until April.",
    "Repairs cost 3 million euros. The state paid half of it.",
)


def reading_of(
    paragraphs: Sequence[str] = FLOOD, question: str = "How far did the river rise in March?"
) -> Reading:
    """One passage for each paragraph, in their order."""
    document = Document("\n\n".join(paragraphs), "The flood")
    hits, start = [], 0
    for number, text in enumerate(paragraphs, start=1):
        span = Span(start, start + len(text))
        passage = Passage(f"p{number}", document.id, span, text, tuple(sentences(text, offset=start)))
        hits.append(Hit(passage, 1.0 / number))
        start = span.end + 2
    return Reading(question, hits, {document.id: document})


class WordSupport:
    """Says yes where numbers, names and negation agree and most words stand in the quotes."""

    def supports(self, statement: str, quotes: Sequence[str]) -> Verdict:
        found = compare(statement, quotes)
        supported = not found.reasons and found.coverage >= 0.6
        return Verdict(found.coverage, supported, () if supported else found.reasons or ("too few words",))
