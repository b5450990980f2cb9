"""What the command line prints: an answer as a person reads it, figures as a table, how far a step is."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.page.words import NEAREST, NOT_AN_ANSWER, READ_AS, SOURCES, VERDICTS, counted

if TYPE_CHECKING:
    from bot.answer import Answer, Check, Source
    from bot.citation import Citation
    from bot.receipts.report import Finding, Report

WIDEST = 100
# They could move the cursor, colour the screen or turn the writing round; a text may hold them.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    r"""Return a text on one line, with nothing in it that a terminal would obey.

    >>> printable("red \x1b[31m and\n the rest")
    'red �[31m and the rest'
    """
    return CONTROLS.sub("�", " ".join(text.split()))


def answer_text(answer: Answer) -> str:
    """Return an answer for a terminal: what is said, then each quotation and where it stands."""
    said = f"{VERDICTS[answer.verdict]} {answer.text}" if answer.verdict else answer.text
    blocks = [_filled(said)]
    if answer.standalone_question != answer.question:
        blocks.insert(0, _filled(f"{READ_AS} {answer.standalone_question}"))
    if answer.notice:
        blocks.append(_filled(answer.notice))
    if answer.citations:
        blocks.append("\n".join([SOURCES, *(_cited(citation) for citation in answer.citations)]))
    elif answer.refusal and answer.refusal.nearest:
        found = {source.passage.id: source for source in answer.sources}
        near = [_near(found[id]) for id in answer.refusal.nearest if id in found]
        blocks.append("\n".join([f"{NEAREST} ({NOT_AN_ANSWER})", *near]))
    return "\n\n".join(blocks)


def check_text(check: Check) -> str:
    """Return the verdict on a statement for a terminal: why, then the quotations that speak to it."""
    verdict = "Supported" if check.supported else "Not supported"
    blocks = [_filled(f"{verdict}, with probability {check.score:.2f} that the article carries it.")]
    blocks += ["\n".join(_filled(reason, first="  – ") for reason in check.reasons)] if check.reasons else []
    if check.citations:
        blocks.append("\n".join([SOURCES, *(_cited(citation) for citation in check.citations)]))
    return "\n\n".join(blocks)


def report_text(report: Report) -> str:
    """Return what became of a receipt, for a terminal: in one line, then citation by citation."""
    blocks = [_filled(report.summary), *(_judged(finding, report.turns) for finding in report.findings)]
    for fault in report.faults:
        where = f"answer {fault.turn}: " if fault.turn and report.turns > 1 else ""
        blocks.append(_filled(f"{where}{fault.reason}", first="fault: "))
    if report.own_words:
        said = counted(report.own_words, "sentence")
        blocks.append(_filled(f"In a model's own words, beside quotations that were checked: {said}."))
    return "\n\n".join(blocks)


def _judged(finding: Finding, turns: int) -> str:
    number = f"[{finding.citation.id}] "
    where = f"answer {finding.turn} " if turns > 1 else ""
    head = _filled(f"{finding.status}: “{finding.citation.quote}”", first=f"{where}{number}")
    return f"{head}\n{_filled(finding.reason, first=' ' * len(where + number))}"


def _cited(citation: Citation) -> str:
    span = citation.span
    where = [citation.document_title, citation.section, f"characters {span.start} to {span.end}"]
    if citation.page:
        where.insert(1, f"page {citation.page}")
    places = ", ".join(dict.fromkeys(place for place in where if place))
    number = f"[{citation.id}] "
    return f"{_filled(f'“{citation.quote}”', first=number)}\n{_filled(places, first=' ' * len(number))}"


def _near(source: Source) -> str:
    return _filled(textwrap.shorten(printable(source.passage.text), 240, placeholder=" …"), first="  – ")


def _filled(text: str, *, first: str = "") -> str:
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    return textwrap.fill(
        printable(text), max(width, 40), initial_indent=first, subsequent_indent=" " * len(first)
    )


def figures_text(figures: Mapping[str, Any]) -> str:
    """Return figures as aligned lines; a dictionary of dictionaries becomes a grid under its name."""
    single = {name: _shown(value) for name, value in figures.items() if not isinstance(value, Mapping)}
    width = max(map(len, single), default=0)
    blocks = (
        ["\n".join(f"{name:{width}}  {value}".rstrip() for name, value in single.items())] if single else []
    )
    for name, value in figures.items():
        if isinstance(value, Mapping):
            blocks.append(f"{name}\n{_nested(value)}")
    return "\n\n".join(blocks)


def _nested(figures: Mapping[str, Any]) -> str:
    if not all(isinstance(row, Mapping) for row in figures.values()):
        return figures_text(figures)
    columns = list(dict.fromkeys(column for row in figures.values() for column in row))
    rows = [[name, *(_shown(row.get(column, "–")) for column in columns)] for name, row in figures.items()]
    return _grid([["", *columns], *rows])


def _grid(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))] if rows else []
    lines = []
    for name, *cells in rows:
        right = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        lines.append("  ".join([name.ljust(widths[0]), *right]))
    return "\n".join(line.rstrip() for line in lines)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return f"{len(value)} (listed by --json)"
    return str(value)


class ProgressLine:
    """How far a long step is, on one line of standard error; silent where nobody watches."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.begun = False

    def __enter__(self) -> ProgressLine:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` is done."""
        if sys.stderr.isatty():
            self.begun = True
            print(f"\r{self.label}: {done:,} of {total:,}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: object) -> None:
        if self.begun:  # so that what follows begins on a line of its own
            print(file=sys.stderr)
