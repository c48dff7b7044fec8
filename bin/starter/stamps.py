"""Stamp files: remember that a step was done for exactly these inputs, so that it is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from starter.layout import var_folder


def digest(files: Iterable[Path], *extra: str) -> str:
    """A hash over names and contents of ``files`` and over ``extra`` words."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(str(path).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    for word in extra:
        total.update(b"\0" + word.encode())
    return total.hexdigest()


def is_done(name: str, inputs: str) -> bool:
    """Whether step ``name`` was finished for these ``inputs``."""
    try:
        return _file(name).read_text(encoding="utf-8") == inputs
    except FileNotFoundError:
        return False


def mark(name: str, inputs: str) -> None:
    """Remember that step ``name`` is finished for these ``inputs``."""
    path = _file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(inputs, encoding="utf-8")


def forget(name: str) -> None:
    """Make step ``name`` run again."""
    _file(name).unlink(missing_ok=True)


def _file(name: str) -> Path:
    return var_folder() / "stamps" / name
