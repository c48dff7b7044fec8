"""The embedded servers: roles, secrets, and what they survive."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
import redis

from tests.setup.places import Place, make_place, remove_place

pytestmark = pytest.mark.slow


def ask(url: str, question: LiteralString) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row and len(row) == 1 else row


def leave_a_row(place: Place) -> None:
    with psycopg.connect(place.addresses()["OWNER_DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('电梯')")


def row_is_kept(place: Place) -> bool:
    return ask(place.addresses()["OWNER_DATABASE_URL"], "SELECT word FROM kept") == "电梯"


def postmaster(place: Place) -> int:
    return int((place.data() / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])


def processes_in(folder: Path) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and Path(entry, "cwd").samefile(folder):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_first_start_makes_three_roles_of_which_none_is_superuser(place: Place) -> None:
    place.services("run")
    roles = ask(
        place.addresses()["OWNER_DATABASE_URL"],
        "SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole), '; '"
        " ORDER BY rolname) FROM pg_roles WHERE rolname IN ('owner', 'app', 'backup')",
    )
    assert roles == "app f f f f; backup f t f f; owner f f f f"


def test_the_owner_may_make_databases_in_the_test_group_only(place: Place) -> None:
    place.services("test")
    question = "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert ask(place.addresses("test")["OWNER_DATABASE_URL"], question) is True
    assert ask(place.addresses("test")["DATABASE_URL"], question) is False


def test_the_app_role_makes_no_table_and_sees_none_it_was_not_given(place: Place) -> None:
    place.services("run")
    leave_a_row(place)
    with psycopg.connect(place.addresses()["DATABASE_URL"], autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT word FROM kept")


def test_the_backup_role_reads_everything_and_writes_nothing(place: Place) -> None:
    place.services("run")
    leave_a_row(place)
    with psycopg.connect(place.addresses()["BACKUP_DATABASE_URL"], autocommit=True) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("电梯",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("INSERT INTO kept VALUES ('x')")
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO kept VALUES ('x')")


def test_passwords_for_the_roles_and_the_account_for_the_superuser_are_the_only_ways_in(place: Place) -> None:
    place.services("run")
    url = place.addresses()["DATABASE_URL"]
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(f"postgresql://app@/{url.partition('@/')[2]}")
    ways = (place.data() / "pg_hba.conf").read_text(encoding="utf-8").splitlines()
    assert [line.split()[2:4] for line in ways] == [["postgres", "peer"], ["owner,app,backup", "scram-sha-256"]]
    identities = (place.data() / "pg_ident.conf").read_text(encoding="utf-8").split()
    assert identities == ["admin", pwd.getpwuid(os.getuid()).pw_name, "postgres"]


def test_secrets_are_readable_by_their_owner_alone(place: Place) -> None:
    place.services("run")
    secret = [path for path in (place.var / "run").iterdir() if path.name == "env" or path.name.startswith("password-")]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in secret} == {
        "env": 0o600, "password-owner": 0o600, "password-app": 0o600, "password-backup": 0o600,
    }  # fmt: skip


def test_no_port_is_opened(place: Place) -> None:
    place.services("run")
    assert ask(place.addresses()["DATABASE_URL"], "SHOW listen_addresses") == ""
    assert redis.from_url(place.addresses()["REDIS_URL"].replace("redis+socket", "unix")).config_get("port") == {
        "port": "0"
    }


def test_a_second_start_keeps_everything(place: Place) -> None:
    place.services("run")
    leave_a_row(place)
    before = (postmaster(place), place.addresses())
    place.services("run")
    assert (postmaster(place), place.addresses()) == before
    place.services("run", "stop")
    place.services("run")
    assert row_is_kept(place)


def kill_postmaster(place: Place) -> None:
    os.kill(postmaster(place), signal.SIGKILL)


def kill_all_processes(place: Place) -> None:
    for number in processes_in(place.data()):
        os.kill(number, signal.SIGKILL)


def half_written_pid_file(place: Place) -> None:
    place.services("run", "stop")
    (place.data() / "postmaster.pid").write_text("12", encoding="ascii")
    (place.data() / "postmaster.pid").write_text("", encoding="ascii")


def pid_file_of_another_program(place: Place) -> None:
    """As after a reboot: the number in the file belongs to somebody else now, even to our own account."""
    text = (place.data() / "postmaster.pid").read_text(encoding="utf-8")
    place.services("run", "stop")
    other = subprocess.Popen(["sleep", "60"])
    (place.data() / "postmaster.pid").write_text(
        text.replace(text.split("\n", 1)[0], str(other.pid), 1), encoding="utf-8"
    )


def socket_file_removed(place: Place) -> None:
    for path in Path(place.addresses()["DATABASE_URL"].partition("host=")[2]).iterdir():
        path.unlink()


@pytest.mark.parametrize(
    "harm",
    [kill_postmaster, kill_all_processes, half_written_pid_file, pid_file_of_another_program, socket_file_removed],
)
def test_the_servers_come_back_with_their_data(place: Place, harm: Callable[[Place], None]) -> None:
    place.services("run")
    leave_a_row(place)
    harm(place)
    place.services("run")
    assert row_is_kept(place)
    assert redis.from_url(place.addresses()["REDIS_URL"].replace("redis+socket", "unix")).ping() is True


def test_an_interrupted_first_start_is_done_again(place: Place) -> None:
    unfinished = place.var / "run" / "postgres.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n", encoding="ascii")
    place.services("run")
    assert ask(place.addresses()["DATABASE_URL"], "SELECT 1") == 1


def test_a_lost_password_file_gets_new_passwords(place: Place) -> None:
    place.services("run")
    old = place.addresses()["DATABASE_URL"]
    (place.var / "run" / "password-app").unlink()
    place.services("run")
    assert place.addresses()["DATABASE_URL"] != old
    assert ask(place.addresses()["DATABASE_URL"], "SELECT current_user::text") == "app"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(old)


def test_data_of_another_major_version_is_refused_and_left_alone(place: Place) -> None:
    place.services("run")
    place.services("run", "stop")
    (place.data() / "PG_VERSION").write_text("9\n", encoding="ascii")
    done = place.command("services", "run")
    (place.data() / "PG_VERSION").write_text("18\n", encoding="ascii")
    assert done.returncode == 1
    assert "is of PostgreSQL 9, the programs are version" in done.stderr


def test_chinese_characters_are_letters(place: Place) -> None:
    place.services("run")
    url = place.addresses()["OWNER_DATABASE_URL"]
    assert ask(url, r"SELECT '张三' ~ '^\w+$'") is True
    assert ask(url, "SELECT datcollate FROM pg_database WHERE datname = current_database()") in {"C", "C.UTF-8"}


def test_a_path_longer_than_a_unix_socket_may_be(open_folder: Path) -> None:
    deep = open_folder / ("长" * 30) / ("long folder " * 6).strip()
    made = make_place(deep)
    try:
        made.services("run")
        leave_a_row(made)
        made.services("run")
        assert row_is_kept(made)
        assert redis.from_url(made.addresses()["REDIS_URL"].replace("redis+socket", "unix")).ping() is True
    finally:
        remove_place(made)


def test_without_the_packages_the_servers_of_the_distribution_are_used(open_folder: Path) -> None:
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or not shutil.which("redis-server"):
        pytest.skip("needs PostgreSQL and Redis of the distribution")
    bare = Place(open_folder / "var")
    (bare.var / "venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    try:
        bare.services("run")
        version = ask(bare.addresses()["DATABASE_URL"], "SELECT current_setting('server_version_num')::int / 10000")
        assert version == int((bare.data() / "PG_VERSION").read_text(encoding="utf-8"))
        leave_a_row(bare)
        bare.services("run")
        assert row_is_kept(bare)
    finally:
        remove_place(bare)


def test_without_any_server_the_line_to_type_is_named(open_folder: Path) -> None:
    bare = Place(open_folder / "var")
    (bare.var / "venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    done = bare.command("services", "run", STARTER_DEBIAN_POSTGRES=str(open_folder / "none"))
    assert done.returncode == 1
    assert "There is no PostgreSQL" in done.stderr
    assert "apt-get install postgresql" in done.stderr
