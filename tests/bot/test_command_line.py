"""The command line, as a person and as a script use it: answers, refusals, errors, exit statuses."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import reader
from bot.__main__ import main
from bot.command.commands import BAD_INPUT, NOT_IN_ARTICLE
from bot.command.opening import shipped_articles
from bot.command.terminal import CONTROLS, figures_text, printable
from bot.evaluate import FIGURES, FLOORS, Data, figures_of, read_floors, under_floor
from index import load
from tests.scripted import ScriptedReader

CHECKOUT = Path(__file__).resolve().parents[2]
RAIN = """The Long Rain

It rained for 12 days in the valley. Nobody minded the rain. The river rose by 40 cm in one night.

The council met in the old mill. It decided to build a dam above the village.
"""
QUESTION = "For how many days has it rained in the valley?"


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer with a reader that can be followed by head; everything else is real."""
    monkeypatch.setitem(reader.READERS, "scripted", lambda *_: ScriptedReader())
    monkeypatch.setenv("FOOTNOTE_READER", "scripted")


@pytest.fixture
def rain(tmp_path: Path) -> str:
    path = tmp_path / "rain.txt"
    path.write_text(RAIN)
    return str(path)


def run(*arguments: str) -> int:
    """Return the exit status, also where argparse ends the program itself."""
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, **options)


def test_an_answer_is_printed_with_its_quotation_and_where_it_stands(
    rain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", QUESTION, "--source", rain) == 0
    said, errors = capsys.readouterr()
    start = load(rain).text.index("It rained")
    assert said.splitlines()[0] == "It rained for 12 days in the valley [1]."
    assert "[1] “It rained for 12 days in the valley.”" in said
    assert f"characters {start} to {start + 36}" in said
    assert errors == ""


def test_what_the_article_does_not_say_ends_with_a_status_of_its_own(
    rain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "Who owns the moon?", "--source", rain) == NOT_IN_ARTICLE == 3
    said = capsys.readouterr().out
    assert said.startswith("The article does not say.")
    assert "“moon”" in said
    assert "(not an answer)" in said


def test_json_is_the_object_of_the_api_with_exact_offsets(
    rain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", QUESTION, "--json", "--source", rain) == 0
    found = json.loads(capsys.readouterr().out)
    cited, text = found["citations"][0], load(rain).text
    assert found["status"] == "answered"
    assert text[cited["start"] : cited["end"]] == cited["quote"]
    assert found["reader"] == "scripted"


def test_history_gives_the_questions_asked_before(rain: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run("ask", QUESTION, "--history", "What did the council do?", "Where?", "--source", rain, "--json")
        == 0
    )
    assert json.loads(capsys.readouterr().out)["question"] == QUESTION


@pytest.mark.parametrize("order", ["first", "last", "behind the history"])
def test_the_question_may_stand_before_or_behind_the_options(
    order: str, rain: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = {
        "first": [QUESTION, "--source", rain],
        "last": ["--source", rain, QUESTION],
        "behind the history": ["--source", rain, "--history", "What rose?", QUESTION],
    }[order]
    assert run("ask", "--json", *arguments) == 0
    assert json.loads(capsys.readouterr().out)["question"] == QUESTION


def test_several_sources_are_asked_together(
    rain: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "tower.md"
    other.write_text("# The Tower\n\nThe tower of the harbour is 31 metres tall.\n")
    for source in ([rain, str(other)], [rain, "--source", str(other)]):
        assert run("ask", "How many metres tall is the harbour tower?", "--source", *source) == 0
        assert "31 metres" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("sing",), "invalid choice: 'sing'"),
        (("ask",), "the question is missing; write it first"),
        (("ask", "--source", "RAIN"), "the question is missing; write it first"),
        (("ask", "Who?", "--colour"), "unrecognized arguments: --colour"),
        (("ask", "", "--source", "RAIN"), "the question is empty"),
        (("ask", "\U0001f327\ufe0f", "--source", "RAIN"), "has no words"),
        (("ask", "rain " * 2000, "--source", "RAIN"), "the question has 9,999 characters"),
        (("ask", "Who?", "--source", "nowhere.txt"), "nowhere.txt"),
        (("ask", "Who?", "--source", "EMPTY"), "empty.txt"),
        (("ask", "Who?", "--source", "FOLDER"), "there is no index in"),
        (("ask", "Who?", "--limit", "0"), "limit: Input should be greater than or equal to 1, got 0"),
        (("ask", "Who?", "--limit", "many"), "invalid int value: 'many'"),
        (("index", "RAIN"), "the following arguments are required: --into"),
        (("index", "nowhere.txt", "--into", "FOLDER"), "nowhere.txt"),
        (("evaluate", "luck"), "invalid choice: 'luck'"),
        (("evaluate", "retrieval", "--data", "FOLDER"), "squad2_bench.json is missing; name the folder"),
    ],
)
def test_bad_input_ends_with_a_reason_and_no_traceback(
    arguments: tuple[str, ...],
    said: str,
    rain: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder").mkdir()
    stands_for = {"RAIN": rain, "EMPTY": str(tmp_path / "empty.txt"), "FOLDER": str(tmp_path / "folder")}
    assert run(*(stands_for.get(argument, argument) for argument in arguments)) == BAD_INPUT == 1
    out, errors = capsys.readouterr()
    assert said in errors
    assert "Traceback" not in errors
    assert out == ""


def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "0")
    assert run("ask", "Who?") == BAD_INPUT
    assert "FOOTNOTE_PASSAGES='0'" in capsys.readouterr().err


def test_an_index_is_made_asked_and_brought_up_to_date(
    rain: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "made" / "index")
    assert run("index", rain, "--into", folder) == 0
    first = capsys.readouterr().out
    assert first.startswith(f"{folder}: articles 1, passages ")
    assert run("ask", QUESTION, "--source", folder) == 0
    assert "12 days" in capsys.readouterr().out
    assert run("index", rain, "--into", folder) == 0
    assert capsys.readouterr().out == first
    Path(rain).write_text(RAIN.replace("12 days", "13 days"))
    assert run("index", rain, "--into", folder) == 0
    assert capsys.readouterr().out != first
    assert run("ask", QUESTION, "--source", folder) == 0
    assert "13 days" in capsys.readouterr().out


def test_a_damaged_index_is_refused_and_built_again(
    rain: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "index"
    run("index", rain, "--into", str(folder))
    largest = max(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    largest.write_bytes(largest.read_bytes()[:-4] + b"\x00\x01\x02\x03")
    capsys.readouterr()
    assert run("ask", QUESTION, "--source", str(folder)) == BAD_INPUT
    assert "damaged" in capsys.readouterr().err
    assert run("index", rain, "--into", str(folder)) == 0
    assert run("ask", QUESTION, "--source", str(folder)) == 0


def test_an_index_and_a_file_are_asked_together(
    rain: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, other = str(tmp_path / "index"), tmp_path / "tower.txt"
    other.write_text("The tower of the harbour is 31 metres tall.")
    run("index", rain, "--into", folder)
    capsys.readouterr()
    for question, answer in ((QUESTION, "12 days"), ("How tall is the harbour tower?", "31 metres")):
        assert run("ask", question, "--source", folder, str(other)) == 0
        assert answer in capsys.readouterr().out


def test_the_shipped_article_is_asked_when_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "What does the briefing say about disengagement zones?", "--json") in (
        0,
        NOT_IN_ARTICLE,
    )
    found = json.loads(capsys.readouterr().out)
    titles = {load(source).id for source in shipped_articles()}
    assert {passage["document_id"] for passage in found["passages"]} == titles


def test_help_is_there_at_once_and_tells_commands_statuses_and_options() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = process("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert found.returncode == 0
    for word in ("ask", "index", "evaluate", "exit status", "3  the article does not say"):
        assert word in found.stdout
    # Processor time: on a busy machine the clock would measure the others.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3
    assert "--into FOLDER" in process("index", "--help").stdout
    assert "--history Q" in process("ask", "--help").stdout
    assert "retrieval" in process("evaluate", "--help").stdout


def test_an_output_that_nobody_reads_any_more_is_no_error() -> None:
    command = [sys.executable, "-m", "bot", "ask", "--json", "What is this about?"]
    asking = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"FOOTNOTE_READER": "", "PATH": "/usr/bin:/bin"},
    )
    assert asking.stdout is not None and asking.stderr is not None
    asking.stdout.close()
    assert b"Traceback" not in asking.stderr.read()
    asking.wait()


@pytest.mark.parametrize("text", ["\x1b[2Jcleared", "a\x00b", "\u202eright to left", "\x9b31m", "one\r\ntwo"])
def test_nothing_in_a_text_reaches_the_terminal_as_a_command(text: str) -> None:
    assert CONTROLS.search(printable(text)) is None
    assert "\n" not in printable(text)


def test_figures_become_aligned_lines_and_grids() -> None:
    figures = {
        "questions": 2910,
        "misses": ["a", "b"],
        "ways": {"ours": {"R@1": 0.8859, "ms": 12.345}, "BM25 alone": {"R@1": 0.5}},
        "by kind": {"fact": 0.5},
    }
    assert figures_text(figures).splitlines() == [
        "questions  2,910",
        "misses     2 (listed by --json)",
        "",
        "ways",
        "              R@1    ms",
        "ours        0.886  12.3",
        "BM25 alone  0.500     –",
        "",
        "by kind",
        "fact  0.500",
    ]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_loaded(name: str) -> None:
    assert callable(FIGURES[name].load())


def test_every_module_of_figures_is_reached_by_a_name() -> None:
    used = {figure.function.split(":")[0] for figure in FIGURES.values()}
    folder = CHECKOUT / "bot" / "figures"
    inner = {"__init__", "sets", "calibration"}  # used by the others
    assert {path.stem for path in folder.glob("*.py")} - inner == used


def test_figures_that_are_always_whole_take_no_sample(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "cast_followups.jsonl").touch()
    with pytest.raises(ValueError, match="cast is always measured on all of its questions"):
        figures_of("cast", Data(tmp_path), sample=3)


def test_the_data_folder_is_the_named_one_then_the_environments_then_the_usual(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FOOTNOTE_DATA", "/of/environment")
    assert Data.find("/named").folder == Path("/named")
    assert Data.find().folder == Path("/of/environment")
    monkeypatch.delenv("FOOTNOTE_DATA")
    assert Data.find().folder == CHECKOUT.parent / "shared" / "data"


@pytest.mark.parametrize(
    ("floors", "complaints"),
    [
        ({"questions": 3, "ours / R@1": 0.5}, []),
        ({"ours / R@1": 0.51}, ["ours / R@1 is 0.5, its floor is 0.51"]),
        ({"ours / R@2": 0.1}, ["ours / R@2 has the floor 0.1 and was not measured"]),
        ({"ours / lost": 0.0}, ["ours / lost is nan, its floor is 0.0"]),
    ],
)
def test_a_figure_under_its_floor_is_named(floors: dict[str, float], complaints: list[str]) -> None:
    figures = {"questions": 3, "ours": {"R@1": 0.5, "lost": float("nan"), "note": "x"}}
    assert under_floor(figures, floors) == complaints


def test_the_floors_are_of_figures_that_exist() -> None:
    floors = json.loads(FLOORS.read_text())
    assert set(floors) <= set(FIGURES)
    with pytest.raises(ValueError, match=r"floors\.json has no floors for 'luck'"):
        read_floors("luck")
