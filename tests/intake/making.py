"""Sources for tests: files where mail comes from, and what an adapter makes of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DENVER = ZoneInfo("America/Denver")
MTIME = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
MOMENT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

CALL_COLUMNS = (
    "call_id,called_at,caller_number,name_as_given,reference_entered,line_called,note,promised_at"
)


def put(path: Path, content: bytes | str = b"content") -> Path:
    """Write a file that was last touched at MTIME."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (MTIME.timestamp(), MTIME.timestamp()))
    return path


def message(**headers: str) -> str:
    """A plain message with these headers, `_` for `-`."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\n".join([*lines, "Subject: Hello", "", "Please call me.", ""])


def call_log(*rows: str) -> str:
    """A call log with these rows."""
    return "\n".join([CALL_COLUMNS, *rows, ""])


def sources_yaml(path: Path, *entries: Mapping[str, str]) -> Path:
    """A sources.yaml with these entries, each a good one where it says nothing."""
    good = {
        "name": "letters",
        "agency": "cms",
        "channel": "letter",
        "kind": "folder",
        "path": "letters",
        "zone": "Europe/London",
    }
    lines = []
    for entry in entries:
        fields = ", ".join(f"{key}: {value}" for key, value in (good | dict(entry)).items())
        lines.append(f"- {{{fields}}}")
    path.write_text("\n".join(lines) + "\n")
    return path
