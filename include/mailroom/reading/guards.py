"""What the child does to itself before it sees a file: limits, no network, no programs.

On Linux the kernel itself refuses sockets and exec by a seccomp filter, which needs no root and
binds native code too. Everywhere an audit hook refuses the same to Python code; the hook alone,
where seccomp is not to be had, does not bind native code. Neither hides the file system: what the
child's user may read, native code could read; it holds no secret and has no way to send it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

_SET_DEATH_SIGNAL = 1
_SET_SECCOMP = 22
_NO_NEW_PRIVILEGES = 38
_FILTER_MODE = 2

# BPF: load, jump if equal, jump if greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the call fails with EPERM
_X32 = 0x40000000

# socket, connect, socketpair, bind, execve, execveat, ptrace, process_vm_writev, io_uring_setup
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 53, 49, 59, 322, 101, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 199, 200, 221, 281, 117, 271, 425)),
}
_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "pty.",
    "ftplib.",
    "http.",
    "urllib.",
    "smtplib.",
)


def limit(address_space: int, file_bytes: int, descriptors: int) -> None:
    """Set the limits that hold for the child's whole life; bytes, bytes, a number."""
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def arm_cpu(seconds: int) -> None:
    """Let the kernel end this process after that many more seconds of CPU, rounded up."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_used()) + 1 + seconds, hard))


def cpu_used() -> float:
    """CPU seconds of this process since its start, user and system."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def close_in() -> tuple[str, ...]:
    """Refuse network and programs from now on; the names of what really holds."""
    held = ["audit"]
    if _seccomp():
        held.append("seccomp")
    sys.addaudithook(_refuse)
    return tuple(held)


def die_with_parent(parent: int) -> None:
    """On Linux end at once when the thread that started us ends; elsewhere the pipe's end does."""
    if sys.platform == "linux":
        _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(f"a reading child may not: {event}")


def _seccomp() -> bool:
    if sys.platform != "linux" or platform.machine() not in _MACHINES:
        return False
    program = _program(*_MACHINES[platform.machine()])
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    filter_ = ctypes.create_string_buffer(header, len(header))
    return (
        _prctl(_NO_NEW_PRIVILEGES, 1) == 0
        and _prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(filter_)) == 0
    )


def _program(machine: int, calls: tuple[int, ...]) -> bytes:
    """Refuse another machine's calls, the x32 ones and those listed; allow the rest."""
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(calls) + 1, 0, _X32),
        *((_EQUAL, len(calls) - n, 0, call) for n, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _prctl(option: int, first: int, second: int = 0) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return int(library.prctl(option, first, second, 0, 0))
