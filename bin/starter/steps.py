"""Progress lines and the one error a person is meant to read."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """Set-up cannot go on; the message says what happened and ``hint`` what to type next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Stopped(Exception):
    """Somebody asked us to stop: Ctrl-C, SIGTERM or a closed terminal."""


class _Screen:
    """Writes lines of steps that may overlap: a title waits for its seconds unless another line comes between."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: str | None = None

    def begin(self, title: str) -> None:
        with self.lock:
            self._finish_line()
            print(f"  {title} ...", end="", flush=True)
            self.waiting = title

    def end(self, title: str, result: str) -> None:
        with self.lock:
            if self.waiting == title:
                print(f" {result}", flush=True)
                self.waiting = None
            else:
                self._finish_line()
                print(f"  {title}: {result}", flush=True)

    def line(self, text: str, *, error: bool = False) -> None:
        with self.lock:
            self._finish_line()
            print(text, flush=True, file=sys.stderr if error else sys.stdout)

    def _finish_line(self) -> None:
        if self.waiting is not None:
            print(flush=True)
            self.waiting = None


_screen = _Screen()


def say(text: str) -> None:
    """Print one line at once, even into a pipe."""
    _screen.line(text)


def warn(text: str) -> None:
    """Print a line that a person should not miss, without stopping."""
    _screen.line(f"  ! {text}", error=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print ``title`` when the work begins and its seconds when it ends; steps of several threads may overlap."""
    began = time.monotonic()
    _screen.begin(title)
    try:
        yield
    except BaseException as error:
        _screen.end(title, "stopped" if isinstance(error, Stopped | KeyboardInterrupt) else "failed")
        raise
    _screen.end(title, f"{time.monotonic() - began:.1f} s")
