"""Lets the shell scripts in bin/ start this package by its folder."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from starter.cli import main  # noqa: E402  (the folder above must be importable first)

sys.exit(main(sys.argv[1:]))
