"""Zip files and what they may unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from mailroom.reading.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES
from mailroom.reading.reasons import unreadable

_ENCRYPTED = 0x1


class Archive:
    """A zip in memory whose members are only handed out within the limits."""

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableContent: `damaged`, `too_many_parts`, `encrypted`."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise unreadable("damaged") from None
        self._left = MAX_UNPACKED_BYTES
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise unreadable("too_many_parts")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise unreadable("encrypted")

    @property
    def names(self) -> list[str]:
        """Names of the members that are files, as stored; metadata only, never paths."""
        return [member.filename for member in self._zip.infolist() if not member.is_dir()]

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Each file with its name, which others may bear too. Raises as `read` does."""
        for member in self._zip.infolist():
            if not member.is_dir():
                yield member.filename, self._unpacked(member)

    def read(self, name: str) -> bytes:
        """One member, empty where absent. Raises UnreadableContent: `unpacks_too_large`, `damaged`.

        The stated size is not believed: no more than the limit is ever unpacked.
        """
        try:
            member = self._zip.getinfo(name)
        except KeyError:
            return b""
        return self._unpacked(member)

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        allowed = min(self._left, max(RATIO_FREE_BYTES, member.compress_size * MAX_RATIO))
        try:
            with self._zip.open(member) as stream:
                content = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise unreadable("damaged") from None
        if len(content) > allowed:
            raise unreadable("unpacks_too_large")
        self._left -= len(content)
        return content
