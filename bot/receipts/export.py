"""A conversation → JSON, or Markdown with footnotes; both can be verified again at any later time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from bot.answer import Answer
from bot.page.words import READ_AS, VERDICTS, counted
from bot.receipts.digest import digest_of
from bot.receipts.intake import Receipt, parse, read_receipt
from bot.receipts.markdown import link, literal
from bot.receipts.saved import FORMAT, VERSION, SavedAnswer, SavedCitation, SavedDocument
from index.document import Document

CARRIED = re.compile(r"^<!-- footnote-receipt (\{.*\}) -->$", re.MULTILINE)
HASH = re.compile(r"sha256:[0-9a-f]{64}")
UNSAFE_IN_COMMENT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
CHECK = "Every footnote quotes its source word for word. Check: `python -m bot verify THIS-FILE --source S`"


def export_json(answers: Sequence[Answer], *, documents: Sequence[Document] = ()) -> dict[str, Any]:
    """Return a conversation as a JSON object; `documents` adds those that no answer cites.

    ValueError where there is nothing to export.
    """
    listed = [{"id": d.id, "title": d.title, "url": d.url} for d in documents]
    return _conversation([answer.to_dict() for answer in answers], listed)


def _conversation(
    answers: Sequence[Mapping[str, Any]], listed: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    if not answers:
        raise ValueError("the conversation has no answers; ask something first")
    cited = [citation["document"] for answer in answers for citation in answer["citations"]]
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "documents": list({document["id"]: document for document in [*listed, *cited]}.values()),
        "turns": [{"question": answer["question"], "answer": answer} for answer in answers],
    }
    return {**fields, "digest": digest_of(fields)}


def join(receipts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return saved answers and conversations, in their order, as one conversation.

    ReceiptError if one of them cannot be read.
    """
    for receipt in receipts:
        read_receipt(receipt)
    turns = [receipt.get("turns", [{"answer": receipt}]) for receipt in receipts]
    # A single answer lists no documents; what it has under that name was not read, and may be anything.
    listed = [d for receipt in receipts if "turns" in receipt for d in receipt.get("documents", ())]
    return _conversation([turn["answer"] for inner in turns for turn in inner], listed)


def export_markdown(
    conversation: Sequence[Answer] | Mapping[str, Any], *, documents: Sequence[Document] = ()
) -> str:
    """Return a conversation as Markdown: answers, refusals, and a footnote for each quotation.

    Takes answers, or what `export_json` or `Answer.to_dict` gave (ReceiptError if it cannot be read);
    `documents` adds those that no answer cites.
    The file carries its receipt in a comment at the end, so that it can be verified like the JSON.
    """
    if not isinstance(conversation, Mapping):
        conversation = export_json(conversation, documents=documents)
    elif "turns" not in conversation:
        conversation = join([conversation])
    read = read_receipt(conversation)
    notes = Notes()
    turns = [_turn(number, answer, notes) for number, answer in enumerate(read.answers, start=1)]
    parts = [_head(read), *turns, f"---\n\n{CHECK}", *notes.lines, _carried(conversation)]
    return "\n\n".join(parts) + "\n"


@dataclass
class Notes:
    """The footnotes so far, numbered through the whole conversation; the same quotation has one number."""

    numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def mark(self, citation: SavedCitation) -> str:
        """Return the mark of a citation's footnote, made on first use."""
        key = (citation.document.id, citation.start, citation.end)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.lines.append(f"[^{self.numbers[key]}]: {_note(citation)}")
        return f"[^{self.numbers[key]}]"


def _note(citation: SavedCitation) -> str:
    places = [
        literal(citation.document.title),
        f"“{literal(citation.section)}”" if citation.section else "",
        f"page {citation.page}" if citation.page is not None else "",
        f"characters {citation.start} to {citation.end}",
        link("in the source", citation.url) or "",
    ]
    # Not in brackets: where footnotes are unknown, that would be the title of a link.
    return f"“{literal(citation.quote)}” – {', '.join(place for place in places if place)}"


def _head(read: Receipt) -> str:
    titles = [literal(_line(document.title)) for document in read.documents if document.title.strip()]
    about = f": {titles[0]}" if len(titles) == 1 else ""
    listed = "\n".join(f"- {_source(document)}" for document in read.documents)
    return f"# Questions and answers{about}\n\n{counted(len(read.documents), 'source')}\n\n{listed}".rstrip()


def _source(document: SavedDocument) -> str:
    title = literal(_line(document.title)) or "without a title"
    identity = f"`{document.id}`" if HASH.fullmatch(document.id) else literal(document.id)
    return ", ".join(part for part in (title, link("address", document.url), identity) if part)


def _turn(number: int, answer: SavedAnswer, notes: Notes) -> str:
    blocks = [f"## {number}. {literal(_line(answer.question))}"]
    if answer.standalone_question not in ("", answer.question):
        blocks.append(f"{READ_AS} {literal(_line(answer.standalone_question))}")
    cited = {citation.id: citation for citation in answer.citations}
    said = []
    for sentence in answer.sentences:
        marks = [notes.mark(cited[number]) for number in sentence.citations if number in cited]
        said.append(literal(sentence.text) + "".join(marks))
    if said and answer.verdict:
        said.insert(0, f"**{VERDICTS[answer.verdict]}**")
    blocks.append(" ".join(said) if said else f"> {literal(answer.answer)}")
    if answer.notice:
        blocks.append(literal(answer.notice))
    return "\n\n".join(blocks)


def _line(text: str) -> str:
    return " ".join(text.split())


def _carried(conversation: Mapping[str, Any]) -> str:
    written = json.dumps(conversation, separators=(",", ":"))
    for character, escaped in UNSAFE_IN_COMMENT.items():
        written = written.replace(character, escaped)
    return f"<!-- footnote-receipt {written} -->"


def unpack_markdown(text: str) -> tuple[dict[str, Any], int | None] | None:
    """Return the conversation that Markdown carries, and the first line that differs from it, if any.

    None where the text carries none; ReceiptError where it cannot be read.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
    carried = CARRIED.findall(text)
    if not carried:
        return None
    conversation = parse(carried[-1])
    expected = export_markdown(conversation).rstrip("\n")
    pairs = zip_longest(text.split("\n"), expected.split("\n"))
    return conversation, next((line for line, (a, b) in enumerate(pairs, start=1) if a != b), None)
