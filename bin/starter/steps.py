"""Progress lines and the one error a person is meant to read."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """Set-up cannot go on; the message says what happened and ``hint`` what to type next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def say(text: str) -> None:
    """Print one line at once, even into a pipe."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print a line that a person should not miss, without stopping."""
    print(f"  ! {text}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print ``title`` when the work begins and its seconds when it ends."""
    began = time.monotonic()
    print(f"  {title} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)
