"""The environment variables the product is started with."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

from starter.layout import var_folder
from starter.postgres import read_secret, write_secret
from starter.steps import SetupError

SECRETS = ("SECRET_KEY", "FIELD_KEY", "DOCUMENT_KEY")


def outside_database() -> bool:
    """Whether ``DATABASE_URL`` names a database that is not ours to start."""
    return bool(os.environ.get("DATABASE_URL"))


def outside_cache() -> bool:
    """Whether ``REDIS_URL`` names a server that is not ours to start."""
    return bool(os.environ.get("REDIS_URL"))


def addresses(embedded: dict[str, str]) -> dict[str, str]:
    """The servers' addresses: those of the environment, else the embedded ones.

    Raises SetupError when an outside database comes without the owner's address, because migrations need it.
    """
    if not outside_database():
        return embedded if not outside_cache() else {**embedded, "REDIS_URL": os.environ["REDIS_URL"]}
    names = ("DATABASE_URL", "OWNER_DATABASE_URL", "BACKUP_DATABASE_URL", "REDIS_URL")
    found = {name: os.environ[name] for name in names if os.environ.get(name)}
    if "OWNER_DATABASE_URL" not in found:
        raise SetupError(
            "DATABASE_URL is set, but OWNER_DATABASE_URL is not.",
            "Migrations run as the owner of the tables, pages as another role: docs/operations.md, 'Roles'.",
        )
    found.setdefault("REDIS_URL", embedded.get("REDIS_URL", ""))
    for name, url in (("DB_APP_ROLE", found["DATABASE_URL"]), ("DB_BACKUP_ROLE", found.get("BACKUP_DATABASE_URL", ""))):
        role = urlsplit(url).username
        if role:
            found[name] = os.environ.get(name, role)
    return found


def inherited() -> dict[str, str]:
    """Our own environment without what would change how Python runs; modules are compiled once, when first used."""
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def product(folder: Path, servers: dict[str, str], *, host: str, port: int) -> dict[str, str]:
    """Everything the web server and the worker read. What is set outside wins; secrets are made once and kept."""
    base = inherited()
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": "1",
        "BEHIND_TLS": "0",
        "BASE_URL": f"http://{_display_host(host)}:{port}",
        "ALLOWED_HOSTS": ",".join(_names(host)),
        **{name: _kept_secret(folder / f"secret-{name.lower()}") for name in SECRETS},
    }
    pages_need = {name: value for name, value in servers.items() if name != "OWNER_DATABASE_URL"}
    return {**ours, **base, **pages_need, "VAR_DIR": str(var_folder()), "PYTHONUNBUFFERED": "1"}


def as_owner(environment: dict[str, str], servers: dict[str, str]) -> dict[str, str]:
    """The same environment with the owner's connection, for migrations alone."""
    return {**environment, "DATABASE_URL": servers["OWNER_DATABASE_URL"]}


def _kept_secret(path: Path) -> str:
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(48))
    return read_secret(path)


def _display_host(host: str) -> str:
    """The host to show: ``localhost`` when only this machine or every address is served."""
    if host in ("127.0.0.1", "::1", "localhost"):
        return "localhost"
    return socket.gethostname() if host in ("0.0.0.0", "::") else host  # noqa: S104  compared, not bound


def _names(host: str) -> list[str]:
    """The names under which the product may be asked for."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in ("0.0.0.0", "::"):  # noqa: S104  compared, not bound
        names.append(socket.gethostname())
        try:
            names.extend(sorted({str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}))
        except OSError:  # a machine that cannot resolve its own name is reached by the names above
            return names
    elif host not in names:
        names.append(host)
    return names
