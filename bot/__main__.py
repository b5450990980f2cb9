"""The command line: `python -m bot ask | check | verify | export | index | evaluate`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from bot.command import commands
from bot.evaluate import FIGURES
from bot.server.quiet import be_quiet

STATUSES = """\
exit status:
  0  done; answered, supported or proven
  1  bad input or usage, said on standard error
  2  a figure is under its floor
  3  the article does not say it
  4  a receipt is not proven

Settings are read from FOOTNOTE_… variables; the README lists them."""


class Parser(argparse.ArgumentParser):
    """argparse, but wrong usage exits with the status that all bad input has."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how the command is used; exit with 1."""
        self.print_usage(sys.stderr)
        self.exit(commands.BAD_INPUT, f"{self.prog}: {message}\n")


class Several(argparse.Action):
    """Collects the values of an option that may be given again, and notes which option came last."""

    def __call__(self, _parser: object, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        """Add the values to those given before."""
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), *values])
        namespace.last = self.dest


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; each command carries the function that does it as `run`."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = Parser(
        prog="python -m bot",
        description="Ask an article, and check every answer.",
        epilog=STATUSES,
        formatter_class=raw,
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        name = run.__name__
        command = subparsers.add_parser(
            name, help=about, description=f"{about}.", epilog=STATUSES, formatter_class=raw
        )
        command.set_defaults(run=run)
        return command

    describe_ask(add(commands.ask, "Answer one question, every sentence cited, or refuse and say why"))
    describe_check(add(commands.check, "Say whether the article carries a statement, and what speaks to it"))
    describe_verify(
        add(commands.verify, "Prove every quotation of a saved answer again, or say what changed")
    )
    describe_export(add(commands.export, "Join saved answers to one conversation, with footnotes"))
    describe_index(add(commands.index, "Index articles into a folder that can be asked again and again"))
    describe_evaluate(add(commands.evaluate, "Print the figures of the README"))
    return parser


def describe_ask(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ask`."""
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="what you would like to know")
    add_sources(parser)
    parser.add_argument(
        "--history",
        nargs="+",
        action=Several,
        default=[],
        metavar="Q",
        help="the questions asked before, oldest first: what “it” or “the other one” refers to",
    )
    parser.add_argument(
        "--reader",
        metavar="NAME",
        help="who answers: built-in, remote[:MODEL] (the server at FOOTNOTE_BASE_URL) or local[:MODEL], a "
        "chat model by folder or hub name (default: FOOTNOTE_READER, else built-in)",
    )
    parser.add_argument("--limit", type=int, metavar="N", help="how many passages to search (default: 12)")
    parser.set_defaults(positional="question")


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command on articles has."""
    parser.add_argument(
        "--source",
        nargs="+",
        action=Several,
        default=[],
        metavar="S",
        help="an article (.txt, .md or .html), or a folder made by `index`; none: the briefing that ships",
    )
    parser.add_argument("--json", action="store_true", help="print the JSON object that the API gives")
    parser.set_defaults(last="source")


def describe_check(parser: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    parser.add_argument("statement", nargs="?", metavar="STATEMENT", help="what somebody says")
    add_sources(parser)
    parser.set_defaults(positional="statement")


def describe_verify(parser: argparse.ArgumentParser) -> None:
    """Add the options of `verify`."""
    parser.add_argument(
        "receipt",
        nargs="?",
        metavar="RECEIPT",
        help="what `ask --json` or `export` printed, as JSON or Markdown; -: standard input",
    )
    add_sources(parser)
    parser.set_defaults(positional="receipt")


def describe_export(parser: argparse.ArgumentParser) -> None:
    """Add the options of `export`."""
    parser.add_argument(
        "receipts", nargs="+", metavar="RECEIPT", help="what `ask --json` or `export --json` printed"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="print Markdown with footnotes (the default)")
    form.add_argument("--json", action="store_true", help="print JSON")


def describe_index(parser: argparse.ArgumentParser) -> None:
    """Add the options of `index`."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="an article: .txt, .md or .html")
    parser.add_argument(
        "--into",
        required=True,
        metavar="FOLDER",
        help="where the index goes; one that is there already is brought up to date",
    )


def describe_evaluate(parser: argparse.ArgumentParser) -> None:
    """Add the options of `evaluate`."""
    names = "\n".join(f"  {name:12}{figure.about}" for name, figure in FIGURES.items())
    parser.epilog = f"names:\n{names}\n\n{STATUSES}"
    parser.add_argument("name", choices=FIGURES, metavar="NAME", help="one of the names below")
    parser.add_argument(
        "--data", metavar="FOLDER", help="where the sets are (default: FOOTNOTE_DATA, or ../shared/data)"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="ask about N questions of each set only")
    parser.add_argument(
        "--plot", metavar="FILE", help="write a reliability plot (SVG) as well: articles has one"
    )
    parser.add_argument("--floors", action="store_true", help="fail if a figure is under its floor")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def find_positional(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Take the question back from `--source A "…"` or `--history "…" "…"`, which swallow what follows.

    The same for a statement, and for the path of a receipt.
    """
    name = options.positional
    if getattr(options, name) is not None:
        return
    swallowed = getattr(options, options.last)
    is_path = bool(swallowed) and os.path.exists(swallowed[-1])  # noqa: PTH110  # any text, a path or not
    if len(swallowed) < 2 or is_path != (name == "receipt"):
        command = f'{parser.prog} {options.run.__name__} "…" --source S'
        parser.error(f"the {name} is missing; write it first: {command}")
    setattr(options, name, swallowed.pop())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status, with errors on standard error."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    if hasattr(options, "positional"):
        find_positional(options, parser)
    be_quiet()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what the terminal cannot show must not end the program
            stream.reconfigure(errors="backslashreplace")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return commands.ANSWERED
    except (ValueError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return commands.BAD_INPUT
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    from bot.setup.environment import ensure

    ensure()
    sys.exit(main())
