"""Places to try the starter in: a ``var`` folder of its own that borrows the installed packages of this copy."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# What the running suite put into the environment and a person would not have.
OUTSIDE = (
    "DATABASE_URL", "OWNER_DATABASE_URL", "BACKUP_DATABASE_URL", "REDIS_URL", "PORT", "HOST", "DEMO",
    "DJANGO_SETTINGS_MODULE", "DEVELOPMENT", "MFA_REQUIRED", "BEHIND_TLS",
)  # fmt: skip


def real_var() -> Path:
    """The ``var`` folder these tests run from."""
    return Path(sys.prefix).parent


@dataclass
class Place:
    """One ``var`` folder and the way to run a command of ``bin/`` with it."""

    var: Path
    account: dict[str, Any] = field(default_factory=dict)  # user and group, as subprocess takes them
    python: str = sys.executable

    def environment(self, **extra: str) -> dict[str, str]:
        """The environment for commands in this place: embedded servers, nothing of the running suite."""
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        return {**kept, "STARTER_VAR": str(self.var), "PYTHON": self.python, **extra}

    def command(self, name: str, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run ``bin/<name>`` to its end."""
        return subprocess.run(
            [str(ROOT / "bin" / name), *arguments],
            env=self.environment(**extra), capture_output=True, text=True, check=False, cwd="/", timeout=300,
            **self.account,
        )  # fmt: skip

    def services(self, *arguments: str) -> str:
        """Run ``bin/services`` and return what it prints; it must succeed."""
        done = self.command("services", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def addresses(self, group: str = "run") -> dict[str, str]:
        """The addresses in the env file of a group."""
        lines = (self.var / group / "env").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def data(self, group: str = "run") -> Path:
        """PostgreSQL's data directory of a group."""
        return Path((self.var / group / "data-folder.txt").read_text(encoding="utf-8").strip()) / "postgres"


def make_place(folder: Path) -> Place:
    """A place below ``folder`` with the packages, stamps, fonts and static files of this copy."""
    var = folder / "var"
    var.mkdir(parents=True)
    for name in ("venv", "fonts", "static", "assets"):
        if (real_var() / name).exists():
            (var / name).symlink_to(real_var() / name)
    if (real_var() / "stamps").exists():
        shutil.copytree(real_var() / "stamps", var / "stamps", ignore=shutil.ignore_patterns("migrations-*", "static"))
    return Place(var)


def remove_place(place: Place) -> None:
    """Stop the servers of a place and remove what they put outside of it."""
    for group in ("run", "test", "bench"):
        if (place.var / group / "data-folder.txt").exists():
            place.command("services", group, "stop")
            outside = place.data(group).parent
            if place.var not in outside.parents:
                shutil.rmtree(outside, ignore_errors=True)
