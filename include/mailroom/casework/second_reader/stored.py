"""Which second reader is in force: the newest kept one of the database, else the delivered one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from mailroom.casework.second_reader.adapter import FILE, adapter_in_use
from mailroom.casework.second_reader.reader import SecondReader, reader_from
from mailroom.errors import PolicyFault
from mailroom.store.queries import question

MODEL, CARD = "model.npz", "card.md"


def delivered_reader(models: Path, agency: str) -> SecondReader | None:
    """The reader that came with the packs; None where there is none: rules judge alone then.

    Raises PolicyFault when its file is damaged, or was trained with another encoder.
    """
    path = models / agency / MODEL
    if not path.exists():
        return None
    reader = _of_file(path, path.stat().st_mtime_ns)
    if not hears(reader):
        raise PolicyFault(
            f"{path} learnt with another adapter of the encoder than {FILE.name}: "
            "rebuild it with `mailroom learn --force`"
        )
    return reader


def reader_in_force(connection: Connection, models: Path, agency: str) -> SecondReader | None:
    """The reader that judges this agency's items now. One that was kept before the encoder learnt
    something else is passed over: it would hear nothing but noise."""
    row = connection.execute(question("kept_reader"), {"agency": agency}).first()
    if row is None:
        return delivered_reader(models, agency)
    if row.hash not in _LOADED:
        _LOADED[row.hash] = reader_from(row.content)
    kept = _LOADED[row.hash]
    return kept if hears(kept) else delivered_reader(models, agency)


def hears(reader: SecondReader) -> bool:
    """Whether it was trained with the encoder's present adapter."""
    return reader.adapter == adapter_in_use().hash


@lru_cache(maxsize=8)
def _of_file(path: Path, _changed: int) -> SecondReader:
    return reader_from(path.read_bytes())


_LOADED: dict[str, SecondReader] = {}
