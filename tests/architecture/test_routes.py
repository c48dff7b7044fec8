"""Every route, every method, eight wrong users: no foreign row is shown, nothing changes (security.md 1)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client

from tenancy.context import acting_for
from tenancy.models import Membership, Person, Tenant
from tests.architecture.routes import PUBLIC, PUBLIC_PREFIXES, Route, routes
from tests.factories.whole import CANARY, SITE_CANARY, VENDOR_CANARY, Whole, make_whole_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
METHODS = ("get", "post", "put", "patch", "delete")

# What everybody behind the wall may change: things of one's own. They are left out of "nothing changes".
OWN_TABLES = {
    "tenancy_job",
    "records_journalentry",
    "records_journalseal",
    "records_notification",
    "tenancy_rememberedreply",
    "records_searchtoken",
}


def test_every_route_is_classified() -> None:
    found = routes()
    unknown = [
        route.pattern
        for route in found
        if not route.is_tenant_page
        and not route.is_api
        and route.pattern not in PUBLIC
        and not route.pattern.startswith(tuple(PUBLIC_PREFIXES))
    ]
    assert unknown == [], "Put the page under <tenant>/ or name it, with a reason, in tests/architecture/routes.py."
    patterns = {route.pattern for route in found}
    assert set(PUBLIC) - patterns == set()


@dataclass
class Hunt:
    """What one wrong user was able to see and do."""

    seen: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)


def _walled() -> list[Route]:
    return [route for route in routes() if route.is_tenant_page or route.is_api]


def _hunt(client: Client, whole: Whole, canary: str, methods: tuple[str, ...] = METHODS) -> Hunt:
    hunt = Hunt()
    for route in _walled():
        address = route.address(whole.values_for(route))
        for method in methods:
            response = getattr(client, method)(address, **_payload(route, method))
            # Reading a file to its end closes it; close() would take the test's own connection along.
            body = b"".join(response.streaming_content) if response.streaming else response.content
            where = f"{method.upper()} {route.pattern} -> {response.status_code}"
            if canary.encode() in body or canary in str(response.headers):
                hunt.seen.append(where)
            if response.status_code >= 500:
                hunt.failed.append(where)
            if 200 <= response.status_code < 300:
                hunt.answered.append(where)
    return hunt


def _payload(route: Route, method: str) -> dict[str, object]:
    if method == "get":
        return {}
    if route.is_api or method != "post":
        return {"data": {"reason": "x", "name": "x"}, "content_type": "application/json"}
    return {"data": {"reason": "x", "name": "x", "confirm": "1"}}


def _fingerprint(tenant: Tenant) -> dict[str, str]:
    marks = {}
    with acting_for(tenant), connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.columns "
            "where column_name = 'tenant_id' and table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            if table not in OWN_TABLES:
                cursor.execute(f"select md5(coalesce(string_agg(t::text, '|' order by t.id), '')) from {table} t")  # noqa: S608
                marks[table] = cursor.fetchone()[0]
    return marks


@pytest.fixture
def whole() -> Whole:
    return make_whole_world()


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(table for table in before if before[table] != after[table])


def _as(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def _strangers(whole: Whole) -> Iterator[tuple[str, Client]]:
    yield "nobody", Client(raise_request_exception=False)
    yield "no tenant", _as(Person.objects.create_user("lonely@nowhere.example", name="lonely"))
    yield "every role, other tenant", _as(whole.everything_in_other())
    yield "same vendor through another tenant", _as(whole.same_vendor_elsewhere())
    disabled = whole.world.person("quality_officer")
    client = _as(disabled)
    Person.objects.filter(pk=disabled.pk).update(is_active=False)
    yield "disabled, old session", client


@pytest.mark.req("TEN-01")
@pytest.mark.parametrize("number", range(5))
def test_stranger_gets_nothing_and_changes_nothing(whole: Whole, number: int) -> None:
    name, client = list(_strangers(whole))[number]
    before = _fingerprint(whole.world.tenant)
    hunt = _hunt(client, whole, CANARY)
    pages = [one for one in hunt.answered if "<slug:tenant>" in one]
    assert (name, hunt.seen, hunt.failed, pages) == (name, [], [], [])
    assert _changed(before, _fingerprint(whole.world.tenant)) == []


@pytest.mark.req("TEN-05")
def test_other_vendor_sees_and_changes_nothing_of_a_vendor(whole: Whole) -> None:
    before = _fingerprint(whole.world.tenant)
    hunt = _hunt(_as(whole.rival), whole, VENDOR_CANARY)
    assert (hunt.seen, hunt.failed) == ([], [])
    assert _changed(before, _fingerprint(whole.world.tenant)) == []


@pytest.mark.req("TEN-03")
def test_person_of_another_site_sees_and_changes_nothing_of_this_one(whole: Whole) -> None:
    before = _fingerprint(whole.world.tenant)
    hunt = _hunt(_as(whole.neighbour), whole, SITE_CANARY)
    assert (hunt.seen, hunt.failed) == ([], [])
    assert _changed(before, _fingerprint(whole.world.tenant)) == []


@pytest.mark.req("TEN-03")
def test_lower_role_changes_nothing(whole: Whole) -> None:
    before = _fingerprint(whole.world.tenant)
    hunt = _hunt(_as(whole.world.person("legal_reviewer")), whole, "\x00never")
    assert hunt.failed == []
    assert _changed(before, _fingerprint(whole.world.tenant)) == []


def test_the_canary_is_really_there_for_who_may_see_it(whole: Whole) -> None:
    hunt = _hunt(_as(whole.world.person("tenant_admin")), whole, CANARY, methods=("get",))
    assert hunt.failed == []
    assert len(hunt.seen) >= 15, hunt.seen
    own = _hunt(_as(whole.vendor_person), whole, VENDOR_CANARY, methods=("get",))
    assert own.failed == []
    assert len(own.seen) >= 3, own.seen
    assert Membership.objects.filter(person=whole.vendor_person).count() == 1
