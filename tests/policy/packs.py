"""The project's own packs, read once, and copies of them that a test may spoil."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from mailroom.policy.pack import Pack
from mailroom.policy.packs import load_pack
from tests.shared import CHECKOUT

RULES = CHECKOUT / "include" / "rules"
LETTERS = CHECKOUT / "include" / "templates" / "letters"
AGENCIES = ("cms", "ors")


@cache
def own_pack(agency: str) -> Pack:
    """The pack of the checkout."""
    return load_pack(RULES, agency)


def copied_rules(folder: Path) -> Path:
    """A copy of all packs below `folder`."""
    return Path(shutil.copytree(RULES, folder / "rules"))


def replaced(path: Path, old: str, new: str) -> None:
    """Replace a passage that must be there, once."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
