"""What goes over the pipes between parent and child: lengths, then JSON, then bytes.

JSON checked against the record types, never pickle: a child that a hostile file has taken over can
send a wrong answer, but nothing that runs in the parent.
"""

from __future__ import annotations

import os
import select
import struct
import time
from dataclasses import dataclass

import msgspec

from mailroom.records.reading import ReadResult

LENGTHS = struct.Struct("!IQ")
"""Length of the JSON, length of the content that follows it."""

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Request:
    """What to read; the content follows it."""

    file_name: str
    media_type: str | None
    own_server: str | None
    cpu_seconds: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it, and the child's CPU seconds since its start."""

    result: ReadResult
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The child's first word: which guards hold, such as `seccomp`."""

    guards: tuple[str, ...]
    cpu_seconds: float


class PipeClosed(Exception):
    """The other side is gone."""


class TooLate(Exception):
    """The deadline passed."""


class TooLong(Exception):
    """The other side announces more than it may send."""


def packed(message: Request | Answer | Ready, content: bytes = b"") -> bytes:
    """A message as it goes over the pipe, without its content."""
    text = msgspec.json.encode(message)
    return LENGTHS.pack(len(text), len(content)) + text


def send(pipe: int, data: bytes, deadline: float | None = None) -> None:
    """Write all of `data`. `deadline` is of time.monotonic(); the pipe is then non-blocking.

    Raises PipeClosed, TooLate.
    """
    view = memoryview(data)
    while view:
        _wait(pipe, select.POLLOUT, deadline)
        try:
            written = os.write(pipe, view[:_CHUNK])
        except BlockingIOError:
            continue
        except BrokenPipeError:
            raise PipeClosed from None
        view = view[written:]


def receive(pipe: int, count: int, deadline: float | None = None) -> bytes:
    """Read just `count` bytes. Raises PipeClosed, TooLate."""
    pieces: list[bytes] = []
    while count:
        _wait(pipe, select.POLLIN, deadline)
        try:
            piece = os.read(pipe, min(count, _CHUNK))
        except BlockingIOError:
            continue
        if not piece:
            raise PipeClosed
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def receive_json(pipe: int, most: int, deadline: float | None = None) -> bytes:
    """A message without content. Raises PipeClosed, TooLate, TooLong."""
    length, content = LENGTHS.unpack(receive(pipe, LENGTHS.size, deadline))
    if length > most or content:
        raise TooLong
    return receive(pipe, length, deadline)


def _wait(pipe: int, event: int, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    poll = select.poll()
    poll.register(pipe, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise TooLate
