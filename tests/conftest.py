"""What every test stands on: a database made by the owner, used as the app role; two tenants, one of which may leak."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import Client, TransactionTestCase
from hypothesis import settings as property_tests
from nacl import pwhash

from config.celery import app as queue
from tenancy.context import acting_for
from tenancy.models import Tenant
from tendering import envelopes
from tests.factories.tenancy import World, make_world

# A busy machine is no fault of the example that was being tried.
property_tests.register_profile("house", deadline=None)
property_tests.load_profile("house")


# Guessing a passphrase is made slow on purpose; the tests have no time for it, as for password hashes.
envelopes.STRETCHING = (pwhash.argon2id.OPSLIMIT_MIN, pwhash.argon2id.MEMLIMIT_MIN)


# As a web process does (config/wsgi.py): without it the registry of tasks is filled by whichever test comes first.
queue.loader.import_default_modules()


def _as(role: dict[str, Any], name: str) -> None:
    connection.close()
    for key in ("USER", "PASSWORD"):
        connections["default"].settings_dict[key] = role[key]
    connections["default"].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """Give each xdist worker a database of its own."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    test = settings.DATABASES["default"]["TEST"]
    if worker:
        test["NAME"] = f"{test['NAME']}_{worker}"
    connections["default"].settings_dict["TEST"]["NAME"] = test["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database as the owner, then let everything else run as the app role, bound by the walls."""
    app = dict(settings.DATABASES["default"])
    with django_db_blocker.unblock():
        _as(settings.OWNER_DATABASE, connection.settings_dict["NAME"])
        first = connection.settings_dict["NAME"]
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False, keepdb=django_db_keepdb and not django_db_createdb
        )
        name = connection.settings_dict["NAME"]
        call_command("grant_roles", verbosity=0)
        _as(app, name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        if not django_db_keepdb:
            _as(settings.OWNER_DATABASE, name)
            connection.creation.destroy_test_db(first, verbosity=0)


def _truncate_as_owner(self: TransactionTestCase) -> None:
    """The app role may not TRUNCATE, so the owner empties the tables after a test with real transactions."""
    app = dict(settings.DATABASES["default"])
    name = connection.settings_dict["NAME"]
    _as(settings.OWNER_DATABASE, name)
    keep = {"django_migrations", "django_content_type", "auth_permission"}
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table not in keep]
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        for left in range(9, -1, -1):
            try:
                cursor.execute(f"truncate {names} cascade")
                break
            except OperationalError:
                # A page's last request may still hold its locks in the live server's thread.
                if not left:
                    raise
                time.sleep(0.2)
    _as(app, name)


TransactionTestCase._fixture_teardown = _truncate_as_owner  # type: ignore[attr-defined]


@pytest.fixture
def world(db: None) -> World:
    """Two tenants with people of every role; ``world.other`` always holds rows that could leak."""
    return make_world()


@pytest.fixture
def tenant(world: World) -> Iterator[Tenant]:
    """The tenant under test, already behind its wall."""
    with acting_for(world.tenant):
        yield world.tenant


@pytest.fixture
def other_tenant(world: World) -> Tenant:
    """The tenant whose rows must never be seen."""
    return world.other


@pytest.fixture
def client_for(world: World) -> Callable[..., Client]:
    """Return a logged-in test client: ``client_for("property_manager")`` or ``client_for(person=...)``."""

    def log_in(role: str | None = None, *, person: Any = None, language: str = "en") -> Client:
        who = person or world.person(role or "")
        type(who).objects.filter(pk=who.pk).update(language=language)
        client = Client()
        client.force_login(who)
        return client

    return log_in
