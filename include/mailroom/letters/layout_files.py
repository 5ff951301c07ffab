"""The fixed layout and the fonts of an agency: which files they are, and their versions."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from mailroom.errors import PolicyFault

SHARED = ("main.typ", "letter.typ")
LETTERHEAD = "letterhead.typ"


def layout_files(agency_folder: Path) -> tuple[Path, ...]:
    """The Typst files of one agency's letters: the two shared ones and its own letterhead."""
    shared = agency_folder.parent / "layout"
    return (*(shared / name for name in SHARED), agency_folder / LETTERHEAD)


def fonts_folder(agency_folder: Path) -> Path:
    """Where the fonts lie that letters are set in; no other font is used."""
    return agency_folder.parent / "fonts"


def layout_version(agency_folder: Path) -> str:
    """SHA-256 in hex over the layout files. Raises PolicyFault when one is missing."""
    return _digest(layout_files(agency_folder))


def fonts_version(agency_folder: Path) -> str:
    """SHA-256 in hex over the font files. Raises PolicyFault when there are none."""
    folder = fonts_folder(agency_folder)
    fonts = sorted(folder.glob("*.otf"))
    if not fonts:
        raise PolicyFault(f"{folder}: no font (*.otf) lies here; restore the fonts of the project")
    return _digest(fonts)


def copy_layout(agency_folder: Path, to: Path) -> None:
    """Put the layout files into one flat folder, as their imports expect them."""
    for file in layout_files(agency_folder):
        shutil.copyfile(file, to / file.name)


def _digest(files: Iterable[Path]) -> str:
    digest = sha256()
    for file in files:
        content = _content(file)
        digest.update(f"{file.name}:{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise PolicyFault(
            f"{file}: missing; every agency needs its letterhead and the layout"
        ) from None
