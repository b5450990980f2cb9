"""The commands `verify`, `export` and `check`: what they print, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot import chatbot, reader
from bot.__main__ import main
from bot.answer import Check
from bot.citation import Citation
from bot.command.commands import BAD_INPUT, NOT_IN_ARTICLE, NOT_PROVEN
from bot.receipts.receipt import verify_data
from index import ArticleIndex, embed, load
from index.document import Document, Span
from tests.receipts import TEXT, answered, refused
from tests.scripted import ScriptedReader, WordEmbedder

CHECKOUT = Path(__file__).resolve().parents[2]
QUESTION = "How many people and cows did the ferry carry?"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "sound.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def saved(source: str, tmp_path: Path) -> str:
    return save(tmp_path / "receipt.json", answered(load(source), 1, 2, question=QUESTION).to_dict())


def save(path: Path, value: Any) -> str:
    path.write_text(json.dumps(value) if isinstance(value, dict) else value, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def process(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, input=stdin)


def test_an_answer_of_the_command_line_is_proven_by_a_new_process(
    source: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed, "load_embedder", lambda *_: WordEmbedder())
    monkeypatch.setitem(reader.READERS, "scripted", lambda *_: ScriptedReader())
    monkeypatch.setenv("FOOTNOTE_READER", "scripted")
    assert run("ask", QUESTION, "--source", source, "--json") == 0
    receipt = save(tmp_path / "answer.json", capsys.readouterr().out)
    again = process("verify", receipt, "--source", source)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.splitlines()[0] == "Proven: 1 proven."
    assert "[1] proven: “It carried 40 people and 12 cows.”" in again.stdout


def test_a_conversation_is_exported_in_both_forms_and_proven_by_a_new_process(
    source: str, saved: str, tmp_path: Path
) -> None:
    other = save(tmp_path / "refusal.json", refused(load(source)).to_dict())
    for form in ("--markdown", "--json"):
        exported = process("export", saved, other, saved, form)
        assert (exported.returncode, exported.stderr) == (0, "")
        again = process("verify", "-", "--source", source, "--json", stdin=exported.stdout)
        assert again.returncode == 0, again.stderr
        report = json.loads(again.stdout)
        assert (report["proven"], report["turns"], len(report["citations"])) == (True, 3, 4)


def test_a_changed_source_ends_with_a_status_of_its_own(source: str, saved: str, capsys: Capture) -> None:
    Path(source).write_text(TEXT.replace("40 people", "41 people"), encoding="utf-8")
    assert run("verify", saved, "--source", source) == NOT_PROVEN == 4
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "Not proven: 1 moved, 1 gone."
    assert "[2] gone: “It carried 40 people and 12 cows.”" in said
    assert "most like them is “It carried 41 people and 12 cows.”" in " ".join(said.split())


def test_a_changed_receipt_names_its_faults(source: str, saved: str, tmp_path: Path, capsys: Capture) -> None:
    answer = json.loads(Path(saved).read_text())
    two = {"format": "footnote-conversation", "version": 1, "documents": [answer["citations"][0]["document"]]}
    turns = [
        {"question": QUESTION, "answer": {**answer, "question": asked}} for asked in (QUESTION, "What sank?")
    ]
    assert (
        run("verify", save(tmp_path / "two.json", {**two, "turns": turns}), "--source", source) == NOT_PROVEN
    )
    said = " ".join(capsys.readouterr().out.split())
    assert "Not proven: 4 proven, 2 faults." in said
    assert "fault: answer 2: it was changed after it was saved: its digest does not fit" in said


def test_an_index_on_disk_is_a_source_too(source: str, saved: str, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    ArticleIndex.build([load(source)], embedder=WordEmbedder()).save(folder)
    assert run("verify", saved, "--source", str(folder)) == 0


@pytest.mark.parametrize("order", ["first", "last"])
def test_the_receipt_may_stand_before_or_behind_the_source(order: str, source: str, saved: str) -> None:
    arguments = [saved, "--source", source] if order == "first" else ["--source", source, saved]
    assert run("verify", *arguments) == 0


def test_without_a_source_it_is_held_against_the_article_that_ships(saved: str, capsys: Capture) -> None:
    assert run("verify", saved) == NOT_PROVEN
    assert "none of the sources is the document" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify",), "the receipt is missing; write it first"),
        (("verify", "--source", "SOURCE"), "the receipt is missing; write it first"),
        (("verify", "nowhere.json", "--source", "SOURCE"), "there is no file nowhere.json; check the path"),
        (("verify", "FOLDER", "--source", "SOURCE"), "is a folder; name the file of a receipt"),
        (("verify", "SOURCE", "--source", "SOURCE"), "the receipt is not JSON"),
        (("verify", "LARGE", "--source", "SOURCE"), "more than 8,000,000 characters"),
        (("verify", "DEEP", "--source", "SOURCE"), "nested too deeply"),
        (("verify", "SAVED", "--source", "nowhere.txt"), "there is no file nowhere.txt"),
        (("export",), "the following arguments are required: RECEIPT"),
        (("export", "SOURCE"), "the receipt is not JSON"),
        (("export", "SAVED", "--json", "--markdown"), "not allowed with argument"),
        (("check",), "the statement is missing; write it first"),
        (("check", "--source", "SOURCE"), "the statement is missing; write it first"),
        (("check", "\udcff", "--source", "SOURCE"), "send valid Unicode"),
        (("check", "Rain.", "--source", "nowhere.txt"), "there is no file nowhere.txt"),
    ],
)
def test_bad_input_ends_with_a_reason_and_no_traceback(
    arguments: Sequence[str], said: str, source: str, saved: str, tmp_path: Path, capsys: Capture
) -> None:
    stands_for = {
        "SOURCE": source,
        "SAVED": saved,
        "FOLDER": str(tmp_path),
        "LARGE": save(tmp_path / "large.json", "x" * 10_000_000),
        "DEEP": save(tmp_path / "deep.json", "[" * 100_000),
    }
    assert run(*(stands_for.get(argument, argument) for argument in arguments)) == BAD_INPUT == 1
    out, errors = capsys.readouterr()
    assert said in errors
    assert "Traceback" not in errors
    assert out == ""


def test_a_receipt_cannot_command_the_terminal(
    source: str, saved: str, tmp_path: Path, capsys: Capture
) -> None:
    answer = json.loads(Path(saved).read_text())
    answer["citations"][0]["quote"] = "\x1b[2J\u202ecleared"
    assert run("verify", save(tmp_path / "bad.json", answer), "--source", source) == NOT_PROVEN
    said = capsys.readouterr().out
    assert "cleared" in said
    assert not set(said) & set("\x1b\u202e")


class ScriptedChatbot:
    """Supports what stands in an article word for word."""

    def __init__(self, articles: ArticleIndex, **_: object) -> None:
        self.documents: Sequence[Document] = articles.documents

    def check(self, statement: str) -> Check:
        (document,) = self.documents
        start = document.text.find(statement)
        if start < 0:
            return Check(statement, False, 0.07, reasons=("the number 50 stands in no quote",))
        span = Span(start, start + len(statement))
        cited = Citation(1, statement, span, document.id, "p1", 0.9, document_title="Across the sound")
        return Check(statement, True, 0.93, (cited,))


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "load_embedder", lambda *_: WordEmbedder())
    monkeypatch.setattr(chatbot, "Chatbot", ScriptedChatbot)


@pytest.mark.usefixtures("scripted")
def test_a_statement_is_checked_with_the_quotations_that_speak_to_it(source: str, capsys: Capture) -> None:
    statement = "It carried 40 people and 12 cows."
    assert run("check", "--source", source, statement) == 0
    start = load(source).text.index(statement)
    assert capsys.readouterr().out.splitlines() == [
        "Supported, with probability 0.93 that the article carries it.",
        "",
        "Sources",
        f"[1] “{statement}”",
        f"    Across the sound, characters {start} to {start + len(statement)}",
    ]


@pytest.mark.usefixtures("scripted")
def test_an_unsupported_statement_ends_with_the_reasons_and_a_status(source: str, capsys: Capture) -> None:
    assert run("check", "It carried 50 people.", "--source", source) == NOT_IN_ARTICLE == 3
    said = capsys.readouterr().out
    assert said.startswith("Not supported, with probability 0.07")
    assert "– the number 50 stands in no quote" in said


@pytest.mark.usefixtures("scripted")
def test_a_check_as_json_is_the_object_of_the_api(source: str, capsys: Capture) -> None:
    assert run("check", "It carried 40 people and 12 cows.", "--source", source, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["score"], found["reasons"]) == ("supported", 0.93, [])
    assert found["citations"][0]["quote"] == "It carried 40 people and 12 cows."


def test_exported_markdown_survives_a_terminal_that_is_not_unicode(saved: str, source: str) -> None:
    command = [sys.executable, "-m", "bot", "export", saved]
    environment = {"PYTHONIOENCODING": "latin-1", "PATH": "/usr/bin:/bin"}
    made = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True, env=environment)
    assert verify_data(made.stdout, [load(source)]).proven
