"""bin/test: every check and every test; with arguments only those tests."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from starter import environment, packages, preparation, services, system_libraries
from starter.layout import ROOT
from starter.steps import say, step

APPS = ("tenancy", "records", "vendors", "tendering", "contracts", "inspections", "complaints", "scoring")


@dataclass(frozen=True)
class Check:
    """One gate: a command that must end with 0."""

    title: str
    command: list[str]
    extra: dict[str, str]


def test(arguments: list[str]) -> int:
    """Set up, then run all checks and tests, or only the tests named in ``arguments``; returns the exit code."""
    began = time.monotonic()
    libraries = preparation.install("test")
    chromium = system_libraries.ensure_chromium()
    variables = {**_variables(), **libraries, **({"CHROMIUM": chromium} if chromium else {})}
    if arguments:
        return _call(_pytest(*arguments), variables)
    failed = [check.title for check in _checks() if not _passes(check, variables)]
    say("\nTests")
    if _call(_pytest("-n", os.environ.get("TEST_PROCESSES", "2"), "--requirements"), variables):
        failed.append("tests")
    say(
        f"\n{_minutes(time.monotonic() - began)}. "
        + (f"FAILED: {', '.join(failed)}" if failed else "Everything passed.")
    )
    return 1 if failed else 0


def _variables() -> dict[str, str]:
    """The environment of checks and tests: the outside servers when they are named, else the embedded test servers."""
    base = environment.inherited()
    if environment.outside_database() and environment.outside_cache():
        return {**base, **environment.addresses({})}
    with step("Starting PostgreSQL and Valkey for the tests"):
        found = services.ensure("test")
    return {**base, **environment.addresses(found.environment())}


def _pytest(*arguments: str) -> list[str]:
    return [packages.python(), "-m", "pytest", "-p", "tests.requirements_plugin", *arguments]


def _checks() -> list[Check]:
    """All gates besides the tests, the quick ones first."""
    python = packages.python()
    scripts = Path(python).parent
    templates = [str(path) for path in [ROOT / "templates"] if path.is_dir()]
    typed = [
        name for name in (*APPS, "config", "tests", "benchmarks", "bin/starter") if any((ROOT / name).rglob("*.py"))
    ]
    manage = [python, "-W", "error::DeprecationWarning", "manage.py"]
    testing = {"DJANGO_SETTINGS_MODULE": "config.test_settings"}
    return [
        Check("ruff check", [str(scripts / "ruff"), "check", "--quiet", "."], {}),
        Check("ruff format", [str(scripts / "ruff"), "format", "--check", "--quiet", "."], {}),
        Check("djlint", [str(scripts / "djlint"), "--lint", "--quiet", *templates], {}),
        Check("import contracts", [str(scripts / "lint-imports"), "--no-cache"], {}),
        Check("migrations complete", [*manage, "makemigrations", "--check", "--dry-run"], testing),
        Check("deployment check", [*manage, "check", "--deploy", "--fail-level", "WARNING"], _deployed()),
        Check("types", [str(scripts / "mypy"), *typed], testing),
    ]


def _deployed() -> dict[str, str]:
    """Settings as on a server, for ``check --deploy``; the secrets are thrown away."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": "0",
        "DEBUG": "0",
        "DEVELOPMENT": "0",
        "BEHIND_TLS": "1",
        "ALLOWED_HOSTS": "quality.example",
        "BASE_URL": "https://quality.example",
        **{name: os.urandom(32).hex() for name in environment.SECRETS},
    }


def _passes(check: Check, variables: dict[str, str]) -> bool:
    """Run one gate; its words are shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        check.command, cwd=ROOT, env={**variables, **check.extra}, capture_output=True, text=True, check=False
    )
    say(f"  {check.title:<22} {'passed' if done.returncode == 0 else 'FAILED'}  {time.monotonic() - began:5.1f} s")
    if done.returncode:
        say((done.stdout + done.stderr).rstrip())
    return done.returncode == 0


def _call(command: list[str], variables: dict[str, str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"
