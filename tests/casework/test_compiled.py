"""Automata on disk are as good as new ones, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailroom.casework.matching.compiled import hyperscan_database

pytest.importorskip("hyperscan")

ATOMS = [r"\bstatement\b", r"\bcall\W{1,8}me\b"]
TEXT = b"Please call me about the Statement"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The one file that compiling leaves."""
    hyperscan_database(ATOMS, tmp_path)
    (path,) = tmp_path.glob("*.hyperscan")
    return path


def _hits(folder: Path, atoms: list[str] = ATOMS) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    hyperscan_database(atoms, folder).scan(
        TEXT, match_event_handler=lambda number, _from, end, *_: found.append((number, end))
    )
    return found


def test_what_was_kept_finds_what_was_compiled(kept: Path, tmp_path: Path) -> None:
    written = kept.stat().st_mtime_ns
    assert _hits(tmp_path) == [(1, 14), (0, 34)]
    assert kept.stat().st_mtime_ns == written


def test_other_atoms_are_another_automaton(kept: Path, tmp_path: Path) -> None:
    assert _hits(tmp_path, ATOMS[:1]) == [(0, 34)]
    assert len(list(tmp_path.glob("*.hyperscan"))) == 2


@pytest.mark.parametrize("damage", [b"", b"no automaton"])
def test_a_damaged_file_is_made_again(kept: Path, tmp_path: Path, damage: bytes) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert _hits(tmp_path) == [(1, 14), (0, 34)]
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    assert _hits(occupied / "automata") == [(1, 14), (0, 34)]
