"""The child process: reads requests from its standard input until that ends.

Started by `child` as `python -I -m mailroom.reading.worker`; not a command for people.
"""

from __future__ import annotations

import os
import sys

import msgspec

from mailroom.reading import frames, guards
from mailroom.reading.frames import Answer, PipeClosed, Ready, Request
from mailroom.reading.limits import MAX_CONTENT_BYTES
from mailroom.reading.reasons import quarantined
from mailroom.records.reading import ReadResult

_IN, _OUT = 0, 1
OUT_OF_MEMORY_STATUS = 70
_MAX_REQUEST = 1 << 20


def main(arguments: list[str]) -> int:
    """Serve until the pipe closes. Arguments: parent's pid, address space, file size, descriptors,
    longest answer (bytes)."""
    parent, address_space, file_bytes, descriptors, answer_bytes = map(int, arguments)
    guards.die_with_parent(parent)
    guards.limit(address_space, file_bytes, descriptors)
    from mailroom.reading import content  # noqa: F401  # loaded before the first item is timed

    held = guards.close_in()
    out = os.dup(_OUT)
    os.dup2(os.open(os.devnull, os.O_WRONLY), _OUT)  # libraries that print must not spoil answers
    frames.send(out, frames.packed(Ready(held, guards.cpu_used())))
    try:
        while True:
            _serve_one(out, answer_bytes)
    except PipeClosed:
        return 0


def _serve_one(out: int, answer_bytes: int) -> None:
    length, size = frames.LENGTHS.unpack(frames.receive(_IN, frames.LENGTHS.size))
    if length > _MAX_REQUEST or size > MAX_CONTENT_BYTES:
        raise PipeClosed
    request = msgspec.json.decode(frames.receive(_IN, length), type=Request)
    body = frames.receive(_IN, size)
    guards.arm_cpu(request.cpu_seconds)
    answer = frames.packed(Answer(_result(request, body), guards.cpu_used()))
    if len(answer) > answer_bytes:
        answer = frames.packed(Answer(quarantined("answer_too_large"), guards.cpu_used()))
    frames.send(out, answer)


def _result(request: Request, body: bytes) -> ReadResult:
    from mailroom.reading.content import read_content

    try:
        return read_content(
            body, request.file_name, request.media_type, own_server=request.own_server
        )
    except MemoryError:
        # The heap may be in pieces: the parent starts a new child.
        os._exit(OUT_OF_MEMORY_STATUS)
    except Exception:
        # Whatever a format library raises for a hostile file is the file's fault.
        return quarantined("reader_crashed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
