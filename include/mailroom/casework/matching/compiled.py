"""Automata on disk: what one process compiled, the next one loads (two seconds become none).

A file is named by all that goes into it. One that is damaged, or from another kind of processor, is
refused by hyperscan itself and made again; where nothing can be written, each process compiles.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mailroom.store.files import write_whole

log = logging.getLogger(__name__)


def hyperscan_database(regexes: Sequence[str], folder: Path) -> Any:
    """A database that is ready to scan, out of `folder` where it was compiled before."""
    path = folder / f"{_name(regexes)}.hyperscan"
    return _loaded(path) or _compiled(regexes, path)


def _loaded(path: Path) -> Any:
    import hyperscan

    try:
        database = hyperscan.loadb(path.read_bytes(), hyperscan.HS_MODE_BLOCK)
    except FileNotFoundError:
        return None
    except (OSError, hyperscan.error) as fault:
        log.warning("%s is of no use (%s): compiled again", path.name, type(fault).__name__)
        return None
    database.scratch = hyperscan.Scratch(database)
    return database


def _compiled(regexes: Sequence[str], path: Path) -> Any:
    import hyperscan

    database = hyperscan.Database()
    database.compile(
        expressions=[regex.encode() for regex in regexes],
        ids=list(range(len(regexes))),
        elements=len(regexes),
        flags=hyperscan.HS_FLAG_CASELESS,
    )
    try:
        write_whole(path, hyperscan.dumpb(database))
    except OSError as fault:
        log.warning("%s could not be kept (%s)", path.name, type(fault).__name__)
    return database


def _name(regexes: Sequence[str]) -> str:
    parts = [version("hyperscan"), list(regexes)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
