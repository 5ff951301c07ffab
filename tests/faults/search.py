"""Looks for marked values in everything: each column of each table, each byte of each file."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from mailroom.store.migrate import libpq_url

COLUMNS = """
SELECT c.relname, a.attname, a.atttypid = 'bytea'::regtype
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname = 'public'
ORDER BY 1, 2
"""


class Search:
    """The marks, as one pattern over bytes; letter case is ignored."""

    def __init__(self, forms: Iterable[str]) -> None:
        words = sorted({re.escape(form.encode()) for form in forms}, key=len, reverse=True)
        self._pattern = re.compile(b"|".join(words), re.IGNORECASE)

    def database(self, url: str, tables: Iterable[str] | None = None) -> dict[str, set[str]]:
        """`table.column` of every hit, and what was found there; all tables, or those named."""
        found: dict[str, set[str]] = {}
        with psycopg.connect(libpq_url(url)) as connection:
            for table, column, is_bytes in connection.execute(COLUMNS).fetchall():
                if tables is not None and table not in tables:
                    continue
                for value in _values(connection, table, column, is_bytes=is_bytes):
                    self._add(found, f"{table}.{column}", value)
        return found

    def files(self, paths: Iterable[Path]) -> dict[str, set[str]]:
        """Names of files that hold a mark, or have one in their own path."""
        found: dict[str, set[str]] = {}
        for path in paths:
            self._add(found, path.name, str(path).encode())
            self._add(found, path.name, path.read_bytes())
        return found

    def text(self, name: str, content: bytes) -> dict[str, set[str]]:
        """The same for what is no file of ours."""
        found: dict[str, set[str]] = {}
        self._add(found, name, content)
        return found

    def _add(self, found: dict[str, set[str]], place: str, content: bytes) -> None:
        for form in _unpacked(content):
            for hit in self._pattern.findall(form):
                found.setdefault(place, set()).add(hit.decode().lower())


def _values(
    connection: psycopg.Connection, table: str, column: str, *, is_bytes: bool
) -> Iterator[bytes]:
    shown = "{}" if is_bytes else "convert_to({}::text, 'UTF8')"
    question = sql.SQL(f"SELECT {shown} FROM {{}} WHERE {{}} IS NOT NULL").format(
        sql.Identifier(column), sql.Identifier(table), sql.Identifier(column)
    )
    for (value,) in connection.execute(question):
        yield bytes(value)


def _unpacked(content: bytes) -> Iterator[bytes]:
    yield content
    for unpack in (zlib.decompress, gzip.decompress):
        with suppress(zlib.error, OSError, EOFError):
            yield unpack(content)
