"""Sets up what the tests need and runs every check: `python3 -m tests [PYTEST OPTION …]`.

ruff, ruff format, mypy and pytest, the last one last; with options of pytest's own, pytest alone.
"""

from __future__ import annotations

import subprocess
import sys

from bot.setup.environment import CHECKOUT, ensure

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))


def main(options: list[str]) -> int:
    """Run the checks, each to its end; return 0 if all of them passed."""
    failed = [check for check in (() if options else CHECKS) if not passes(*check)]
    if not passes("pytest", *options):
        failed.append(("pytest",))
    for check in failed:
        print(f"failed: {' '.join(check)}", file=sys.stderr)
    return 1 if failed else 0


def passes(*module: str) -> bool:
    """Say whether a module run with these arguments ends well."""
    print(f"── {' '.join(module)}", flush=True)
    return subprocess.run([sys.executable, "-m", *module], cwd=CHECKOUT, check=False).returncode == 0


if __name__ == "__main__":
    ensure("test")
    sys.exit(main(sys.argv[1:]))
