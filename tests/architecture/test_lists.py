"""What every list owes its reader: pages found by an index, however long the list; words where it can search."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.utils.module_loading import import_string
from django_filters import ChoiceFilter

from tenancy.listing import ListPage, ListSpec
from tenancy.models import Tenant
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tests.factories.tenancy import World

pytestmark = pytest.mark.django_db

# Lists that stay short by nature, each with what bounds it: some thousand rows are sorted in milliseconds.
SHORT = {
    "tenancy.members": "the people of one tenant, sorted by a column of the person",
    "scoring.runs": "one row a month",
    "inspections.checklists": "some dozens, and their codes are unique",
    "vendors.papers": "eight papers for a vendor, of two states between which an index does not merge",
    "vendors.service_reports": "some for a vendor in a year",
    "vendors.qualified_lists": "some versions in a year, and their numbers are unique",
    "vendors.qualified_entries": "the vendors of one version, and with a version chosen an index finds them",
    "tendering.bids": "the bids of the tenders the reader works on",
    "tendering.invited": "the vendors invited to the tenders the reader works on",
}
SORTED = re.compile(r"^\s*(?:->)?\s*(?:Incremental )?Sort\b", re.MULTILINE)


def _plan(page: ListPage) -> str:
    """Return how the database would find the page's ids if it avoided sorting wherever an index allows."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_sort = off; set local enable_seqscan = off; set local enable_bitmapscan = off")
    return str(page.ids.explain())


@pytest.mark.parametrize("code", sorted(set(settings.LISTS) - set(SHORT)))
def test_an_index_finds_the_first_page_and_every_other(world: World, tenant: Tenant, code: str) -> None:
    spec: ListSpec = import_string(settings.LISTS[code])
    member = world.member("tenant_admin")
    all_of_it = dict.fromkeys(map(str, Permission))
    actor = Actor(tenant.pk, member.person_id, member.pk, "everything", scopes=all_of_it)
    plan = _plan(ListPage(spec, QueryDict(), actor))
    assert SORTED.findall(plan) == [], plan


def test_a_filter_by_vendor_project_or_person_stays_short() -> None:
    """A drop-down of a thousand vendors makes every page of a list slow; ``PickFilter`` takes words instead."""
    grown = re.compile(r"vendor|project|unit|person|actor|member")
    found = {
        f"{code}: {name}"
        for code, path in settings.LISTS.items()
        for name, one in getattr(import_string(path).filterset, "base_filters", {}).items()
        if isinstance(one, ChoiceFilter) and grown.search(f"{name} {one.field_name}")
    }
    assert found == set()
