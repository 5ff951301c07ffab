"""What was learnt in addition to the published weights of the sentence encoder."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mailroom.errors import PolicyFault

Matrix = NDArray[np.float32]
SCALE = np.float32(2.0)
"""An addition counts double: it then learns quicker than its small first numbers would let it."""
FILE = Path(__file__).with_name("adapter.npz")
"""The adapter in use; without it the encoder is as published."""


@dataclass(frozen=True)
class Adapter:
    """By the name of the weights two matrices, rank by what they take and what they make by rank:
    their product is added. None at all: the published weights as they are."""

    additions: Mapping[str, tuple[Matrix, Matrix]]

    @property
    def beside(self) -> dict[str, Matrix]:
        """What the encoder's graph takes beside the tokens."""
        found = {}
        for name, (down, up) in self.additions.items():
            found[f"{name}.down"], found[f"{name}.up"] = down, SCALE * up
        return found

    @cached_property
    def content(self) -> bytes:
        """The adapter as a file; `adapter_from` reads it."""
        file = io.BytesIO()
        np.savez_compressed(file, **self._arrays)
        return file.getvalue()

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) over names and numbers; empty without any."""
        digest = hashlib.sha256()
        for name, numbers in sorted(self._arrays.items()):
            digest.update(name.encode() + numbers.tobytes())
        return digest.hexdigest() if self.additions else ""

    @property
    def _arrays(self) -> dict[str, Any]:
        return {
            f"{name}.{side}": numbers.astype(np.float16)
            for name, both in self.additions.items()
            for side, numbers in zip(("down", "up"), both, strict=True)
        }


def adapter_from(path: Path) -> Adapter:
    """The adapter of a file; one without additions where there is no file.

    Raises PolicyFault when the file is damaged.
    """
    if not path.exists():
        return Adapter({})
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = sorted({name.rpartition(".")[0] for name in arrays.files})
            return Adapter({
                name: (
                    arrays[f"{name}.down"].astype(np.float32),
                    arrays[f"{name}.up"].astype(np.float32),
                )
                for name in names
            })  # fmt: skip
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as fault:
        raise PolicyFault(
            f"{path} cannot be read ({type(fault).__name__}): take it from the repository again"
        ) from None


@lru_cache(maxsize=1)
def adapter_in_use() -> Adapter:
    """The adapter of FILE, read once in a process."""
    return adapter_from(FILE)
