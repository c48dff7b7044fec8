"""Where everything lies: the project, its ``var`` folder, and each group of embedded servers.

A *group* is one PostgreSQL cluster with one Valkey: ``run`` for the product, ``test`` for the
test suite and ``bench`` for the benchmarks. They share nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from starter.account import Account, can_enter
from starter.steps import SetupError

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "vendor_quality"
# sockaddr_un holds 107 bytes; "/.s.PGSQL.5432.lock" is the longest name put behind the folder.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
SYSTEM_DATA = Path("/var/lib/vendor-quality")


@dataclass(frozen=True)
class Group:
    """The folders of one group of embedded servers."""

    name: str
    folder: Path  # passwords and the env file; belongs to the person who starts the product
    data: Path  # PostgreSQL's own files; belongs to the account that runs PostgreSQL
    sockets: Path  # short enough for a unix socket

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.data / "postgres"

    @property
    def env_file(self) -> Path:
        """KEY=VALUE lines for whoever wants to use the servers."""
        return self.folder / "env"

    def log(self, name: str) -> Path:
        """The log file of one program of this group."""
        return self.folder / "log" / f"{name}.log"


def var_folder() -> Path:
    """The folder for everything that set-up makes; ``STARTER_VAR`` moves it."""
    chosen = os.environ.get("STARTER_VAR")
    return Path(chosen).resolve() if chosen else ROOT / "var"


def project_key() -> str:
    """A short name for this copy of the project, stable for its place on disk."""
    return hashlib.sha256(str(var_folder()).encode()).hexdigest()[:12]


def group(name: str, account: Account) -> Group:
    """The folders of group ``name``, made ready for ``account``.

    Data stays under ``var`` unless the account that runs PostgreSQL cannot enter that folder (a private
    home of root): then it goes to a system folder, and nothing of the home is opened.
    """
    folder = var_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log").mkdir(exist_ok=True)
    if account.drops and not can_enter(folder, account):
        data = SYSTEM_DATA / f"{project_key()}-{name}"
        data.mkdir(parents=True, exist_ok=True)
    else:
        data = folder
    note = folder / "data-folder.txt"
    note.write_text(f"{data}\n", encoding="utf-8")
    return Group(name=name, folder=folder, data=data, sockets=_socket_folder(data, name, account))


def _socket_folder(data: Path, name: str, account: Account) -> Path:
    """A folder (mode 0700) for unix sockets: beside the data, or a short temporary one when that is too long."""
    natural = data / "sockets"
    if len(os.fsencode(natural)) <= LONGEST_SOCKET_FOLDER:
        folder = natural
    else:
        folder = Path(tempfile.gettempdir()) / f"vq-{account.uid}-{project_key()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.getuid()):
        raise SetupError(
            f"{folder} belongs to somebody else, so it cannot hold this product's sockets.",
            f"Remove it, or set TMPDIR to a folder of your own: TMPDIR=$HOME/tmp {ROOT}/bin/run",
        )
    account.own(folder)
    folder.chmod(0o700)
    return folder
