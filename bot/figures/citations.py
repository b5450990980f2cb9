"""Does every citation stand in its document, letter for letter, at the offsets that it gives?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.chatbot import Chatbot
from bot.figures.sets import Collection, all_sets, sampled
from bot.reader import Reader, make_reader
from index.document import Document
from index.embed import Embedder, load_embedder
from index.store import ArticleIndex


def citation_figures(
    data: Path, questions: Path, op_ed: Path, *, sample: int | None = None
) -> dict[str, Any]:
    """Return, for each set, how many questions were asked, citations given, and which share is exact.

    What is checked is the JSON object that programs get. `sample` asks that many questions of each set.
    """
    embedder, reader = load_embedder(), make_reader("built-in")
    rows: dict[str, dict[str, float]] = {}
    wrong: list[str] = []
    for name, collections in all_sets(data, questions, op_ed).items():
        count = {"questions": 0, "answered": 0, "citations": 0, "exact": 0}
        for answer, documents in asked(sampled(collections(), sample), embedder, reader):
            wrong += [f"{name}: {answer['question']}: {f}" for f in faults_in(answer, documents)]
            count["questions"] += 1
            count["answered"] += answer["status"] == "answered"
            count["citations"] += len(answer["citations"])
            count["exact"] += sum(fault_of(c, documents) is None for c in answer["citations"])
        rows[name] = with_share(count)
    total = {key: sum(int(row[key]) for row in rows.values()) for key in count}
    return {"faults": wrong, "sets": rows | {"all": with_share(total)}}


def with_share(count: Mapping[str, int]) -> dict[str, float]:
    """Return the counts with the share of citations that are exact; 1 where none was given."""
    share = count["exact"] / count["citations"] if count["citations"] else 1.0
    return {**count, "exact share": round(share, 6)}


def asked(
    collections: Iterable[Collection], embedder: Embedder, reader: Reader
) -> Iterator[tuple[dict[str, Any], dict[str, Document]]]:
    """Yield the answer to every question as its JSON object, with the documents by id."""
    for collection in collections:
        articles = ArticleIndex.build(collection.documents, embedder=embedder)
        documents = {document.id: document for document in articles.documents}
        chatbot = Chatbot(articles, reader)
        for question in collection.questions:
            yield chatbot.ask(question.text, history=question.history).to_dict(), documents


def faults_in(answer: Mapping[str, Any], documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield what is wrong with an answer: its citations, its sentences, its short answer."""
    quotes = {}
    for citation in answer["citations"]:
        quotes[citation["id"]] = citation["quote"]
        fault = fault_of(citation, documents)
        if fault:
            yield fault
    for sentence in answer["sentences"]:
        if not sentence["citations"] or not set(sentence["citations"]) <= quotes.keys():
            yield f"the sentence {sentence['text']!r} cites {sentence['citations']}"
    short = answer["short_answer"]
    if short and short["text"] not in quotes.get(short["citation"], ""):
        yield f"the short answer {short['text']!r} does not stand in citation {short['citation']}"


def fault_of(citation: Mapping[str, Any], documents: Mapping[str, Document]) -> str | None:
    """Return what is wrong with one citation, or None."""
    document = documents.get(citation["document"]["id"])
    if document is None:
        return f"citation {citation['id']} is of a document that was not given"
    start, end, selector = citation["start"], citation["end"], citation["selector"]
    if document.text[start:end] != citation["quote"] or selector["exact"] != citation["quote"]:
        return f"citation {citation['id']}: {document.text[start:end]!r} stands at {start}, not its quote"
    if not document.text[:start].endswith(selector["prefix"]):
        return f"citation {citation['id']}: its prefix does not stand before {start}"
    if not document.text[end:].startswith(selector["suffix"]):
        return f"citation {citation['id']}: its suffix does not stand after {end}"
    return None
