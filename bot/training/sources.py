"""Question sets → examples with gold evidence, one reader of files per kind of set."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.document import Span
from index.split import sentences

PARAGRAPH_BREAK = "\n\n"
YES_NO = Path(__file__).with_name("yes_no.json")  # article → question → whether its answer is yes


@dataclass(frozen=True, slots=True)
class Text:
    """What questions are asked of: its text and sentences; `group` names the article it belongs to."""

    name: str
    group: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question (or a statement) on one text.

    `gold` holds the numbers of the evidence sentences, none for an unanswerable question; `answer`
    is the short answer's span, or None; `tempting` is a sentence that a careless reader would cite;
    `supported` is None for questions, else whether the text carries the statement; `yes` is what a
    yes-no question is answered with, None for others.
    """

    question: str
    text: Text
    gold: frozenset[int]
    kind: str = "fact"
    answer: Span | None = None
    tempting: int | None = None
    supported: bool | None = None
    yes: bool | None = None
    history: tuple[str, ...] = field(default=(), compare=False)


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Return the articles of a folder of `.json` files, or of one `.jsonl.xz` file."""
    if path.is_file():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(path.glob("*.json"))]


def article_examples(path: Path, *, statements: bool = True) -> Iterator[Example]:
    """Yield the questions and statements of articles, follow-ups in their full form."""
    answers = read_yes_no()
    for data in read_articles(path):
        text = article_text(data["id"], data["paragraphs"])
        polar = answers.get(data["id"], {})
        for row in data["questions"]:
            yield _article_question(row, text, polar.get(row["id"]))
        for row in data["statements"] if statements else ():
            gold = _numbers(row["evidence"], text)
            yield Example(row["text"], text, gold, row["change"], supported=row["supported"])


def read_yes_no(path: Path = YES_NO) -> dict[str, dict[str, bool]]:
    """Return article → question → whether the evidence says yes; choices and open matters are left out."""
    found: dict[str, dict[str, bool]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def article_text(name: str, paragraphs: list[str]) -> Text:
    """Return an article's paragraphs as one text with its sentences; none crosses a paragraph."""
    spans, offset = [], 0
    for paragraph in paragraphs:
        spans += sentences(paragraph, offset=offset)
        offset += len(paragraph) + len(PARAGRAPH_BREAK)
    return Text(name, name, PARAGRAPH_BREAK.join(paragraphs), tuple(spans))


def _article_question(row: dict[str, Any], text: Text, yes: bool | None) -> Example:
    gold = _numbers(row["evidence"], text)
    tempting = next(iter(_numbers([row["tempting"]], text)), None) if row.get("tempting") else None
    question = row.get("standalone") or row["question"]
    answer = _inside(row["short"], gold, text) if row.get("short") else None
    history = tuple(row.get("history", ()))
    return Example(question, text, gold, row["kind"], answer, tempting, yes=yes, history=history)


def _numbers(quotes: list[str], text: Text) -> frozenset[int]:
    """Return the numbers of the sentences that share most of their letters with a quote."""
    found: set[int] = set()
    for quote in quotes:
        start = text.text.find(quote)
        if start >= 0:
            span = Span(start, start + len(quote))
            found |= {i for i, s in enumerate(text.spans) if _shared(s, span) > 0.5 * min(len(s), len(span))}
    return frozenset(found)


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _inside(phrase: str, gold: frozenset[int], text: Text) -> Span | None:
    for number in sorted(gold):
        at = text.spans[number].of(text.text).find(phrase)
        if at >= 0:
            start = text.spans[number].start + at
            return Span(start, start + len(phrase))
    return None


def squad_examples(path: Path, *, unique_answers: bool = False) -> Iterator[Example]:
    """Yield a SQuAD file's questions; `unique_answers` drops those whose answer occurs twice."""
    for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        group = f"{path.stem}-{number}"
        for row, paragraph in enumerate(article["paragraphs"]):
            context = paragraph["context"]
            text = Text(f"{group}-{row}", group, context, tuple(sentences(context)))
            for question in paragraph["qas"]:
                example = _squad_question(question, text, unique=unique_answers)
                if example:
                    yield example


def _squad_question(row: dict[str, Any], text: Text, *, unique: bool) -> Example | None:
    if row.get("is_impossible") or not row["answers"]:
        return Example(row["question"], text, frozenset(), "absent")
    answer, start = row["answers"][0]["text"], row["answers"][0]["answer_start"]
    if text.text[start : start + len(answer)] != answer or (unique and text.text.count(answer) > 1):
        return None
    return _with_answer(row["question"], text, Span(start, start + len(answer)))


def _with_answer(question: str, text: Text, span: Span) -> Example:
    gold = frozenset(i for i, s in enumerate(text.spans) if s.overlaps(span))
    return Example(question, text, gold, "fact", span)


def fairytale_examples(path: Path) -> Iterator[Example]:
    """Yield the FairytaleQA questions whose answer stands exactly once in the story's section."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        context, answer = row["context"], next(iter(row["answers"]), "")
        if len(answer) > 2 and context.count(answer) == 1:
            text = Text(f"fairy-{number}", row["story"], context, tuple(sentences(context)))
            start = context.index(answer)
            yield _with_answer(row["question"], text, Span(start, start + len(answer)))


def clapnq_examples(path: Path) -> Iterator[Example]:
    """Yield CLAPNQ's questions with their passage's own sentences and the gold ones among them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        passage = row["passages"][0]
        spans, joined = [], " ".join(passage["sentences"])
        offset = 0
        for sentence in passage["sentences"]:
            if sentence.strip():
                spans.append(Span(offset, offset + len(sentence)))
            offset += len(sentence) + 1
        text = Text(f"clapnq-{row['id']}", passage["title"], joined, tuple(spans))
        selected = [s for o in row.get("output", ()) for s in o.get("selected_sentences", ())]
        yield Example(row["input"], text, _numbers(selected, text), "list" if selected else "absent")
