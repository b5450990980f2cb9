"""An HTML page → its article's blocks, read in a process of its own that can be stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from index.blocks import Block, Page
from index.decode import LoadError
from index.document import SetAside

SECONDS = 90.0  # the process limits its own computing; this is for a busy machine
REMEDY = "save the article's text as .txt and load that"


def webpage(text: str, *, name: str, seconds: float = SECONDS) -> Page:
    """Return the article of an HTML page; LoadError if it has none or takes more than `seconds`."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "index.web.extract"],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LoadError(
            f"{name} takes too long to read as a web page (over {seconds:.0f} s); {REMEDY}"
        ) from error
    if done.returncode < 0:
        raise LoadError(f"{name} takes too much to read as a web page (signal {-done.returncode}); {REMEDY}")
    if done.returncode > 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise LoadError(
            f"{name} cannot be read as a web page ({lines[-1] if lines else 'no reason given'}); {REMEDY}"
        )
    found = json.loads(done.stdout)
    if not found["blocks"]:
        raise LoadError(f"{name} is a web page without text; {REMEDY}")
    return Page(
        blocks=tuple(Block(**block) for block in found["blocks"]),
        url=found["url"],
        aside=tuple(SetAside(text, reason) for text, reason in found["aside"]),
    )
