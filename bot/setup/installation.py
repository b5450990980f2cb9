"""Making an environment and installing the project into it, with errors that name the remedy.

Standard library only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LOG = "footnote-install.log"
BEGUN = "footnote-begun"  # there while pip puts packages in place
ELSEWHERE = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH")  # would misplace packages
PLACING = "Installing collected packages"  # what pip says before it changes anything
# What pip or venv says → what to do about it; the first that is found counts.
REMEDIES = {
    "no space left|errno 28|disk quota": "the disk is full; free about 4 GB and run the command again",
    "permission denied|errno 13|read-only file system": (
        "a file could not be written; put the checkout into a folder that you may write to"
    ),
    "newconnection|connecttimeout|nameresolution|temporary failure|not known|network is unreachable"
    "|proxyerror|timed out|readtimeout|connection (?:refused|reset|aborted|broken)|sslerror": (
        "the packages could not be downloaded; connect to the network, or set pip's proxy, and run it again"
    ),
    "no matching distribution|could not find a version|requires a different python": (
        "pip found no package that fits this Python and this system; try another Python from 3.11 to 3.13"
    ),
}


class SetupError(Exception):
    """The environment cannot be made; the message says what happened and what to do."""


def python_in(folder: Path) -> Path:
    """Return where an environment's interpreter is."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def is_sound(folder: Path) -> bool:
    """Say whether an environment is whole: pip works, under this version of Python, and was not interrupted.

    An interrupted pip leaves packages that are half there and that the next one takes for whole.
    """
    if (folder / BEGUN).exists():
        return False
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        done = subprocess.run([python_in(folder), "-c", check], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def make(folder: Path) -> None:
    """Make an empty environment; SetupError where this Python cannot, or where something else lies there."""
    is_environment = not folder.exists() or (folder / "pyvenv.cfg").is_file()
    if not is_environment and (folder.is_file() or any(folder.iterdir())):
        raise SetupError(f"{folder} is in the way, and is no environment; move it and run the command again")
    # With the Python underneath: the running one may be inside the folder that is to be emptied.
    python: str = getattr(sys, "_base_executable", None) or sys.executable
    command = [python, "-m", "venv", "--clear", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode and re.search("ensurepip|No module named venv", said):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        remedy = f"install its venv module (Debian, Ubuntu: sudo apt install {package}) and run it again"
        raise SetupError(f"{python} cannot make environments; {remedy}")
    if done.returncode:
        raise SetupError(explain(said.splitlines(), f"`{' '.join(command)}` failed"))


def install(folder: Path, project: str, *, lock: int | None = None) -> None:
    """Run pip inside the environment, in the folder that holds it; SetupError names the remedy.

    `lock` is a file descriptor that pip keeps open: it may outlive a process that is killed.
    """
    command = [str(python_in(folder)), "-m", "pip", "install", "--no-input", "--editable", project]
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environment.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUTF8="1")
    lines = []
    with (folder / LOG).open("w", encoding="utf-8") as log:
        pip = subprocess.Popen(
            command,
            cwd=folder.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            pass_fds=() if lock is None else (lock,),
        )
        for line in pip.stdout or ():
            log.write(line)
            lines.append(line.rstrip())
            show(line)
            if line.startswith(PLACING):
                (folder / BEGUN).touch()
    if pip.wait():
        raise SetupError(explain(lines, f"pip failed; all that it said is in {folder / LOG}"))
    (folder / BEGUN).unlink(missing_ok=True)


def show(line: str) -> None:
    """Pass on those of pip's lines that tell how far it is."""
    fetched = re.match(r"\s*(?:Downloading|Processing) (?:\S*/)?([\w.]+?)-\d\S*(?: (\([\d.]+ MB\)))?", line)
    if fetched and ".metadata" not in line:
        tell(f"  {fetched[1]} {fetched[2] or ''}".rstrip())
    elif line.startswith(PLACING):
        tell(f"  installing {line.count(',') + 1} packages …")


def explain(lines: Sequence[str], otherwise: str) -> str:
    """Return the remedy for what a command said, with its own last words.

    >>> explain(["ERROR: [Errno 28] No space left on device"], "pip failed")
    'the disk is full; free about 4 GB and run the command again ([Errno 28] No space left on device)'
    """
    said = "\n".join(lines)
    remedy = next((remedy for sign, remedy in REMEDIES.items() if re.search(sign, said, re.I)), otherwise)
    errors = [line for line in lines if re.match(r"\s*error\b", line, re.I)] or list(lines[-1:])
    last = re.sub(r"(?i)^\s*error:?\s*", "", errors[-1]).strip()[:300] if errors else ""
    return f"{remedy} ({last})" if last else remedy


def tell(message: str) -> None:
    """Say something to the person who waits."""
    print(message, file=sys.stderr, flush=True)
