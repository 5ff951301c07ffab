"""Make text of files.

Each PATH gives one line, whatever it holds: JSON with --json (the text, its pages, and for a mail
its headers and attachments), otherwise a short listing for people. What cannot be read is said to
be quarantined, with the reason. Files are read in a child process with limits and no network.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from mailroom.reading.child import ReadingChild
from mailroom.reading.limits import MAX_CONTENT_BYTES
from mailroom.reading.reasons import quarantined
from mailroom.records.reading import Mail, Mailbox, Reading, ReadResult


class PersonLine(TypedDict):
    """A mailbox as JSON."""

    name: str | None
    email: str | None


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file to read")


def run(args: argparse.Namespace) -> int:
    """Read each path and print its line; status 0 whatever the files were like."""
    with ReadingChild() as child:
        for path in _with_progress(args.paths):
            result = _read(child, path)
            line = as_json(path, result) if args.json else _as_listing(path, result)
            print(line, flush=True)
    return 0


def _with_progress(paths: list[str]) -> Iterable[str]:
    if len(paths) < 2 or not sys.stderr.isatty():
        return paths
    from tqdm import tqdm

    progress: Iterable[str] = tqdm(paths, unit="file", file=sys.stderr)
    return progress


def _read(child: ReadingChild, path: str) -> ReadResult:
    try:
        if Path(path).exists() and not Path(path).is_file():
            return quarantined("no_file")
        with Path(path).open("rb") as stream:
            content = stream.read(MAX_CONTENT_BYTES + 1)
    except FileNotFoundError:
        return quarantined("file_missing")
    except (OSError, ValueError):
        return quarantined("file_unreadable")
    return child.read(content, Path(path).name)


def as_json(path: str, result: ReadResult) -> str:
    """The line of a file; keys are those of the scoring tools' contract, and `reason_code`."""
    return json.dumps(
        {
            "file": path,
            "outcome": "quarantined" if result.quarantined else "read",
            "reason": result.reason,
            "reason_code": result.reason_code,
            "notes": list(result.notes),
            "items": [_item(item) for item in result.items],
        }
    )


def _item(item: Reading) -> dict[str, object]:
    pages = [
        {"text": page.text, "method": str(page.method), "confidence": page.confidence}
        for page in item.pages
    ]
    own: dict[str, object] = {"text": item.text, "pages": pages}
    return own | _mail(item.mail) if item.mail else own


def _mail(mail: Mail) -> dict[str, object]:
    return {
        "subject": mail.subject,
        "from_name": mail.from_name,
        "from_email": mail.from_email,
        "message_id": mail.message_id,
        "to": _people(mail.to),
        "cc": _people(mail.cc),
        "date_utc": mail.date_utc and mail.date_utc.isoformat().replace("+00:00", "Z"),
        "is_bounce": mail.is_bounce,
        "is_auto_reply": mail.is_auto_reply,
        "attachments": [
            {"name": each.name, "bytes": each.bytes, "encrypted": each.encrypted}
            for each in mail.attachments
        ],
    }


def _people(boxes: tuple[Mailbox, ...]) -> list[PersonLine]:
    return [PersonLine(name=box.name, email=box.email) for box in boxes]


def _as_listing(path: str, result: ReadResult) -> str:
    if result.quarantined:
        return f"{path}: quarantined, {result.reason}"
    pages = sum(len(item.pages) for item in result.items)
    characters = sum(len(item.text) for item in result.items)
    kind = "mail" if any(item.mail for item in result.items) else "document"
    return f"{path}: {kind}, {len(result.items)} items, {pages} pages, {characters} characters"
