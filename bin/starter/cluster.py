"""Makes a PostgreSQL cluster: initdb, settings, and who may connect."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from starter.account import Account
from starter.binaries import Postgres
from starter.layout import Group
from starter.steps import SetupError

SUPERUSER = "postgres"

COMMON = {
    "listen_addresses": "''",  # no port is opened: unix sockets only
    "password_encryption": "'scram-sha-256'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "shared_buffers": "'256MB'",
    "max_connections": "120",
    "log_statement": "'none'",
    "log_min_duration_statement": "'2s'",
}
# A test cluster may lose its data with the machine's power; nothing else is different about it.
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PER_GROUP: dict[str, dict[str, str]] = {
    "run": {},
    "test": {**UNSAFE_BUT_FAST, "max_connections": "300", "log_min_duration_statement": "'-1'"},
    # As on a server of 4 GB: a quarter of its memory.
    "bench": {
        "shared_buffers": "'1GB'",
        "synchronous_commit": "off",
        "max_wal_size": "'8GB'",
        "maintenance_work_mem": "'512MB'",
        "work_mem": "'64MB'",
    },
}


def ensure(group: Group, programs: Postgres, account: Account) -> bool:
    """Make the cluster unless it exists; write its settings in any case. True when it was made now.

    Raises SetupError when the data was written by another major version.
    """
    made = not (group.cluster / "PG_VERSION").exists()
    if made:
        _initdb(group, programs, account)
    found = int((group.cluster / "PG_VERSION").read_text(encoding="ascii").strip())
    if found != programs.major:
        raise SetupError(
            f"The data in {group.cluster} is of PostgreSQL {found}, the programs are version {programs.major}.",
            "See docs/operations.md, 'Upgrading PostgreSQL'.",
        )
    _write(group.cluster / "embedded.conf", _settings(group), account)
    _write(group.cluster / "pg_hba.conf", _who_may_connect(), account)
    _write(group.cluster / "pg_ident.conf", _identities(account), account)
    return made


def _initdb(group: Group, programs: Postgres, account: Account) -> None:
    """Run initdb in a folder of its own and put it in place only when it is complete."""
    unfinished = group.data / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(group.cluster, ignore_errors=True)  # reached only without PG_VERSION: not a cluster
    unfinished.mkdir(mode=0o700)
    account.own(unfinished)
    # Chinese needs LC_CTYPE with UTF-8 (with C there are no trigrams and no \w); order by bytes, sort keys are stored.
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C.UTF-8"]
        if programs.major >= 17
        else ["--locale=C.UTF-8"]
    )
    command = [
        programs.program("initdb"), "-D", str(unfinished), "-U", SUPERUSER, "-E", "UTF8",
        "--auth-local=peer", "--auth-host=reject", "--no-instructions", *locale,
    ]  # fmt: skip
    if group.name == "test":
        command.append("--no-sync")
    done = subprocess.run(
        command, capture_output=True, text=True, cwd="/", env=clean_env(), check=False, **account.popen()
    )
    if done.returncode:
        raise SetupError(f"PostgreSQL could not make its data folder {unfinished}:\n{done.stderr.strip()}")
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\ninclude 'embedded.conf'\n")
    unfinished.rename(group.cluster)


def _settings(group: Group) -> str:
    """The text of the settings file of this group."""
    wanted = {**COMMON, **PER_GROUP.get(group.name, {})}
    wanted["unix_socket_directories"] = "'" + str(group.sockets).replace("'", "''") + "'"
    wanted["unix_socket_permissions"] = "0700"
    return "".join(f"{key} = {value}\n" for key, value in sorted(wanted.items()))


def _who_may_connect() -> str:
    """The text of pg_hba.conf: the superuser by operating-system account, the roles by password, nobody else."""
    return f"local all {SUPERUSER} peer map=admin\nlocal all owner,app,backup scram-sha-256\n"


def _identities(account: Account) -> str:
    """The text of pg_ident.conf: which accounts of the machine may be the superuser."""
    starter = pwd.getpwuid(os.getuid()).pw_name
    # Not the account a root-started server drops to: `nobody` may be anybody's program.
    return f"admin {starter} {SUPERUSER}\n"


def _write(path: Path, text: str, account: Account) -> None:
    """Write a settings file only when it differs, owned by the server's account."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        account.own(path)
        path.chmod(0o600)


def clean_env() -> dict[str, str]:
    """The environment for PostgreSQL's programs: nothing of the caller's PG* settings or odd locales."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C.UTF-8"}
