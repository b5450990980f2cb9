"""Questions about the article itself: its title, its authors, its date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reader import Claim, Draft, Evidence
from index.document import Document, Passage, Span

THIS = r"(?:this|the|that) (?:article|text|piece|essay|op-?ed|column|commentary|story|paper|report|document|post|briefing)"
AUTHORS = re.compile(
    rf"who (?:wrote|authored|penned|published) (?:this|it|{THIS})\b"
    rf"|who(?:'s| is| are|s| was| were) (?:the )?(?:author|writer)s?(?: of (?:this|it|{THIS}))?\W*$"
    rf"|(?:by whom|by who) (?:is|was) {THIS}"
    rf"|(?:what (?:is|are)|name|tell me) the (?:(?:author|writer)s?'?s?|names? of the (?:author|writer)s?)"
    rf"(?: names?)?(?: of (?:this|it|{THIS}))?\W*$"
    rf"|^(?:the )?(?:author|writer)s?(?: names?)?\W*$",
    re.IGNORECASE,
)
TITLE = re.compile(
    rf"(?:what(?:'s| is|s| was)|tell me|give me) (?:the )?(?:title|headline|name)(?: of (?:this|it|{THIS})| here)?\W*$"
    rf"|(?:what(?:'s| is|s)) {THIS} (?:called|titled|entitled)|(?:how|what) (?:is|was) {THIS} (?:called|titled|entitled)"
    r"|^(?:the )?(?:title|headline)\W*$",
    re.IGNORECASE,
)
DATE = re.compile(
    rf"when (?:was|were|is|did) (?:this|it|{THIS}) (?:written|published|posted|released|come out|appear)"
    rf"|(?:what(?:'s| is|s)|what was) the (?:publication )?date(?: of (?:this|it|{THIS}))?\W*$"
    rf"|(?:on )?what date was (?:this|it|{THIS})|how old is {THIS}",
    re.IGNORECASE,
)


def answer_metadata(
    question: str, documents: Sequence[Document], passages: Sequence[Passage]
) -> Draft | None:
    """Return a draft that quotes the title, the authors or the date, or None if that was not asked.

    None as well where no document says where they stand: what cannot be cited is not said.
    """
    for pattern, field in ((AUTHORS, "authors_span"), (TITLE, "title_span"), (DATE, "date_span")):
        if pattern.search(question.strip()):
            spans = [(document, getattr(document, field)) for document in documents]
            claims = [_claim(document, span, passages) for document, span in spans if span]
            found = tuple(claim for claim in claims if claim)
            short = found[0].evidence[0].span if len(found) == 1 else None
            return Draft(found, confidence=1.0, short=short) if found else None
    return None


def _claim(document: Document, span: Span, passages: Sequence[Passage]) -> Claim | None:
    for passage in passages:
        if passage.document_id == document.id and passage.span.contains(span):
            evidence = Evidence(document.id, passage.id, span, 1.0)
            return Claim(span.of(document.text), (evidence,))
    return None
