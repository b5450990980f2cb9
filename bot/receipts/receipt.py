"""A saved answer, held against its source again: each quotation is proven, or what became of it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.receipts.contradiction import (
    faults_in_document,
    faults_of_answer,
    faults_of_citation,
    is_verbatim,
    shown,
)
from bot.receipts.export import unpack_markdown
from bot.receipts.intake import Receipt, ReceiptError, decoded, parse, read_receipt
from bot.receipts.relocate import Found, Neighbours, Place, find_again
from bot.receipts.report import Fault, Finding, Report
from bot.receipts.saved import SavedAnswer, SavedCitation, SavedDocument
from index.document import Document, Span

__all__ = ["Fault", "Finding", "ReceiptError", "Report", "verify_data", "verify_object", "verify_receipt"]


def verify_receipt(receipt: Mapping[str, Any], documents: Sequence[Document]) -> Report:
    """Hold an answer's JSON object, or an exported conversation, against its sources.

    ReceiptError if it cannot be read; whatever can be read gets a report.
    """
    read = read_receipt(receipt)
    by_id, neighbours = {document.id: document for document in documents}, Neighbours(documents)
    findings, faults = [], list(_faults_of_whole(read))
    own_words = 0
    for turn, answer in enumerate(read.answers, start=1):
        findings += [_judge(turn, citation, by_id, neighbours) for citation in answer.citations]
        faults += [Fault(turn, reason) for reason in faults_of_answer(answer, by_id)]
        faults += [Fault(turn, reason) for reason in _changed_since(answer, by_id)]
        quotes = {citation.id: citation.quote for citation in answer.citations}
        own_words += sum(
            not is_verbatim(sentence, [quotes.get(number, "") for number in sentence.citations])
            for sentence in answer.sentences
        )
    return Report(len(read.answers), tuple(findings), tuple(faults), own_words)


def verify_data(data: object, documents: Sequence[Document]) -> Report:
    """Return the report on what was sent: a receipt's object, or the contents of a JSON or Markdown file.

    ReceiptError as for `verify_receipt`.
    """
    data = decoded(data) if isinstance(data, bytes) else data
    if not isinstance(data, str):
        return verify_receipt(data, documents)  # type: ignore[arg-type]  # any type is checked there
    exported = unpack_markdown(data)
    if exported is None:
        return verify_receipt(parse(data), documents)
    conversation, line = exported
    report = verify_receipt(conversation, documents)
    if line is None:
        return report
    edited = Fault(0, f"line {line} of the Markdown is not what its receipt says")
    return replace(report, faults=(edited, *report.faults))


def verify_object(data: object, documents: Sequence[Document]) -> dict[str, Any]:
    """Return the JSON object of `verify_data`'s report; ReceiptError, which is a RequestError."""
    return verify_data(data, documents).to_dict()


def _faults_of_whole(read: Receipt) -> Iterator[Fault]:
    for turn in read.altered:
        yield Fault(turn, "it was changed after it was saved: its digest does not fit")
    listed = {document.id for document in read.documents}
    for turn, (question, answer) in enumerate(zip(read.questions, read.answers, strict=False), start=1):
        if question != answer.question:
            yield Fault(turn, f"the question {shown(question)} is not the one answered")
        if not {citation.document.id for citation in answer.citations} <= listed:
            yield Fault(turn, "it cites a document that the conversation does not list")


def _changed_since(answer: SavedAnswer, documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield that a refusal was about other texts than these; an answer's citations show it themselves."""
    searched = {passage.document_id for passage in answer.passages} - {None}
    if answer.refusal is not None and not searched <= set(documents):
        yield "it refuses on a text that is not among the sources, or has changed since"


def _judge(
    turn: int, citation: SavedCitation, documents: Mapping[str, Document], neighbours: Neighbours
) -> Finding:
    faults = list(faults_of_citation(citation))
    document = documents.get(citation.document.id)
    if document is not None and not faults:
        faults = list(faults_in_document(citation, document))
    if faults:
        return Finding(turn, citation, "tampered", f"the receipt contradicts itself: {'; '.join(faults)}")
    if document is not None:
        span = Span(citation.start, citation.end)
        reason = "these words stand there, in the very text that was cited"
        return Finding(turn, citation, "proven", reason, (Place(document, span),))
    return _search(turn, citation, neighbours)


def _search(turn: int, citation: SavedCitation, neighbours: Neighbours) -> Finding:
    """Look for a quotation in documents of which none is the one cited; those of its name come first."""
    named = [d for d in neighbours.documents if _same_name(d, citation.document)]
    others = [d for d in neighbours.documents if d not in named]
    before, after = citation.selector.prefix, citation.selector.suffix
    for documents in (named, others):
        found = find_again(citation.quote, documents, prefix=before, suffix=after)
        if found.places:
            return _found(turn, citation, found)
    nearest = neighbours.nearest(citation.quote)
    reason = (
        "the source has changed, and these words stand in it no more"
        if named
        else (
            f"none of the sources is the document {shown(citation.document.title)}, and none has these words"
        )
    )
    if nearest:
        reason += f"; most like them is {shown(nearest.span.of(nearest.document.text))}"
    return Finding(turn, citation, "gone", reason, nearest=nearest)


def _same_name(document: Document, cited: SavedDocument) -> bool:
    return document.url == cited.url if document.url and cited.url else document.title == cited.title


def _found(turn: int, citation: SavedCitation, found: Found) -> Finding:
    if len(found.places) > 1:
        reason = (
            f"the source has changed, and these words stand in {len(found.places)} places; "
            "the words around them do not tell which is meant"
        )
        return Finding(turn, citation, "ambiguous", reason, found.places)
    (place,) = found.places
    start, end = place.span.start, place.span.end
    there = (
        f"still stand at {start} to {end}" if start == citation.start else f"now stand at {start} to {end}"
    )
    around = " between other words" if found.surroundings == "none" else ""
    where = "" if _same_name(place.document, citation.document) else f" of {shown(place.document.title)}"
    reason = f"the source has changed, and these words {there}{where}{around}"
    return Finding(turn, citation, "moved", reason, found.places)
