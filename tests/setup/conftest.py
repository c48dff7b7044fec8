"""Places for the tests of the starter."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.setup.places import Place, make_place, remove_place


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short folder that every account may enter; pytest's own is long and private."""
    folder = Path(tempfile.mkdtemp(prefix="vq-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place(open_folder: Path) -> Iterator[Place]:
    """A fresh place, removed with everything it started."""
    made = make_place(open_folder)
    yield made
    remove_place(made)


@pytest.fixture
def as_root() -> None:
    """Only for tests that start things as root."""
    if os.getuid() != 0:
        pytest.skip("needs root")
