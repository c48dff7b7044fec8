"""A filter by a row of another list: a drop-down while it is short, words when it is long, the same answers."""

from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from contracts.lists import CONTRACTS
from contracts.models import Contract
from tenancy import filters
from tenancy.context import acting_for
from tenancy.listing import ListPage
from tenancy.models import Tenant
from tenancy.rules.actor import system_actor
from tests.factories.contracts import a_contract
from tests.factories.tenancy import World
from tests.factories.vendors import a_vendor
from vendors.lists.register import VENDORS
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def contracts(world: World, tenant: Tenant) -> list[Contract]:
    """Three contracts: of 诚修 and of 诚修华东 at one project, of 百净 at another."""
    names = [
        ("诚修保洁服务有限公司", world.project),
        ("诚修华东有限公司", world.project),
        ("百净保洁", world.second_project),
    ]
    return [a_contract(vendor=a_vendor(legal_name=name), project=project) for name, project in names]


@pytest.fixture(params=["short", "long"])
def length(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "long":
        monkeypatch.setattr(filters, "MOST_OPTIONS", 1)
    return str(request.param)


def _page(tenant: Tenant, spec: Any = CONTRACTS, **query: object) -> ListPage:
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in query.items()})
    return ListPage(spec, asked, system_actor(tenant.pk))


def _found(page: ListPage) -> set[int]:
    return {shown.row.pk for shown in page.rows}


def test_short_list_is_a_drop_down_and_a_long_one_a_text(
    tenant: Tenant, contracts: list[Contract], length: str
) -> None:
    drawn = str(_page(tenant).filters["vendor"])
    names = [one.vendor.legal_name in drawn for one in contracts]
    assert (names, "<select" in drawn) == (([True] * 3, True) if length == "short" else ([False] * 3, False))


def test_id_and_words_find_the_same_rows(tenant: Tenant, contracts: list[Contract], length: str) -> None:
    first, second, third = contracts
    assert _found(_page(tenant, vendor=first.vendor_id)) == {first.pk}
    assert _found(_page(tenant, vendor=first.vendor.legal_name)) == {first.pk}
    assert _found(_page(tenant, vendor="诚修")) == {first.pk, second.pk}
    assert _found(_page(tenant, vendor="cx")) == {first.pk, second.pk}
    assert _found(_page(tenant, project="和平里")) == {third.pk}
    assert _found(_page(tenant, vendor="nobody of this name")) == set()


def test_words_that_find_nothing_narrow_a_filter_with_a_method_too(
    tenant: Tenant, contracts: list[Contract], length: str
) -> None:
    first, second, _third = contracts
    assert _found(_page(tenant, VENDORS, project="yqy")) == {first.vendor_id, second.vendor_id}
    assert _found(_page(tenant, VENDORS, project="nowhere")) == set()


def test_an_address_with_an_id_shows_the_name(tenant: Tenant, contracts: list[Contract], length: str) -> None:
    vendor = contracts[0].vendor
    drawn = str(_page(tenant, vendor=vendor.pk).filters["vendor"])
    assert (f'value="{vendor.legal_name}"' in drawn, f'value="{vendor.pk}" selected' in drawn) == (
        length == "long",
        length == "short",
    )


@pytest.mark.parametrize("odd", ["999999999999999999", "9" * 40, "-1", "\x00", "٣", "1 or 1=1", "😀"])
def test_odd_values_are_no_error(tenant: Tenant, contracts: list[Contract], length: str, odd: str) -> None:
    page = _page(tenant, vendor=odd)
    assert (len(page.rows) in {0, 3}, str(page.filters["vendor"]) != "") == (True, True)


def test_another_tenants_vendor_is_not_found(
    world: World, tenant: Tenant, contracts: list[Contract], length: str
) -> None:
    with acting_for(world.other):
        foreign = a_vendor(legal_name="金丝雀保洁")
    for value in (foreign.pk, foreign.legal_name):
        page = _page(tenant, vendor=value)
        assert foreign.legal_name not in str(page.filters["vendor"]).replace(f'value="{value}"', "")
        assert not _found(page) or page.filters.errors


def test_a_long_list_costs_one_query_for_its_filter(
    tenant: Tenant, contracts: list[Contract], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    field = filters.PickField(offer=filters.projects_offered())
    with django_assert_num_queries(1):
        field = filters.PickField(offer=filters.projects_offered())
    assert len(field.choices) == 3
    assert Vendor.objects.count() == 3
