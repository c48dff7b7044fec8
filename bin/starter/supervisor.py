"""Keeps the product's programs running until it is told to stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from starter import postgres
from starter.processes import Child, remember
from starter.steps import SetupError, Stopped, say, warn

STOP_PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.5


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the signals that ask for a stop into ``Stopped``; a second one while stopping is ignored."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for each in watched:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.signal(each, stop) for each in watched}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Supervisor:
    """The children of one start, and the embedded PostgreSQL when there is one."""

    def __init__(self, children_file: Path) -> None:
        self.children_file = children_file
        self.database: postgres.Server | None = None
        self.children: list[Child] = []

    def start(self, child: Child) -> None:
        """Start one program and watch it from now on."""
        child.start()
        self.children.append(child)
        remember(self.children_file, self.children)

    def look(self) -> None:
        """Start again what has ended. Raises SetupError when a program does not stay up."""
        if self.database is not None and not self.database.lives():
            warn("PostgreSQL has ended; starting it again.")
            self.database.start()
        for child in self.children:
            code = child.ended()
            if code is None:
                continue
            if child.hopeless():
                raise SetupError(f"{child.name} does not stay up. The end of {child.log}:\n{child.last_words()}")
            warn(f"{child.name} has ended ({_how(code)}); starting it again.")
            time.sleep(min(len(child.ends) - 1, 4) * 0.5)
            child.start()
            remember(self.children_file, self.children)

    def watch(self) -> NoReturn:
        """Look after everything for ever; ends by ``Stopped`` or SetupError."""
        while True:
            self.look()
            time.sleep(LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Stop all programs, last started first, then the embedded PostgreSQL."""
        for child in reversed(self.children):
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_PATIENCE_SECONDS
        for child in reversed(self.children):
            child.make_stop(deadline)
        self.children_file.unlink(missing_ok=True)
        if self.database is not None:
            self.database.stop()
        say("Stopped. The data is kept; the next start takes seconds.")


def _how(code: int) -> str:
    """An exit code in words."""
    return f"by signal {-code}" if code < 0 else f"with exit code {code}"
