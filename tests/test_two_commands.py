"""The two commands on a fresh machine: a tiny project with a tiny dependency stands in for the real ones."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.setup.environment import MARKER, NEWEST, OLDEST, check_python
from bot.setup.installation import BEGUN, LOG, SetupError, explain
from bot.setup.requirements import meets, missing, requirements

CHECKOUT = Path(__file__).resolve().parents[1]
SET_UP = (
    "__init__.py",
    "setup/__init__.py",
    "setup/environment.py",
    "setup/installation.py",
    "setup/requirements.py",
)
APP = """
if __name__ == "__main__":
    from bot.setup.environment import ensure
    ensure()
import json, sys
import tinydep
print(json.dumps({"prefix": sys.prefix, "arguments": sys.argv[1:], "tinydep": tinydep.__file__}))
"""
# Builds without setuptools, which a machine without a network could not fetch.
BACKEND = """
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n"
                       "Requires-Dist: tinydep>=1,<2\\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return name
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "tiny"
version = "1.0"
dependencies = ["tinydep>=1,<2"]
"""


def make_wheel(folder: Path) -> None:
    folder.mkdir()
    with zipfile.ZipFile(folder / "tinydep-1.4-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tinydep.py", "")
        wheel.writestr(
            "tinydep-1.4.dist-info/METADATA", "Metadata-Version: 2.1\nName: tinydep\nVersion: 1.4\n"
        )
        wheel.writestr("tinydep-1.4.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("tinydep-1.4.dist-info/RECORD", "")


def make_checkout(folder: Path) -> Path:
    (folder / "bot" / "setup").mkdir(parents=True)
    for name in SET_UP:
        shutil.copy(CHECKOUT / "bot" / name, folder / "bot" / name)
    (folder / "app.py").write_text(APP)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(PYPROJECT)
    return folder


def start(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))
    }
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(checkout.parent / "wheels")} | variables
    # A system Python has no tinydep and no environment active.
    command = [getattr(sys, "_base_executable", sys.executable), "app.py", *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout in which the first command has run once."""
    folder = tmp_path_factory.mktemp("machine") / "tiny"
    make_wheel(folder.parent / "wheels")
    make_checkout(folder)
    first = start(folder, "a source.txt", "--port=0")
    assert first.returncode == 0, first.stderr
    assert "Setting Footnote up in" in first.stderr
    assert json.loads(first.stdout)["prefix"] == str(folder / ".venv")
    assert json.loads(first.stdout)["arguments"] == ["a source.txt", "--port=0"]
    return folder


def test_the_first_command_installs_into_the_checkout_and_goes_on_there(checkout: Path) -> None:
    found = json.loads(start(checkout).stdout)
    assert found["tinydep"].startswith(str(checkout / ".venv"))


def test_run_again_it_starts_at_once_and_installs_nothing(checkout: Path) -> None:
    log = (checkout / ".venv" / LOG).stat().st_mtime_ns
    start(checkout)  # once for the compiled files
    began = time.perf_counter()
    again = start(checkout, "one")
    took = time.perf_counter() - began
    assert again.returncode == 0
    assert again.stderr == ""
    assert (checkout / ".venv" / LOG).stat().st_mtime_ns == log
    assert took < 3, "two starts of Python take a tenth of a second on an idle machine"


def test_an_interrupted_installation_is_begun_again(checkout: Path) -> None:
    (checkout / ".venv" / MARKER).unlink()
    (checkout / ".venv" / BEGUN).touch()
    next((checkout / ".venv").glob("lib/*/site-packages/tinydep.py")).unlink()  # pip takes it for installed
    again = start(checkout)
    assert again.returncode == 0, again.stderr
    assert (checkout / ".venv" / MARKER).is_file()
    assert not (checkout / ".venv" / BEGUN).exists()


def test_an_environment_of_ones_own_is_used_and_keeps_what_it_has(checkout: Path) -> None:
    (checkout / ".venv" / MARKER).unlink()
    own = checkout / ".venv" / "my-notes.txt"
    own.write_text("mine")
    again = start(checkout)
    assert again.returncode == 0, again.stderr
    assert own.read_text() == "mine"


def test_a_package_that_has_gone_missing_is_installed_again(checkout: Path) -> None:
    shutil.rmtree(next((checkout / ".venv").glob("lib/*/site-packages/tinydep-1.4.dist-info")))
    again = start(checkout)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["prefix"] == str(checkout / ".venv")


def test_two_commands_started_together_do_not_install_into_each_other(checkout: Path) -> None:
    (checkout / ".venv" / MARKER).unlink()
    with ThreadPoolExecutor() as threads:
        both = list(threads.map(lambda _: start(checkout), range(2)))
    assert [one.returncode for one in both] == [0, 0]
    assert sum("Setting Footnote up" in one.stderr for one in both) == 1


def test_half_an_environment_is_made_anew(checkout: Path) -> None:
    (checkout / ".venv" / MARKER).unlink()
    (checkout / ".venv" / "bin" / "python").unlink()
    again = start(checkout)
    assert again.returncode == 0, again.stderr


def test_a_requirement_that_cannot_be_met_ends_with_a_remedy_and_no_traceback(checkout: Path) -> None:
    pyproject = checkout / "pyproject.toml"
    try:
        pyproject.write_text(PYPROJECT.replace("tinydep>=1,<2", "tinydep>=2"))
        (checkout / "backend.py").write_text(BACKEND.replace("tinydep>=1,<2", "tinydep>=2"))
        failed = start(checkout)
    finally:
        pyproject.write_text(PYPROJECT)
        (checkout / "backend.py").write_text(BACKEND)
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("Footnote could not be set up: pip found no package")
    assert "tinydep" in failed.stderr.splitlines()[-1]
    assert "Traceback" not in failed.stderr
    assert not (checkout / ".venv" / MARKER).exists()


def test_a_python_that_has_everything_gets_no_environment(tmp_path: Path) -> None:
    folder, packages = make_checkout(tmp_path / "tiny"), tmp_path / "packages"
    (packages / "tinydep-1.9.dist-info").mkdir(parents=True)
    (packages / "tinydep.py").touch()
    found = start(folder, PYTHONPATH=str(packages))
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["tinydep"] == str(packages / "tinydep.py")
    assert not (folder / ".venv").exists()


def test_a_package_without_its_checkout_sets_nothing_up(tmp_path: Path) -> None:
    folder = make_checkout(tmp_path / "tiny")
    (folder / "pyproject.toml").unlink()
    failed = start(folder)
    assert "No module named 'tinydep'" in failed.stderr
    assert not (folder / ".venv").exists()


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    folder, stub = make_checkout(tmp_path / "tiny"), tmp_path / "stub"
    stub.mkdir()
    (stub / "venv.py").write_text("import sys; sys.exit('ensurepip is not available')")
    failed = start(folder, PYTHONPATH=str(stub))
    assert failed.returncode == 1
    assert "sudo apt install python3." in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    folder = make_checkout(tmp_path / "tiny")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "diary.txt").write_text("mine")
    failed = start(folder)
    assert failed.returncode == 1
    assert "is in the way" in failed.stderr
    assert (folder / ".venv" / "diary.txt").read_text() == "mine"


def test_a_wrong_python_is_told_which_ones_will_do() -> None:
    check_python((3, 12))
    for version in ((3, 9), (3, 99), (4, 0)):
        with pytest.raises(SetupError, match=r"needs Python 3\.11 to 3\.\d+, and this is"):
            check_python(version)


def test_the_pythons_that_are_let_in_are_those_of_pyproject() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    above = (NEWEST[0], NEWEST[1] + 1)
    assert project["requires-python"] == f">={OLDEST[0]}.{OLDEST[1]},<{above[0]}.{above[1]}"


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'", "write"),
        ("ERROR: No matching distribution found for torch==2.13.*", "another Python"),
        ("ERROR: something new", "pip failed"),
    ],
)
def test_what_pip_says_becomes_a_remedy(said: str, remedy: str) -> None:
    assert remedy in explain([said], "pip failed")


def test_the_running_python_meets_what_pyproject_asks_for() -> None:
    wanted, _ = requirements(CHECKOUT / "pyproject.toml", "test")
    assert len(wanted) > 15
    assert missing(wanted, sys.path) == []


@pytest.mark.parametrize(
    ("version", "specifier", "expected"),
    [
        ("6.31.0", ">=6.31,<7", True),
        ("6.30.9", ">=6.31,<7", False),
        ("2.13.1+cpu", "==2.13.*", True),
        ("2.130.0", "==2.13.*", False),
        ("0.1.0", "==0.1.0", True),
        ("0.1", "==0.1.0", True),
        ("2.0", "!=2.0,>1", False),
        ("3", "<=3", True),
        ("7.0.0", "<7", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, specifier: str, expected: bool) -> None:
    assert meets(version, specifier) is expected


def test_the_readme_and_the_pipeline_name_the_same_second_command() -> None:
    readme, pipeline = (CHECKOUT / "README.md").read_text(), (CHECKOUT / ".ci" / "run").read_text()
    assert re.search(r"^python3 app\.py$", readme, re.M)
    assert re.search(r"^python3 -m tests$", readme, re.M)
    assert pipeline.splitlines()[-1] == "exec python3 -m tests"
