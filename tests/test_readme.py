"""What README shows is what its commands print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.shared import CHECKOUT

BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAILROOM = Path(sys.executable).with_name("mailroom")


def test_the_explanation_shown_is_the_one_given(tmp_path: Path) -> None:
    section = (CHECKOUT / "README.md").read_text().partition("## Why was this decided?")[2]
    commands, shown = BLOCK.findall(section)[:2]
    samples, explain = commands.replace(".venv/bin/mailroom", str(MAILROOM)).splitlines()
    _shell(samples, tmp_path)
    assert _shell(explain, tmp_path).rstrip() == shown.rstrip()


def _shell(command: str, folder: Path) -> str:
    outcome = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout
