"""What a saved answer says against itself, or against the very text that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answer import ANSWERED, Sentence
from bot.quantities import quantities
from bot.receipts.saved import SavedAnswer, SavedCitation, SavedSentence
from index.document import Document

BUILT_IN = "built-in"  # this reader says nothing in words of its own
SHOWN = 80  # characters of a text in a reason

Documents = Mapping[str, Document]


def shown(text: str) -> str:
    """Return a text as a reason quotes it: cut, on one line.

    >>> shown("It rained" + " and rained" * 20)[-13:]
    'rained and …”'
    """
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= SHOWN else f"“{line[:SHOWN].rsplit(' ', 1)[0]} …”"


def faults_of_citation(citation: SavedCitation) -> Iterator[str]:
    """Yield what a citation says against itself."""
    quote, start, end = citation.quote, citation.start, citation.end
    if not quote:
        yield "it quotes nothing"
    if not 0 <= start < end:
        yield f"{start} to {end} is no stretch of text"
    elif len(quote) != end - start:
        yield f"the quote has {len(quote)} characters, {start} to {end} are {end - start}"
    if citation.selector.exact != quote:
        yield f"its selector looks for other words than the quote: {shown(citation.selector.exact)}"
    base = citation.document.url
    if citation.url is not None and not citation.url.startswith(f"{base}#"):
        yield f"its link {shown(citation.url)} does not lead into its document"


def faults_in_document(citation: SavedCitation, document: Document) -> Iterator[str]:
    """Yield where a citation differs from the very text it names, known by its hash."""
    text, start, end = document.text, citation.start, citation.end
    if text[start:end] != citation.quote:
        there = shown(text[start:end]) if start < len(text) else "nothing, it is shorter"
        yield f"the source is the very text that was cited, and at {start} to {end} it says {there}"
        return
    before, after = citation.selector.prefix, citation.selector.suffix
    if not text.endswith(before, 0, start) or not text.startswith(after, end):
        yield "the quote stands there, but between other words than its selector says"
    # Offsets belong to the text and its hash; pages and headings are found anew with each loading.
    if citation.page is not None and document.pages and citation.page != document.page_at(start):
        yield f"it names page {citation.page}, the quote is on page {document.page_at(start)}"
    if citation.section is not None and document.headings:
        section = document.section_at(start)
        if section != citation.section:
            yield f"it names the section {shown(citation.section)}, the quote is in {shown(section or '')}"


def faults_of_answer(answer: SavedAnswer, documents: Documents) -> Iterator[str]:
    """Yield what an answer says against itself, or against a text among `documents` (by id)."""
    answered = answer.status == ANSWERED
    if answered != bool(answer.sentences) or answered == (answer.refusal is not None):
        yield f"its status is {answer.status}, which its sentences or its refusal contradict"
    yield from _faults_of_numbers(answer)
    cited = {citation.id: citation for citation in answer.citations}
    for number, sentence in enumerate(answer.sentences, start=1):
        quotes = [cited[n].quote for n in sentence.citations if n in cited]
        for fault in _faults_of_sentence(sentence, quotes, answer.reader):
            yield f"sentence {number}, {shown(sentence.text)}, {fault}"
        yield from _faults_of_context(sentence, cited, documents)
    yield from _faults_of_text(answer)
    short = answer.short_answer
    quote = cited[short.citation].quote if short and short.citation in cited else ""
    if short and quote and not (short.text and short.text in quote):
        yield f"the short answer {shown(short.text)} does not stand in the quote of [{short.citation}]"
    if answer.verdict and not answered:
        yield f"it says {answer.verdict}, and has no sentence that the {answer.verdict} stands on"
    yield from _faults_of_passages(answer, documents)


def _faults_of_numbers(answer: SavedAnswer) -> Iterator[str]:
    ids = [citation.id for citation in answer.citations]
    for number in sorted({n for n in ids if ids.count(n) > 1 or n < 1}):
        yield f"[{number}] is no number that one citation alone can have"
    used = {number for sentence in answer.sentences for number in sentence.citations}
    short = {answer.short_answer.citation} if answer.short_answer else set()
    for number in sorted((used | short) - set(ids)):
        yield f"it cites [{number}], and there is no such citation"
    for number in sorted(set(ids) - used):
        yield f"no sentence cites [{number}]"


def _faults_of_sentence(sentence: SavedSentence, quotes: Sequence[str], reader: str) -> Iterator[str]:
    if not sentence.citations:
        yield "cites nothing"
    elif not is_verbatim(sentence, quotes):
        if reader == BUILT_IN:
            yield "is not in the words of what it cites"
        missing = quantities(sentence.text) - quantities(" ".join(quotes))
        for number in sorted(missing):
            yield f"names the number {number:.12g}, which stands in no quote it cites"


def is_verbatim(sentence: SavedSentence, quotes: Sequence[str]) -> bool:
    """Say whether a sentence stands word for word in one of its quotes."""
    return bool(sentence.text) and any(sentence.text in quote for quote in quotes)


def _faults_of_context(
    sentence: SavedSentence, cited: Mapping[int, SavedCitation], documents: Documents
) -> Iterator[str]:
    context = sentence.context
    first = next((cited[number] for number in sentence.citations if number in cited), None)
    document = documents.get(first.document.id) if first else None
    if context is None:
        return
    if not 0 <= context.start < context.end or len(context.quote) != context.end - context.start:
        yield f"the sentence before, {shown(context.quote)}, does not fit its offsets"
    elif document and document.text[context.start : context.end] != context.quote:
        yield f"the sentence before, {shown(context.quote)}, does not stand at {context.start} in the source"


def _faults_of_text(answer: SavedAnswer) -> Iterator[str]:
    if answer.refusal is not None:
        if answer.answer != answer.refusal.reason:
            yield f"its answer {shown(answer.answer)} is not the reason of its refusal"
    elif all(sentence.citations for sentence in answer.sentences):
        said = " ".join(Sentence(s.text, s.citations).marked for s in answer.sentences)
        if said != answer.answer:
            yield f"its answer {shown(answer.answer)} is not made of its sentences and their numbers"


def _faults_of_passages(answer: SavedAnswer, documents: Documents) -> Iterator[str]:
    known = {passage.id for passage in answer.passages}
    for id in answer.refusal.nearest if answer.refusal and known else ():
        if id not in known:
            yield f"it names the passage {shown(id)} as nearest, which it does not show"
    for passage in answer.passages:
        document = documents.get(passage.document_id or "")
        if not 0 <= passage.start < passage.end or len(passage.text) != passage.end - passage.start:
            yield f"the passage {shown(passage.id)} does not fit its offsets"
        elif document and document.text[passage.start : passage.end] != passage.text:
            yield f"the passage {shown(passage.id)} does not stand at {passage.start} in the source"
