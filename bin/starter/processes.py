"""Child processes that end with their parent, and what is left of an earlier, killed start."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 20_000_000
# More ends than this within a minute, and the program is not going to come up by itself.
PATIENCE = 5


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, even by kill -9. Runs between fork and exec."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program that is kept running."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path
    popen: Mapping[str, Any] = field(default_factory=dict)  # the account to run as
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the program in a session of its own, its words going to the log."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        linux = sys.platform == "linux"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=self.folder,
                env=dict(self.environment), start_new_session=True,
                preexec_fn=_end_with_parent if linux else None,  # noqa: PLW1509  one thread when this runs
                **self.popen,
            )  # fmt: skip

    def ended(self) -> int | None:
        """The exit code when the program has ended; its leftover children are ended too."""
        if self.process is None:
            return None
        code = self.process.poll()
        if code is not None:
            signal_group(self.process.pid, signal.SIGKILL)
            self.ends = [moment for moment in self.ends if moment > time.monotonic() - 60] + [time.monotonic()]
        return code

    def hopeless(self) -> bool:
        """Whether the program ended too often within a minute."""
        return len(self.ends) > PATIENCE

    def last_words(self, count: int = 15) -> str:
        """The end of the log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the program alone; it sees to its own children."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, until: float) -> None:
        """Wait until the moment ``until``, then end what is left of the program."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


def signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to a process group, if there still is one."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def remember(path: Path, children: Iterable[Child]) -> None:
    """Write down which processes were started, for the next start after a kill -9."""
    rows = [
        {"pid": child.process.pid, "started": started}
        for child in children
        if child.process is not None and (started := _start_moment(child.process.pid)) is not None
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")


def end_leftovers(path: Path) -> int:
    """End the process groups an earlier start wrote down, and return how many were still there.

    A number that now belongs to another program is known by its different start moment and left alone.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return 0
    mine = [row["pid"] for row in rows if _is_ours(row["pid"], row["started"])]
    for number, patience in ((signal.SIGTERM, 8.0), (signal.SIGKILL, 2.0)):
        for group in mine:
            signal_group(group, number)
        deadline = time.monotonic() + patience
        while any(_group_lives(group) for group in mine) and time.monotonic() < deadline:
            time.sleep(0.05)
    path.unlink(missing_ok=True)
    return len(mine)


def _is_ours(pid: int, started: str) -> bool:
    """Whether group ``pid`` is still the one that was written down, its first process alive or dead."""
    moment = _start_moment(pid)
    return moment == started or (moment is None and _group_lives(pid))


def _group_lives(group: int) -> bool:
    """Whether a process of the group exists that is more than an unread exit code."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return any(fields[2] == str(group) and fields[0] != "Z" for fields in _all_processes())


def _start_moment(pid: int) -> str | None:
    """The moment process ``pid`` started, as the kernel counts it; None when there is no such process."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else None


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the program's name: state, parent, group, session ..."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
    except OSError:
        return []


def _all_processes() -> list[list[str]]:
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [fields for number in numbers if (fields := _stat(number))]
