"""Started as root, in a private home, as an ordinary user, beside strangers."""

import os
import pwd
import stat
from pathlib import Path

import psycopg
import pytest

from tests.setup.places import ROOT, Place, make_place, real_var, remove_place

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("as_root")]


def test_root_runs_the_servers_as_an_unprivileged_account(place: Place) -> None:
    place.services("run")
    number = int((place.data() / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    assert Path(f"/proc/{number}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert place.data().parent == place.var / "run"


def test_a_private_home_stays_private(open_folder: Path) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    made = make_place(home / "project")
    try:
        made.services("run")
        with psycopg.connect(made.addresses()["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert home not in made.data().parents
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE(made.data().stat().st_mode) == 0o700
    finally:
        remove_place(made)


def test_the_account_of_the_servers_is_not_the_superuser_of_the_database(place: Place) -> None:
    place.services("run")
    assert (place.data() / "pg_ident.conf").read_text(encoding="utf-8").split() == ["admin", "root", "postgres"]


def test_an_account_that_does_not_exist_is_named(place: Place) -> None:
    done = place.command("services", "run", STARTER_DB_ACCOUNT="no-such-account")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "There is no account 'no-such-account' to run PostgreSQL.", "Name one in STARTER_DB_ACCOUNT.",
    ]  # fmt: skip


def test_an_ordinary_user_needs_no_rights(open_folder: Path) -> None:
    if not os.access("/usr/bin/python3", os.X_OK) or not _anybody_may_read(ROOT, real_var()):
        pytest.skip("needs a system Python and a project folder that an ordinary user may read")
    somebody = pwd.getpwnam("nobody")
    made = make_place(open_folder / "project")
    for path in (open_folder / "project", made.var, *made.var.rglob("*")):
        os.chown(path, somebody.pw_uid, somebody.pw_gid, follow_symlinks=False)
    made.account = {"user": somebody.pw_uid, "group": somebody.pw_gid}
    made.python = "/usr/bin/python3"
    try:
        made.services("run")
        made.services("run")
        assert made.data().stat().st_uid == somebody.pw_uid
        with psycopg.connect(made.addresses()["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT current_user::text").fetchone() == ("app",)
    finally:
        remove_place(made)


def test_a_socket_folder_of_a_stranger_is_refused(open_folder: Path) -> None:
    deep = make_place(open_folder / ("x" * 120))
    temporary = open_folder / "t"
    temporary.mkdir()
    assert deep.command("services", "run", TMPDIR=str(temporary)).returncode == 0
    deep.command("services", "run", "stop", TMPDIR=str(temporary))
    (sockets,) = temporary.iterdir()
    stranger = pwd.getpwnam("daemon")
    for path in (sockets, *sockets.iterdir()):
        os.chown(path, stranger.pw_uid, stranger.pw_gid)
    done = deep.command("services", "run", TMPDIR=str(temporary))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[0] == (
        f"{sockets} belongs to somebody else, so it cannot hold this product's sockets."
    )


def _anybody_may_read(*folders: Path) -> bool:
    places = {place for folder in folders for place in (folder, *folder.parents)}
    return all(place.stat().st_mode & stat.S_IXOTH for place in places)
