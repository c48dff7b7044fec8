"""The embedded servers of one group, together: make sure they run, write their addresses, stop them."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starter import account as accounts
from starter import binaries, cluster, postgres, valkey
from starter.layout import Group, group
from starter.postgres import write_secret


@dataclass(frozen=True)
class Services:
    """PostgreSQL and Valkey of one group."""

    group: Group
    database: postgres.Server
    cache: valkey.Server

    def environment(self) -> dict[str, str]:
        """The addresses of both servers, as the settings of the product read them."""
        return {
            "DATABASE_URL": self.database.url("app"),
            "OWNER_DATABASE_URL": self.database.url("owner"),
            "BACKUP_DATABASE_URL": self.database.url("backup"),
            "REDIS_URL": self.cache.url(),
        }

    def write_env_file(self) -> None:
        """Write the addresses to ``var/<group>/env``, readable by its owner alone."""
        text = "".join(f"{key}={value}\n" for key, value in self.environment().items())
        if not self.group.env_file.exists() or self.group.env_file.read_text(encoding="utf-8") != text:
            write_secret(self.group.env_file, text)


def find(name: str) -> Services:
    """The services of group ``name``, started or not."""
    account = accounts.current()
    folders = group(name, account)
    programs = binaries.postgres(folders, account)
    return Services(
        group=folders,
        database=postgres.Server(folders, programs, account),
        cache=valkey.Server(folders, binaries.valkey(folders, account), account),
    )


def ensure_database(services: Services) -> None:
    """Make the cluster if need be, start it, and see to its roles."""
    server = services.database
    cluster.ensure(services.group, server.programs, server.account)
    server.start()
    server.ensure_roles()


def ensure(name: str) -> Services:
    """Make sure the servers of group ``name`` run on their own; quick when they do. Safe to call from many at once."""
    services = find(name)
    with locked(services.group):
        ensure_database(services)
        services.cache.start_detached()
        services.write_env_file()
    return services


def stop(name: str) -> None:
    """Stop the servers of group ``name``; their data stays."""
    services = find(name)
    with locked(services.group):
        services.cache.stop()
        services.database.stop()


@contextmanager
def locked(folders: Group) -> Iterator[None]:
    """Hold the group's lock, so that two starts do not make the same cluster twice."""
    with (folders.folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
