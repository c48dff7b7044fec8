"""The search finds by Chinese, pinyin and initials, forgets stale words and stays behind the wall."""

import pytest
from django.conf import settings

from records import search
from records.models import SearchToken
from tenancy.context import acting_for
from tenancy.models import OrgUnit, Tenant
from tests.factories.tenancy import World


def found(words: str) -> list[str]:
    """Return the names found."""
    return [row.name for row in search.narrow(OrgUnit.objects.order_by("id"), "tests.unit", words)]


@pytest.mark.parametrize("words", ["云栖", "栖苑", "yunqi", "yqy", "alpha", " 云栖苑 "])
def test_narrow_finds_by_characters_pinyin_and_initials(world: World, tenant: Tenant, words: str) -> None:
    search.index(world.project, "tests.unit", world.project.name)
    search.index(world.second_project, "tests.unit", "和平里")
    assert found(words) == [world.project.name]


def test_narrow_without_words_keeps_all_and_with_marks_only_finds_nothing(world: World, tenant: Tenant) -> None:
    assert len(found("")) == OrgUnit.objects.count()
    assert found("——") == []


def test_index_again_forgets_the_words_that_are_gone(world: World, tenant: Tenant) -> None:
    search.index(world.project, "tests.unit", "云栖苑", "旧称")
    search.index(world.project, "tests.unit", "和平里")
    assert (found("云栖"), found("旧称"), found("和平")) == ([], [], [world.project.name])
    search.index(world.project, "tests.unit", "和平里")
    search.forget(world.project, "tests.unit")
    assert SearchToken.objects.filter(noun="tests.unit").count() == 0


@pytest.mark.req("TEN-01")
def test_found_ids_are_of_the_active_tenant(world: World) -> None:
    with acting_for(world.other):
        search.index(world.other_project, "tests.unit", "云栖苑")
    with acting_for(world.tenant):
        search.index(world.project, "tests.unit", "云栖苑")
        assert search.found_ids("tests.unit", "云栖") == [world.project.id]


@pytest.mark.req("TEN-05")
def test_a_vendor_finds_only_what_was_indexed_for_it(world: World) -> None:
    with acting_for(world.tenant):
        search.index(world.project, "tests.unit", "云栖苑", vendor_id=7)
        search.index(world.second_project, "tests.unit", "云栖苑二期", vendor_id=8)
        search.index(world.company, "tests.unit", "云栖城市公司")
    with acting_for(world.tenant, vendor_id=7):
        assert search.found_ids("tests.unit", "云栖") == [world.project.id]


def test_every_noun_of_the_search_answers_for_ids_that_are_not_there(world: World, tenant: Tenant) -> None:
    for noun, path in settings.SEARCHES.items():
        from django.utils.module_loading import import_string

        assert list(import_string(path)(world.actor("quality_officer"), [999_999])) == [], noun
