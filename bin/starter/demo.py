"""The demo world: loaded once into an empty database, its logins printed at every start."""

from __future__ import annotations

from pathlib import Path

from starter import assets, environment, packages, services
from starter.steps import SetupError, say, step

YES = ("1", "true", "yes")


def ensure(pages: dict[str, str], folder: Path) -> None:
    """Load the demo world when the database has no tenant, unless ``DEMO=0``."""
    if pages["DEMO"].lower() not in YES or packages.run_tool("ask_database.py", "has-tenant", env=pages) == "yes":
        return
    mark = _mark(folder)
    mark.touch()
    with step("Loading the demo world"):
        # An interrupted load is thrown away and done again, so its commits need not wait for the disk.
        assets.manage("load_demo", environment={**pages, "PGOPTIONS": "-c synchronous_commit=off"})
    mark.unlink()


def throw_away_half_loaded(found: services.Services | None, folder: Path) -> None:
    """Empty the embedded database when an earlier load of the demo world was killed half way.

    Only that load has ever written to it then. Raises SetupError for an outside database, which is not ours to empty.
    """
    mark = _mark(folder)
    if not mark.exists():
        return
    if found is None or environment.outside_database():
        raise SetupError(
            "The demo world was loaded only in part.", f"Empty the database, remove {mark}, and start again."
        )
    with step("Emptying the database after an interrupted first start"):
        found.database.recreate_database()
    mark.unlink()


def print_logins(pages: dict[str, str]) -> None:
    """Print the demo world's logins."""
    if pages["DEMO"].lower() in YES:
        say(assets.manage("load_demo", "--print-logins", environment=pages).rstrip())


def _mark(folder: Path) -> Path:
    return folder / "demo-world-unfinished"
