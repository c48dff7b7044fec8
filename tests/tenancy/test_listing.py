"""Lists: pages of a keyset meet every row once in both directions, whatever the address says."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.http import QueryDict
from django.test import Client

from records.models import JournalEntry
from tenancy.listing import ListPage
from tenancy.models import Tenant
from tenancy.rules.actor import system_actor
from tests.factories.tenancy import World
from tests.factories.vendors import a_vendor
from vendors.lists.register import VENDORS
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def vendors(tenant: Tenant) -> list[Vendor]:
    """Seven vendors, three of which stand at the same place of every order by name, state and time."""
    return [a_vendor(legal_name=name) for name in ("安泰", "百净", "百净", "百净", "诚修", "恒达", "万木")]


def _page(tenant: Tenant, query: str) -> ListPage:
    return ListPage(VENDORS, QueryDict(query), system_actor(tenant.pk), path="/list/", page_rows=2)


def _ids(page: ListPage) -> list[int]:
    return [shown.row.pk for shown in page.rows]


def _behind(address: str) -> str:
    return urlsplit(address).query


def _walk(tenant: Tenant, query: str) -> tuple[list[list[int]], list[list[int]]]:
    """Return the pages met going on to the end, and those met coming back."""
    there, back = [], []
    page = _page(tenant, query)
    there.append(_ids(page))
    while page.next_url:
        page = _page(tenant, _behind(page.next_url))
        there.append(_ids(page))
    while page.prev_url:
        page = _page(tenant, _behind(page.prev_url))
        back.append(_ids(page))
    return there, back


@pytest.mark.parametrize("sort", ["", "sort_key", "-sort_key", "status", "-status", "created_at", "-created_at"])
def test_pages_meet_every_row_once_there_and_back(tenant: Tenant, vendors: list[Vendor], sort: str) -> None:
    name = sort.lstrip("-") or "sort_key"
    mark = "-" if sort.startswith("-") else ""
    wanted = list(Vendor.objects.order_by(f"{mark}{name}", f"{mark}id").values_list("id", flat=True))
    there, back = _walk(tenant, f"sort={sort}" if sort else "")
    assert there == [wanted[0:2], wanted[2:4], wanted[4:6], wanted[6:]]
    assert back == [wanted[4:6], wanted[2:4], wanted[0:2]]


@pytest.mark.parametrize("sort", ["id", "-id"])
def test_pages_in_the_order_of_writing(tenant: Tenant, vendors: list[Vendor], sort: str) -> None:
    from records.lists import JOURNAL  # the list that stands in the order of its ids

    wanted = list(JournalEntry.objects.order_by(sort).values_list("id", flat=True))
    found: list[int] = []
    query = f"sort={sort}"
    while query:
        page = ListPage(JOURNAL, QueryDict(query), system_actor(tenant.pk), page_rows=5)
        found += _ids(page)
        query = _behind(page.next_url)
    assert found == wanted


def test_mark_of_another_order_or_another_list_is_the_first_page(tenant: Tenant, vendors: list[Vendor]) -> None:
    first = _ids(_page(tenant, ""))
    mark = parse_qs(_behind(_page(tenant, "").next_url))["at"][0]
    foreign = signing.dumps({"sort": "sort_key", "value": "a", "id": 1, "way": "on"}, salt="records.journal")
    odd = signing.dumps(["sort_key"], salt="vendors.vendors")
    for at in ("nonsense", foreign, odd, f"{mark}x"):
        assert _ids(_page(tenant, f"at={at}")) == first
    by_time = _ids(_page(tenant, "sort=created_at"))
    assert _ids(_page(tenant, f"sort=created_at&at={mark}")) == by_time


def test_a_deep_page_is_one_descent_of_an_index(tenant: Tenant, vendors: list[Vendor]) -> None:
    second = _page(tenant, _behind(_page(tenant, "").next_url))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set local enable_sort = off; set local enable_seqscan = off; set local enable_bitmapscan = off")
    plan = second.ids.explain()
    assert "Index Cond: ((tenant_id = " in plan
    assert "(ROW(sort_key, id) > ROW(" in plan


def test_search_box_is_on_lists_that_search(
    world: World, tenant: Tenant, vendors: list[Vendor], client_for: Callable[..., Client]
) -> None:
    client = client_for("quality_officer")
    assert 'type="search" id="list-q"' in client.get(f"/{tenant.slug}/vendors/?q=cx").content.decode()
    assert 'id="list-q"' not in client_for("auditor").get(f"/{tenant.slug}/records/journal/").content.decode()
