"""Writes a small compound file, as Outlook does; nothing installed can."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import Any

_SECTOR, _MINI = 512, 64
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM, _STORAGE, _ROOT = 2, 1, 5


class _Directory:
    """Entries in order; siblings form a chain to the right."""

    def __init__(self) -> None:
        self.entries: list[list[Any]] = []

    def add(self, name: str, kind: int, start: int = 0, size: int = 0) -> int:
        self.entries.append([name, kind, _FREE, _FREE, start, size])
        return len(self.entries) - 1

    def adopt(self, parent: int, children: list[int]) -> None:
        if children:
            self.entries[parent][3] = children[0]
        for one, following in pairwise(children):
            self.entries[one][2] = following

    def packed(self) -> bytes:
        done = b""
        for name, kind, right, child, start, size in self.entries:
            raw = str(name).encode("utf-16-le")
            done += struct.pack("<64sHBBIII", raw, len(raw) + 2, kind, 1, _FREE, right, child)
            done += struct.pack("<16sIQQIQ", b"", 0, 0, 0, start, size)
        return done + b"\x00" * (-len(done) % _SECTOR)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of short `streams` by path; one level of folders, `folder/name`."""
    mini = _Chains(_MINI)
    directory = _Directory()
    root = directory.add("Root Entry", _ROOT)
    top: list[int] = []
    inner: dict[str, list[int]] = {}
    for path, content in streams.items():
        folder, _, name = path.rpartition("/")
        entry = directory.add(name, _STREAM, mini.add(content), len(content))
        (inner.setdefault(folder, []) if folder else top).append(entry)
    for folder, children in inner.items():
        storage = directory.add(folder, _STORAGE)
        directory.adopt(storage, children)
        top.append(storage)
    directory.adopt(root, top)
    body = _Chains(_SECTOR)
    directory.entries[root][4:] = [body.add(mini.content), len(mini.content)]
    mini_table = body.add(mini.table())
    entries = body.add(directory.packed())
    table = body.table(ends_with=_FAT)
    return _header(entries, mini_table, body.sectors) + body.content + table


class _Chains:
    """Streams laid out one after the other, and the table that chains their sectors."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.content = b""
        self._next: list[int] = []

    @property
    def sectors(self) -> int:
        return len(self._next)

    def add(self, content: bytes) -> int:
        start = self.sectors
        self.content += content + b"\x00" * (-len(content) % self.size)
        end = len(self.content) // self.size
        self._next += [*range(start + 1, end), _END]
        return start

    def table(self, ends_with: int = _FREE) -> bytes:
        numbers = [*self._next, ends_with]
        numbers += [_FREE] * (_SECTOR // 4 - len(numbers))
        return struct.pack(f"<{len(numbers)}I", *numbers)


def _header(entries: int, mini_table: int, table: int) -> bytes:
    return struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, entries, 0, 4096, mini_table, 1, _END, 0),
        *(table, *[_FREE] * 108),
    )
