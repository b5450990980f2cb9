"""What pyproject.toml asks for, and what of it is missing; standard library only."""

from __future__ import annotations

import hashlib
import json
import operator
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;]*?)\s*(;.*)?$")
CLAUSE = re.compile(r"\s*(==|!=|>=|<=|<|>)\s*([\d.]+?)(\.\*)?\s*$")
COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def requirements(pyproject: Path, extra: str) -> tuple[list[str], str]:
    """Return what a project needs with that extra, and a digest of all it may need with any."""
    import tomllib

    project: dict[str, Any] = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    needed, optional = project.get("dependencies", []), project.get("optional-dependencies", {})
    everything = json.dumps([needed, optional, sys.version_info[:2]], sort_keys=True)
    wanted = [*needed, *(optional[extra] if extra else [])]
    return wanted, hashlib.sha256(everything.encode()).hexdigest()


def missing(wanted: Iterable[str], path: Sequence[str]) -> list[str]:
    """Return the requirements that no package on `path` meets; one with a marker is left to pip."""
    there = installed(path)
    lacking = []
    for requirement in wanted:
        found = REQUIREMENT.match(requirement)
        name, specifier, marker = found.groups() if found else (requirement, "", None)
        version = there.get(normal(name))
        if not marker and (version is None or not meets(version, specifier)):
            lacking.append(requirement)
    return lacking


def installed(path: Sequence[str]) -> dict[str, str]:
    """Return name → version of the packages on a path, the first of each name.

    Read from the names of their folders: importing importlib.metadata takes longer than all of this.
    """
    found: dict[str, str] = {}
    for place in path:
        with suppress(OSError):
            for name in os.listdir(place or "."):  # noqa: PTH208  # a Path for each takes longer
                if name.endswith(".dist-info"):
                    package, _, version = name[: -len(".dist-info")].rpartition("-")
                    found.setdefault(normal(package), version)
    return found


def normal(name: str) -> str:
    """Return a package's name in its normal form.

    >>> normal("lxml_html.Clean")
    'lxml-html-clean'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def meets(version: str, specifier: str) -> bool:
    """Say whether a version meets every clause of a specifier; a clause of another form is left to pip.

    >>> meets("2.13.0+cpu", "==2.13.*"), meets("7.0", ">=6.2,<7"), meets("1.0", "")
    (True, False, True)
    """
    have = numbers(version)
    for clause in specifier.split(","):
        found = CLAUSE.match(clause)
        if found:
            bound = numbers(found[2])
            width = len(bound) if found[3] else max(len(bound), len(have))
            one, other = (part[:width] + (0,) * (width - len(part)) for part in (have, bound))
            if not COMPARISONS[found[1]](one, other):
                return False
    return True


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with.

    >>> numbers("2.13.0+cpu")
    (2, 13, 0)
    """
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
