"""The search page finds across rooms, in the actor's own part only, and survives anything typed."""

from collections.abc import Callable

import pytest
from django.test import Client

from records import search
from records.search import Hit
from tenancy.context import acting_for
from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from tests.factories.tenancy import World

pytestmark = pytest.mark.slow


def units_found(actor: Actor, ids: list[int]) -> list[Hit]:
    """Hits of the tests."""
    return [Hit(row.name, "", f"/x/{row.id}/", "组织") for row in OrgUnit.objects.filter(id__in=ids)]


@pytest.fixture
def nouns(settings: object) -> None:
    settings.SEARCHES = {"tests.unit": "tests.records.test_search_page.units_found"}  # type: ignore[attr-defined]


def test_page_groups_what_was_found(world: World, nouns: None, client_for: Callable[..., Client]) -> None:
    for tenant, project in ((world.tenant, world.project), (world.other, world.other_project)):
        with acting_for(tenant):
            search.index(project, "tests.unit", project.name)
    page = client_for("auditor").get("/alpha/records/search/?q=yunqi").content.decode()
    assert (f"/x/{world.project.id}/" in page, "组织" in page, "beta 云栖苑" in page) == (True, True, False)
    nothing = client_for("auditor").get("/alpha/records/search/?q=zzzz").content.decode()
    assert "Nothing found" in nothing


@pytest.mark.parametrize(
    "words", ["", " ", "%00", "%2525", "'\"<script>", "——", "云" * 5000, "%F0%9F%98%80", "a b c d"]
)
def test_page_survives_anything_typed(world: World, client_for: Callable[..., Client], words: str) -> None:
    assert client_for("auditor").get(f"/alpha/records/search/?q={words}").status_code == 200
