"""Which operating-system account runs PostgreSQL and Valkey.

PostgreSQL refuses to run as root. Started by root, both servers therefore run as an unprivileged
account that exists on every machine (``nobody``, or the one named in ``STARTER_DB_ACCOUNT``); started by anybody
else, they run as that person.
"""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starter.steps import SetupError


@dataclass(frozen=True)
class Account:
    """The account of the embedded servers."""

    name: str
    uid: int
    gid: int
    drops: bool  # True when we are root and must become this account first

    def popen(self) -> dict[str, Any]:
        """Keyword arguments that make ``subprocess`` run a program as this account."""
        if not self.drops:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give ``path`` to this account; nothing to do when we are that account."""
        if self.drops:
            os.chown(path, self.uid, self.gid)


def current() -> Account:
    """The account for servers started now. Raises SetupError when the chosen account does not exist."""
    uid = os.getuid()
    if uid != 0:
        try:
            name = pwd.getpwuid(uid).pw_name
        except KeyError:
            raise SetupError(
                f"The user number {uid} has no name on this machine, and PostgreSQL insists on one.",
                "Give it a name, or use outside servers: set DATABASE_URL, OWNER_DATABASE_URL and REDIS_URL.",
            ) from None
        return Account(name=name, uid=uid, gid=os.getgid(), drops=False)
    wanted = os.environ.get("STARTER_DB_ACCOUNT", "nobody")
    try:
        entry = pwd.getpwnam(wanted)
    except KeyError:
        raise SetupError(
            f"There is no account {wanted!r} to run PostgreSQL.", "Name one in STARTER_DB_ACCOUNT."
        ) from None
    if entry.pw_uid == 0:
        raise SetupError("PostgreSQL cannot run as root.", "Name an ordinary account in STARTER_DB_ACCOUNT.")
    return Account(name=wanted, uid=entry.pw_uid, gid=entry.pw_gid, drops=True)


def can_enter(folder: Path, account: Account) -> bool:
    """Whether ``account`` may pass through ``folder`` and every folder above it (group rights are not counted)."""
    for place in (folder, *folder.parents):
        found = place.stat()
        needed = stat.S_IXUSR if found.st_uid == account.uid else stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True
