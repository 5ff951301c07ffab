"""Functions of arrays made machine code by Numba when first called; kept on disk between runs.

Tuples of arrays are unpacked before loops and handed on array by array: Numba counts references to
each array of a tuple whenever the tuple is touched, which would cost more than the work itself.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray


def kept_in(sources: Path, *folders: Path) -> str:
    """Where machine code is kept: a folder for each state of the sources, because Numba itself
    looks only at the file of a function and not at those of the functions that it calls.

    The first of the folders that can be written to; else one for this process alone.
    """
    every = b"".join(one.read_bytes() for one in sorted(sources.glob("*.py")))
    name = f"native-{hashlib.sha256(every).hexdigest()[:16]}"
    for folder in folders:
        try:
            (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder / name, os.W_OK):
            return str(folder / name)
    return tempfile.mkdtemp(prefix="mailroom-native-")


_HERE = Path(__file__).parent
if not numba.config.CACHE_DIR:  # type: ignore[attr-defined]
    numba.config.CACHE_DIR = kept_in(  # type: ignore[attr-defined]
        _HERE, _HERE / "__pycache__", Path.home() / ".cache" / "mailroom"
    )

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Given = ParamSpec("Given")
Result = TypeVar("Result")


def native(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same function, compiled. Written and typed as Python, it runs as such, slowly, where
    NUMBA_DISABLE_JIT is set; NUMBA_BOUNDSCHECK makes it look at every index."""
    made = numba.njit(cache=True, nogil=True, forceinline=True)(function)
    return cast(Callable[Given, Result], made)


def inlined(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """A small function that stands in others."""
    return cast(Callable[Given, Result], numba.njit(inline="always")(function))
