"""Starts and stops the embedded Valkey (Redis protocol). It keeps nothing: the truth is in PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from starter.account import Account
from starter.layout import Group
from starter.steps import SetupError


class Server:
    """One embedded Valkey server on a unix socket, without a port."""

    def __init__(self, group: Group, program: str, account: Account) -> None:
        self.group = group
        self.program = program
        self.account = account

    @property
    def socket(self) -> Path:
        """The unix socket of this server."""
        return self.group.sockets / "valkey.sock"

    def url(self) -> str:
        """The URL in the form Celery wants; the settings make the cache's form from it."""
        return f"redis+socket://{quote(str(self.socket), safe='/')}"

    def command(self) -> list[str]:
        """The command line for a server in the foreground."""
        return [
            self.program, "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
            "--save", "", "--appendonly", "no", "--maxmemory", "256mb", "--maxmemory-policy", "noeviction",
            "--dir", "/", "--pidfile", str(self._pid_file()),
        ]  # fmt: skip

    def answers(self) -> bool:
        """Whether the server replies to PING."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(self.socket))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
        return False

    def prepare(self) -> None:
        """Clear the socket file of a killed server away."""
        self.socket.unlink(missing_ok=True)

    def start_detached(self) -> None:
        """Start the server as a process of its own unless it answers. Raises SetupError when it does not come up."""
        if self.answers():
            return
        self.prepare()
        log = self.group.log("valkey")
        with log.open("ab") as output:
            subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/",
                start_new_session=True, **self.account.popen(),
            )  # fmt: skip
        self.wait()

    def wait(self, seconds: float = 10.0) -> None:
        """Wait until the server answers. Raises SetupError after ``seconds``."""
        deadline = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > deadline:
                raise SetupError(f"Valkey does not start; see {self.group.log('valkey')}.")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop a detached server, if it is the one in our pid file."""
        try:
            pid = int(self._pid_file().read_text(encoding="ascii"))
            ours = str(self.socket).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return
        if ours:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + 5
            while self.answers() and time.monotonic() < deadline:
                time.sleep(0.02)

    def _pid_file(self) -> Path:
        return self.group.sockets / "valkey.pid"
