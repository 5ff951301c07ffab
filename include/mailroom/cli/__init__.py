"""The `mailroom` command: one module a command, imported only when it is called.

A command module has `arguments(parser)` and `run(args) -> int`; its docstring is the help.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from mailroom.errors import MailroomError

COMMANDS = {
    "read": "make text of files, as JSON lines",
    "classify": "sort texts into service-request types, as JSON lines",
    "address": "tidy and check postal addresses, as JSON lines",
    "deadline": "count business days, as JSON lines",
    "explain": "say what one file is, who wrote it, what it asks for, and why",
    "samples": "make registers and mail to try things with",
    "status": "what lies where: receipts, requests, obligations, letters",
    "done": "call a step of a service request's plan done, or list what comes next",
    "approve": "approve letters that wait for a manager",
    "reject": "reject a letter with a reason",
    "triage": "say what items ask for that the rules could not tell",
    "rules": "check the policy packs, put them into force",
    "learn": "rebuild the second readers from examples and labelled texts",
    "database": "migrate, or say how to connect",
}


_WRONG_PATHS = (FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError)


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 well, 1 a fault in the work, 2 a wrong call."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(words[:1])
    args = parser.parse_args(words)
    _print_any_name()
    try:
        status = int(args.run(args))
        sys.stdout.flush()
        return status
    except MailroomError as fault:
        print(f"mailroom {args.command}: {fault}", file=sys.stderr)
        return 2 if fault.code == "usage" else 1
    except FileNotFoundError as fault:
        print(f"mailroom {args.command}: there is no {fault.filename}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        what = f"{fault.filename}: " if fault.filename else ""
        print(f"mailroom {args.command}: {what}{fault.strerror or fault}", file=sys.stderr)
        return 2 if isinstance(fault, _WRONG_PATHS) else 1
    except KeyboardInterrupt:
        print(f"mailroom {args.command}: stopped", file=sys.stderr)
        return 130


def _print_any_name() -> None:
    """A file name in no known charset is printed with escapes, and is no fault."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _parser(first_word: Sequence[str]) -> argparse.ArgumentParser:
    parser = _OneLineParser(prog="mailroom", description="The post room of a child-support agency.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        if name in first_word:
            module = importlib.import_module(f"mailroom.cli.{name}")
            command.description = module.__doc__
            command.formatter_class = argparse.RawDescriptionHelpFormatter
            module.arguments(command)
            command.set_defaults(run=module.run)
    return parser
