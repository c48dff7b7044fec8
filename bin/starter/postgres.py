"""Starts, watches and stops the embedded PostgreSQL, and gives it its roles and database."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from starter.account import Account
from starter.binaries import Postgres
from starter.cluster import SUPERUSER, clean_env
from starter.layout import DATABASE, Group
from starter.steps import SetupError

SQL = Path(__file__).parent / "sql"
ROLES = ("owner", "app", "backup")
# After kill -9 the shared memory of the dead server stays in use for about two seconds.
START_PATIENCE_SECONDS = 15.0


class Server:
    """One embedded PostgreSQL server."""

    def __init__(self, group: Group, programs: Postgres, account: Account) -> None:
        self.group = group
        self.programs = programs
        self.account = account

    def answers(self) -> bool:
        """Whether the server accepts connections on its socket."""
        command = [
            self.programs.program("pg_isready"),
            "-q",
            "-t",
            "2",
            "-h",
            str(self.group.sockets),
            "-d",
            "postgres",
        ]
        return subprocess.run(command, env=clean_env(), capture_output=True, check=False).returncode == 0

    def lives(self) -> bool:
        """Whether the server process exists; much cheaper than asking it. Without /proc the server is asked."""
        if not Path("/proc/self/cwd").exists():
            return self.answers()
        return self._pid_file_process_is_ours()

    def start(self) -> None:
        """Start the server unless it answers already. Raises SetupError with the end of its log when it fails."""
        if self.answers():
            return
        self._drop_stale_pid_file()
        deadline = time.monotonic() + START_PATIENCE_SECONDS
        while True:
            done = self._pg_ctl("start", "-w", "-t", "30", "-l", str(self._log()), "-s")
            if done.returncode == 0 or self.answers():
                return
            if time.monotonic() > deadline:
                raise SetupError(f"PostgreSQL does not start. The end of {self._log()}:\n{self._end_of_log()}")
            if self._pid_file_process_is_ours():  # alive without its socket: only a restart brings the socket back
                self._pg_ctl("stop", "-m", "fast", "-w", "-t", "10", "-s")
            time.sleep(0.3)

    def stop(self) -> None:
        """Stop the server; connections are closed, committed work is kept."""
        self._pg_ctl("stop", "-m", "fast", "-w", "-t", "30", "-s")

    def sql(self, script: str, **variables: str) -> str:
        """Run ``script`` as the superuser, known by the operating-system account; returns what it prints."""
        command = [
            self.programs.program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
            "-h", str(self.group.sockets), "-U", SUPERUSER, "-d", "postgres", "-f", "-",
        ]  # fmt: skip
        # Values travel through standard input, so that no password is seen in the list of processes.
        preamble = "".join(f"\\set {name} {_psql_quote(value)}\n" for name, value in variables.items())
        done = subprocess.run(
            command, input=preamble + script, capture_output=True, text=True, env=clean_env(), check=False
        )
        if done.returncode:
            raise SetupError(f"PostgreSQL refused a set-up statement: {done.stderr.strip()}")
        return done.stdout.strip()

    def ensure_roles(self) -> None:
        """Create roles, passwords and the database at the first start; later starts only look for them."""
        files = {role: self.group.folder / f"password-{role}" for role in ROLES}
        known = self.sql("SELECT count(*) FROM pg_roles WHERE rolname IN ('owner', 'app', 'backup')") == str(len(ROLES))
        if not known or not all(path.exists() for path in files.values()):
            for path in files.values():
                write_secret(path, secrets.token_urlsafe(24))
            passwords = {f"{role}_password": read_secret(path) for role, path in files.items()}
            self.sql((SQL / "roles.sql").read_text(encoding="utf-8"), **passwords)
        if self.group.name == "test":
            self.sql("ALTER ROLE owner CREATEDB")
        self._ensure_database()

    def recreate_database(self) -> None:
        """Throw the product's database away and make an empty one."""
        self.sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self._ensure_database()

    def _ensure_database(self) -> None:
        if self.sql("SELECT count(*) FROM pg_database WHERE datname = :'name'", name=DATABASE) == "0":
            self.sql(f"CREATE DATABASE {DATABASE} OWNER owner")
        self.sql((SQL / "database.sql").read_text(encoding="utf-8"), database=DATABASE)

    def url(self, role: str) -> str:
        """The connection URL of ``role``, over the unix socket."""
        password = quote(read_secret(self.group.folder / f"password-{role}"), safe="")
        return f"postgresql://{role}:{password}@/{DATABASE}?host={quote(str(self.group.sockets), safe='/')}"

    def _pg_ctl(self, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run pg_ctl as the server's account, from a folder that account may enter."""
        log = self._log()
        log.touch(exist_ok=True)
        self.account.own(log)
        command = [self.programs.program("pg_ctl"), verb, "-D", str(self.group.cluster), *options]
        # Output is thrown away, not piped: the server would keep the pipe open. Its own words are in the log.
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            text=True, cwd="/", env=clean_env(), check=False, start_new_session=True, **self.account.popen(),
        )  # fmt: skip

    def _log(self) -> Path:
        return self.group.data / "postgres.log"

    def _end_of_log(self) -> str:
        return "\n".join(self._log().read_text(encoding="utf-8", errors="replace").splitlines()[-12:])

    def _pid_in_file(self) -> int | None:
        """The process number in postmaster.pid; None when there is no file or it is half written."""
        try:
            return abs(int((self.group.cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]))
        except (FileNotFoundError, ValueError):
            return None

    def _pid_file_process_is_ours(self) -> bool:
        """Whether the process named in postmaster.pid works in this data directory."""
        pid = self._pid_in_file()
        return pid is not None and _works_in(pid, self.group.cluster)

    def _drop_stale_pid_file(self) -> None:
        """Remove postmaster.pid when no living process works in the data directory.

        After a reboot the number in it may belong to some other program, and PostgreSQL would then refuse to start.
        The file also guards against leftover children of a killed server, so it goes only when there are none.
        """
        pid_file = self.group.cluster / "postmaster.pid"
        if not pid_file.exists() or not Path("/proc/self/cwd").exists():
            return
        if any(
            _works_in(int(entry.name), self.group.cluster) for entry in Path("/proc").iterdir() if entry.name.isdigit()
        ):
            return
        pid_file.unlink(missing_ok=True)


def _works_in(pid: int, folder: Path) -> bool:
    """Whether process ``pid`` has ``folder`` as its working directory, as every PostgreSQL process has."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    return False


def _psql_quote(value: str) -> str:
    """Quote a value for psql's ``\\set``."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def write_secret(path: Path, value: str) -> None:
    """Write ``value`` into a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(value)
    fresh.replace(path)


def read_secret(path: Path) -> str:
    """Read back what ``write_secret`` wrote."""
    return path.read_text(encoding="utf-8").strip()
