"""Functions of arrays made machine code by Numba when first called; kept on disk between runs.

Tuples of arrays are unpacked before loops and handed on array by array: Numba counts references to
each array of a tuple whenever the tuple is touched, which would cost more than the work itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray


def kept_in(sources: Path, *folders: Path) -> Path | None:
    """Where machine code is kept: a folder for each state of the sources, because Numba itself
    looks only at the file of a function and not at those of the functions that it calls.

    In the first of the folders that can be written to; None where there is none, and each process
    compiles for itself.
    """
    every = b"".join(one.read_bytes() for one in sorted(sources.glob("*/*.py")))
    name = f"native-{hashlib.sha256(every).hexdigest()[:16]}"
    for folder in folders:
        try:
            (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder / name, os.W_OK):
            return folder / name
    return None


def _folders(sources: Path, named: str) -> Iterator[Path]:
    """Where NUMBA_CACHE_DIR names it; beside the sources; at home, if there is one."""
    if named:
        yield Path(named)
    yield sources / "__pycache__"
    with suppress(RuntimeError):
        yield Path.home() / ".cache" / "mailroom"


def _keep() -> bool:
    """Tell Numba where to keep machine code; whether it can at all."""
    sources, config = Path(__file__).parent, cast(Any, numba.config)
    folder = kept_in(sources.parent, *_folders(sources, config.CACHE_DIR))
    if folder is not None:
        config.CACHE_DIR = str(folder)
    return folder is not None


_IS_KEPT = _keep()

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Given = ParamSpec("Given")
Result = TypeVar("Result")


def native(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same function, compiled. Written and typed as Python, it runs as such, slowly, where
    NUMBA_DISABLE_JIT is set; NUMBA_BOUNDSCHECK makes it look at every index."""
    made = numba.njit(cache=_IS_KEPT, nogil=True, forceinline=True)(function)
    return cast(Callable[Given, Result], made)


def native_stage(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same for what is called once for a text, and need not be in its caller's code."""
    return cast(Callable[Given, Result], numba.njit(cache=_IS_KEPT, nogil=True)(function))
