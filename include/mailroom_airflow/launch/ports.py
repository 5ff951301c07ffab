"""TCP ports on this machine: asked for before anything is started."""

from __future__ import annotations

import socket

from mailroom.errors import MachineryFault

LOOPBACK = "127.0.0.1"


def url(port: int) -> str:
    """The address of what listens on a port of this machine."""
    return f"http://{LOOPBACK}:{port}"


def is_free(port: int) -> bool:
    """True when nothing listens on the port, on any address of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True


def require(port: int) -> int:
    """The port, when it is free. Raises MachineryFault otherwise."""
    if not is_free(port):
        raise MachineryFault(
            f"port {port} is in use: stop what listens there (`make down`, if it is ours), "
            "or choose another with MAILROOM_PORT"
        )
    return port


def free(count: int) -> list[int]:
    """So many different free ports."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
