"""Answer → the HTML of its chat message. Every word from a document, a title or a question is escaped."""

from __future__ import annotations

import html
import json
import re

from bot.answer import Answer, Sentence
from bot.citation import Citation
from bot.highlight import Kind, Mark, Segment, Target, segments, target_of
from bot.page import words
from bot.receipts.portable import portable
from index.document import Passage, Span

EXCERPT = 240  # characters of a nearest passage in a refusal: about three lines
PREVIEW = 300  # characters of a quotation in the tip of its chip
# A browser's parser drops or changes these, and offsets would slip; each becomes one visible stand-in.
UNDRAWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TAGS: dict[Kind, str] = {"title": "span", "authors": "span", "date": "span"}


def drawable(text: str) -> str:
    """Return the text with what no browser draws replaced, one character for one.

    >>> drawable("one\\r\\ntwo\\x00")
    'one \\ntwo�'
    """
    return UNDRAWABLE.sub("\ufffd", text.replace("\r", " "))


def escape(text: str) -> str:
    """Return text that is safe inside HTML, in an element as in a quoted attribute.

    >>> escape('<img src=x onerror="alert(1)">')
    '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'
    """
    return html.escape(drawable(text), quote=True)


def literal(text: str) -> str:
    """Return text that is safe where Markdown and formulas are read as well as HTML.

    >>> literal("![x](//a) $$b$$")
    '&#33;&#91;x&#93;&#40;&#47;&#47;a&#41; &#36;&#36;b&#36;&#36;'
    """
    return "".join(
        character if character.isalnum() or character == " " else f"&#{ord(character)};"
        for character in drawable(text)
    )


def address(target: Target) -> str:
    """Return the link that opens the article at a target; it works on its own page as well.

    >>> address(Target("sha256:0123456789abcdef", Span(10, 90), Span(20, 40), Span(25, 30)))
    'article#0123456789ab/p10-90/e20-40/w25-30'
    """
    spans = [f"{mark.kind[0]}{mark.span.start}-{mark.span.end}" for mark in target.marks]
    return "article#" + "/".join([document_key(target.document_id), *spans])


def document_key(document_id: str) -> str:
    """Return the short form of a document's id that links carry.

    >>> document_key("sha256:0123456789abcdef")
    '0123456789ab'
    """
    return re.sub(r"[^0-9A-Za-z]", "", document_id.rpartition(":")[2])[:12]


def draw(pieces: tuple[Segment, ...]) -> str:
    """Return segments as nested elements, one class for each kind of mark.

    >>> draw((Segment(Span(0, 2), "a<", ("evidence",)), Segment(Span(2, 3), "b", ())))
    '<mark class="fn-evidence">a&lt;</mark>b'
    """
    drawn = []
    for piece in pieces:
        markup = escape(piece.text)
        for kind in reversed(piece.kinds):
            tag = TAGS.get(kind, "mark")
            markup = f'<{tag} class="fn-{kind}">{markup}</{tag}>'
        drawn.append(markup)
    return "".join(drawn)


def answer_message(answer: Answer, *, turn: str) -> str:
    """Return an answer or a refusal as the HTML of its message; `turn` makes its ids unique on the page."""
    body = _refused(answer) if answer.refusal else _answered(answer, turn)
    notice = f'<p class="fn-notice">{escape(answer.notice)}</p>' if answer.notice else ""
    inside = f"{_read_as(answer)}{body}{notice}{_tools(answer)}"
    return f'<div class="fn-answer" id="fn-{escape(turn)}">{inside}</div>'


def _tools(answer: Answer) -> str:
    # The receipt is written in ASCII, so that nothing in it is replaced; Gradio keeps no data-… attribute.
    receipt = escape(json.dumps(portable(answer), separators=(",", ":")))
    if answer.refusal:  # nothing to verify, but it is part of the conversation that is exported
        return f'<button class="fn-receipt" value="{receipt}"></button>'
    return (
        f'<p class="fn-tools"><button class="fn-copy" value="{words.COPIED}">{words.COPY}</button> '
        f'<button class="fn-receipt fn-verify" value="{receipt}">{words.VERIFY}</button> '
        '<span class="fn-proof" role="status"></span></p>'
    )


def _read_as(answer: Answer) -> str:
    if answer.standalone_question.strip() == answer.question.strip():
        return ""
    edit = f'<button class="fn-edit">{words.EDIT}</button>'
    return f'<p class="fn-read-as">{words.READ_AS} <q>{escape(answer.standalone_question)}</q> {edit}</p>'


def _answered(answer: Answer, turn: str) -> str:
    by_id = {citation.id: citation for citation in answer.citations}
    first, *others = (_sentence(sentence, answer, by_id) for sentence in answer.sentences)
    said = " ".join([_verdict(answer) + first, *others])
    listed = "".join(source(c, target_of(c, answer), turn) for c in answer.citations)
    return (
        f'<p class="fn-said">{said}</p>{_context(answer)}'
        f'<details class="fn-sources"><summary>{words.SOURCES} ({len(answer.citations)})</summary>'
        f'<ol class="fn-quotes">{listed}</ol>{_held_back(answer)}'
        f'<p class="fn-meta">{words.CONFIDENCE.format(percent=round(100 * answer.confidence))}</p></details>'
    )


def _verdict(answer: Answer) -> str:
    return f"<strong>{words.VERDICTS[answer.verdict]}</strong> " if answer.verdict else ""


def _context(answer: Answer) -> str:
    quotes = dict.fromkeys(sentence.context.quote for sentence in answer.sentences if sentence.context)
    return "".join(f'<p class="fn-before">{words.BEFORE} <q>{escape(quote)}</q></p>' for quote in quotes)


def _sentence(sentence: Sentence, answer: Answer, by_id: dict[int, Citation]) -> str:
    chips = "".join(chip(c, target_of(c, answer)) for c in (by_id[n] for n in sentence.citations))
    short = short_span(sentence, answer)
    said = _bold(sentence.text, short)
    return f'<span class="fn-sentence">{said}<span class="fn-chips">{chips}</span></span>'


def short_span(sentence: Sentence, answer: Answer) -> Span | None:
    """Return where the short answer stands in a sentence that cites its source, or None."""
    short = answer.short_answer
    if short is None or short.citation_id not in sentence.citations:
        return None
    citation = next(c for c in answer.citations if c.id == short.citation_id)
    # The sentence is a stretch of the quotation, or the other way round; then the offset is exact.
    inside = citation.quote.find(sentence.text)
    around = sentence.text.find(citation.quote)
    start = short.span.start - citation.span.start
    start = start - inside if inside >= 0 else start + around if around >= 0 else -1
    if start < 0 or sentence.text[start : start + len(short.text)] != short.text:
        start = sentence.text.find(short.text)
    return Span(start, start + len(short.text)) if start >= 0 and short.text else None


def _bold(text: str, span: Span | None) -> str:
    if span is None or not text:
        return escape(text)
    return (
        f"{escape(text[: span.start])}<strong>{escape(text[span.start : span.end])}</strong>"
        f"{escape(text[span.end :])}"
    )


def chip(citation: Citation, target: Target) -> str:
    """Return the number of a citation, a link to where it leads."""
    # doc-noteref is the role of a reference to a footnote; the brackets are there for copying.
    return (
        f'<a class="fn-chip" role="doc-noteref" href="{address(target)}" '
        f'title="{escape(_cut(citation.quote, PREVIEW))}">'
        f'<span class="fn-number"><span class="fn-hidden">[</span>{citation.id}'
        f'<span class="fn-hidden">]</span></span></a>'
    )


def source(citation: Citation, target: Target, turn: str) -> str:
    """Return a citation's quotation and where it stands, as an item of a list."""
    marks = [Mark(target.words, "words")] if target.words else []
    start = citation.span.start
    local = [Mark(Span(m.span.start - start, m.span.end - start), m.kind) for m in marks]
    quote = draw(segments(citation.quote, Span(0, len(citation.quote)), local))
    page = words.PAGE.format(number=citation.page) if citation.page else None
    place = " · ".join(escape(part) for part in (citation.document_title, citation.section, page) if part)
    return (
        f'<li id="fn-{escape(turn)}-{citation.id}">{chip(citation, target)}'
        f"<blockquote>{quote}</blockquote><cite>{_outside(citation, place)}</cite></li>"
    )


def _outside(citation: Citation, place: str) -> str:
    if not (citation.url or "").lower().startswith(("http://", "https://")):
        return place
    return f'<a href="{escape(citation.url or "")}" target="_blank" rel="noopener noreferrer">{place}</a>'


def _held_back(answer: Answer) -> str:
    if not answer.withheld:
        return ""
    items = "".join(f"<li>{escape(w.text)} <em>{escape(w.reason)}</em></li>" for w in answer.withheld)
    return f'<p class="fn-meta">{words.HELD_BACK}</p><ul class="fn-withheld">{items}</ul>'


def _refused(answer: Answer) -> str:
    refusal = answer.refusal
    assert refusal is not None
    plain = refusal.reason.startswith(words.DOES_NOT_SAY)  # else it was no question, and the reason says all
    reason = refusal.reason.removeprefix(words.DOES_NOT_SAY).strip()
    if not plain:
        return f'<p class="fn-none">{escape(reason)}</p>'
    missing = [term for term in refusal.missing_terms if term not in reason]
    said = [f'<p class="fn-none">{words.DOES_NOT_SAY}</p>']
    if reason:
        said.append(f'<p class="fn-reason">{escape(reason)}</p>')
    if missing:
        listed = ", ".join(f"<q>{escape(term)}</q>" for term in missing)
        said.append(f'<p class="fn-reason">{words.MISSING} {listed}</p>')
    return "".join(said) + _nearest(answer, refusal.nearest)


def _nearest(answer: Answer, ids: tuple[str, ...]) -> str:
    passages = {source.passage.id: source.passage for source in answer.sources}
    near = "".join(_near(passages[id]) for id in ids if id in passages)
    heading = f"<p>{words.NEAREST} <span>{words.NOT_AN_ANSWER}</span></p>"
    return f'<div class="fn-nearest">{heading}<ul>{near}</ul></div>' if near else ""


def _near(passage: Passage) -> str:
    link = address(Target(passage.document_id, passage.span))
    section = f"<cite>{escape(passage.section)}</cite> " if passage.section else ""
    excerpt = escape(_cut(passage.text, EXCERPT))
    return f'<li><a class="fn-near" href="{link}">{section}<span>{excerpt}</span></a></li>'


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(None, 1)[0] + " …"
