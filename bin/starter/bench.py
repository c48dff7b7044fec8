"""bin/bench: the benchmarks, each a module of ``benchmarks/``, on servers of their own."""

from __future__ import annotations

import subprocess

from starter import environment, packages, preparation, services
from starter.layout import ROOT, var_folder
from starter.steps import SetupError, say, step


def names() -> list[str]:
    """The benchmarks there are: modules of ``benchmarks/`` that can be run."""
    files = (ROOT / "benchmarks").glob("*.py")
    return sorted(
        path.stem for path in files if not path.stem.startswith("_") and "__main__" in path.read_text("utf-8")
    )


def bench(arguments: list[str]) -> int:
    """Run the named benchmark with the arguments behind its name, or all of them; returns the exit code."""
    known = names()
    if arguments and arguments[0] not in known:
        raise SetupError(f"There is no benchmark {arguments[0]!r}.", f"There are: {', '.join(known) or 'none'}")
    libraries = preparation.install("embedded")
    folder = var_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    embedded: dict[str, str] = {}
    if not (environment.outside_database() and environment.outside_cache()):
        with step("Starting PostgreSQL and Valkey for the benchmarks"):
            embedded = services.ensure("bench").environment()
    servers = environment.addresses(embedded)
    pages = {**environment.product(folder, servers, host="127.0.0.1", port=8000), **libraries}
    preparation.migrate(pages, servers)
    variables = {**pages, "OWNER_DATABASE_URL": servers["OWNER_DATABASE_URL"], "LOG_LEVEL": "WARNING"}
    worst = 0
    for name in [arguments[0]] if arguments else known:
        say(f"\n== {name}")
        command = [packages.python(), "-m", f"benchmarks.{name}", *arguments[1:]]
        worst = max(worst, subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode)
    return worst
