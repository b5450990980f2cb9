"""The house stands: imports run one way, starting stays light, modules stay small, nothing leaks in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
LONGEST_MODULE, LONGEST_FUNCTION = 260, 60  # lines; the aim is 200 and 40
# Grammar without a model is long lists of words and cases; split further, they would only be harder to find.
GRAMMAR = re.compile(r"bot/(?:grammar/\w+|coreference|ellipsis|followup)\.py")
LONGEST_GRAMMAR = 480
ROOMS = {"index": {"index"}, "bot": {"bot", "index"}, "app.py": {"app", "bot", "index"}}
# Library → the modules that may import it when they are imported themselves.
OWNERS = {
    "gradio": set(),
    "torch": {"bot/network/model.py", "bot/network/scoring.py", "bot/support.py", "bot/training"},
    "faiss": {"index/dense.py"},
    "bm25s": {"index/lexical.py"},
    "Stemmer": {"index/lexical.py"},
    "transformers": set(),
    "sentence_transformers": set(),
    "trafilatura": set(),
    "lxml": set(),
}
HEAVY = {
    "torch",
    "faiss",
    "transformers",
    "sentence_transformers",
    "trafilatura",
    "bm25s",
    "gradio",
    "pandas",
}
# Written apart, so that this file does not hold them itself.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|ho" r"me)/[\w.-]",
    "a package registry": r"py" r"pi\.org|python" r"hosted|download\.py" r"torch|npm" r"js",
    "who wrote it": r"\bhelp" r"ers?\b|\bwork" r"place",
}
TEXTS = {".py", ".md", ".toml", ".json", ".css", ".js", ".txt", ".html", ""}
NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist", "weights", "data"}


def modules() -> list[Path]:
    found = [CHECKOUT / "app.py"]
    for room in ("index", "bot", "prompts", "tests"):
        found += sorted((CHECKOUT / room).rglob("*.py"))
    return found


def name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imported(nodes: list[ast.stmt], *, inside_functions: bool) -> Iterator[str]:
    """Yield the modules that statements import, type checking aside."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not inside_functions:
            continue
        elif not is_type_checking(node):
            for part in ast.iter_child_nodes(node):
                yield from imported(
                    [part] if isinstance(part, ast.stmt) else [], inside_functions=inside_functions
                )


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    wrong = []
    for path in modules():
        if name(path).split("/")[0] == room:
            found = {module.split(".")[0] for module in imported(tree(path).body, inside_functions=True)}
            wrong += [
                f"{name(path)} imports {other}" for other in found & ({"app", "bot", "index"} - ROOMS[room])
            ]
    assert wrong == []


def test_only_the_page_knows_gradio() -> None:
    wrong = []
    for path in modules():
        if name(path).startswith(("index/", "bot/", "prompts/")):
            found = {module.split(".")[0] for module in imported(tree(path).body, inside_functions=True)}
            wrong += [name(path)] if found & {"gradio", "gradio_client"} else []
    assert wrong == []


def test_heavy_libraries_are_imported_at_the_top_of_their_own_module_only() -> None:
    wrong = []
    for path in modules():
        if name(path).startswith("tests/"):
            continue
        for module in imported(tree(path).body, inside_functions=False):
            owners = OWNERS.get(module.split(".")[0])
            if owners is not None and not any(name(path).startswith(owner) for owner in owners):
                wrong.append(f"{name(path)} imports {module} at its top")
    assert wrong == []


@pytest.mark.parametrize(
    "start",
    [
        "import index",
        "import bot",
        "import app",
        "import runpy; sys.argv = ['bot', '--help']; runpy.run_module('bot', run_name='__main__')",
    ],
)
def test_starting_imports_nothing_heavy(start: str) -> None:
    code = (
        f"import sys\ntry:\n    {start}\nexcept SystemExit:\n    pass\nprint('loaded', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split()[1:])
    assert loaded & HEAVY == set()


def test_setting_up_needs_the_standard_library_alone() -> None:
    code = "import sys; import bot.setup.environment; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=CHECKOUT, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", [p for p in modules() if not name(p).startswith("tests/")], ids=name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    longest = LONGEST_GRAMMAR if GRAMMAR.fullmatch(name(path)) else LONGEST_MODULE
    assert lines <= longest, "split it where its subject parts"
    long = [
        f"{node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def texts() -> Iterator[Path]:
    for path in sorted(CHECKOUT.rglob("*")):
        parts = path.relative_to(CHECKOUT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
        if path.is_file() and path.suffix in TEXTS and not hidden and not NOT_OURS & set(parts):
            yield path


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_speaks_of_where_it_was_made(what: str) -> None:
    wrong = []
    for path in texts():
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        ):
            if re.search(FORBIDDEN[what], line, re.IGNORECASE):
                wrong.append(f"{name(path)}:{number}: {line.strip()[:80]}")
    assert wrong == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    assert [name(path) for path in modules() if path.stem in {"utils", "util", "misc", "common"}] == []


def test_every_package_folder_is_shipped() -> None:
    pyproject = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    for folder in ("articles", "weights", "page/static"):
        assert f'"{folder}/*"' in pyproject
    assert '"floors.json"' in pyproject
