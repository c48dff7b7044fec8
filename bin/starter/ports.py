"""Looks at the web port before anything is started."""

from __future__ import annotations

import errno
import os
import socket

from starter.steps import SetupError

DEFAULT_PORT = 8000


def wanted() -> tuple[str, int]:
    """The address to serve on: ``HOST`` and ``PORT``, else this machine alone on port 8000."""
    host = os.environ.get("HOST", "127.0.0.1")
    raw = os.environ.get("PORT", str(DEFAULT_PORT))
    if not (raw.isascii() and raw.isdigit()) or not 0 < int(raw) < 65536:
        raise SetupError(f"PORT must be a number between 1 and 65535, not {raw!r}.")
    return host, int(raw)


def check(host: str, port: int) -> None:
    """Raise SetupError with a free port to use instead when the wanted one is taken or not allowed."""
    trouble = _trouble(host, port)
    if trouble is None:
        return
    if trouble == errno.EADDRINUSE:
        other = next((number for number in range(max(port + 1, 1024), 65536) if _trouble(host, number) is None), None)
        hint = f"Port {other} is free: PORT={other} bin/run" if other else ""
        raise SetupError(f"Port {port} is taken by another program.", hint)
    raise SetupError(f"Port {port} on {host} cannot be used: {os.strerror(trouble)}.")


def _trouble(host: str, port: int) -> int | None:
    """The error number of listening on ``port``, or None when it works."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error.errno or errno.EINVAL
    return None
