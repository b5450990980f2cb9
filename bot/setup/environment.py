"""Makes a checkout run with nothing but Python: an environment of its own, made once and entered by itself.

Standard library only, and written so that an older Python can still read it and say what is wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.setup.installation import SetupError, install, is_sound, make, python_in, tell
from bot.setup.requirements import missing, requirements

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = ".venv"
MARKER = "footnote-installed.json"  # written last: without it the installation is begun again
OLDEST, NEWEST = (3, 11), (3, 13)  # as `requires-python` in pyproject.toml; a test compares them
STAGE = "_FOOTNOTE_SET_UP"  # tells a process how it was entered, so that none goes round in circles


def ensure(extra: str = "", *, checkout: Path = CHECKOUT) -> None:
    """Return once every package that the project needs can be imported, making `.venv` if it must.

    Where something is missing, this process is replaced by the same command inside `.venv`. `extra` names
    a group of optional dependencies. Exits with status 1 and a remedy where that is impossible.
    """
    try:
        check_python(sys.version_info[:2])
        _ensure(extra, checkout)
    except SetupError as error:
        sys.exit(f"Footnote could not be set up: {error}")
    except KeyboardInterrupt:
        tell("Interrupted; run the command again to go on.")
        sys.exit(130)


def check_python(version: Sequence[int]) -> None:
    """Raise SetupError where this Python is too old or too new, naming one that would do."""
    if OLDEST <= tuple(version) <= NEWEST:
        return
    import shutil

    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = next((name for name in names if shutil.which(name)), None)
    remedy = f"run the same command with {found}" if found else "install one of these and run it with that"
    known = f"{dotted(OLDEST)} to {dotted(NEWEST)}"
    raise SetupError(f"it needs Python {known}, and this is {dotted(version)}; {remedy}")


def dotted(version: Sequence[int]) -> str:
    """Return a version as it is written.

    >>> dotted((3, 11))
    '3.11'
    """
    return ".".join(str(part) for part in version)


def _ensure(extra: str, checkout: Path) -> None:
    pyproject = checkout / "pyproject.toml"
    if not pyproject.is_file():
        return  # installed by pip, which has seen to everything
    wanted, digest = requirements(pyproject, extra)
    lacking, stage = missing(wanted, sys.path), os.environ.pop(STAGE, "")
    if not lacking:
        return
    folder = checkout / FOLDER
    if stage == "installed":
        raise SetupError(f"{', '.join(lacking)}: missing even now; delete {folder} and run the command again")
    if stage != "entered" and is_ready(folder, digest, extra):
        enter(folder, "entered")
    with one_at_a_time(pyproject) as lock:
        if stage == "entered" or not is_ready(folder, digest, extra):  # another process may have made it
            set_up(folder, digest, extra, lock=lock)
    enter(folder, "installed")


def is_ready(folder: Path, digest: str, extra: str) -> bool:
    """Say whether the environment was installed to its end, for these requirements."""
    try:
        marker = json.loads((folder / MARKER).read_text("utf-8"))
        return marker["digest"] == digest and extra in marker["extras"] and python_in(folder).exists()
    except (OSError, ValueError, KeyError, TypeError):
        return False


@contextmanager
def one_at_a_time(pyproject: Path) -> Iterator[int | None]:
    """Hold the checkout's lock, so that two commands started together do not install into each other.

    Yields the lock's file descriptor, for pip to hold it as well; None where there are no locks.
    """
    with pyproject.open("rb") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Another command is setting Footnote up; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        except (ImportError, OSError):  # Windows, or a file system without locks
            yield None
            return
        yield file.fileno()


def set_up(folder: Path, digest: str, extra: str, *, lock: int | None) -> None:
    """Make the environment where there is no sound one, install the project into it, then mark it done."""
    tell(f"Setting Footnote up in {folder}: once, and it takes a few minutes.")
    (folder / MARKER).unlink(missing_ok=True)
    if not is_sound(folder):
        make(folder)
    install(folder, f".[{extra}]" if extra else ".", lock=lock)
    marker = {"digest": digest, "extras": sorted({"", extra})}
    (folder / MARKER).write_text(json.dumps(marker), encoding="utf-8")
    tell("Footnote is set up.")


def enter(folder: Path, stage: str) -> None:
    """Replace this process by the same command inside the environment."""
    command = [str(python_in(folder)), *sys.orig_argv[1:]]
    environment = {**os.environ, STAGE: stage}
    environment.pop("PYTHONHOME", None)
    if os.name == "nt":  # there, a process that replaces another no longer owns the terminal
        sys.exit(subprocess.run(command, check=False, env=environment).returncode)
    sys.stdout.flush()
    os.execve(command[0], command, environment)
