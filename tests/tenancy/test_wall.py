"""The wall between tenants holds in the database, in Python, and when it is left."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from tenancy.context import acting_for, current_wall
from tenancy.errors import NoTenantActive
from tenancy.models import OrgUnit
from tests.factories.tenancy import World

pytestmark = pytest.mark.django_db


def _names_by_sql() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select name from tenancy_orgunit")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.req("TEN-01")
def test_read_in_one_tenant_shows_no_row_of_the_other(world: World) -> None:
    with acting_for(world.tenant):
        by_manager = set(OrgUnit.objects.values_list("name", flat=True))
        by_sql = _names_by_sql()
    assert by_manager == by_sql
    assert "beta 云栖苑" not in by_sql
    assert "alpha 云栖苑" in by_sql


@pytest.mark.req("TEN-01")
def test_read_without_tenant_is_empty_in_sql_and_an_error_in_python(world: World) -> None:
    assert _names_by_sql() == set()
    with pytest.raises(NoTenantActive):
        OrgUnit.objects.count()


@pytest.mark.req("TEN-01")
def test_write_into_the_other_tenant_is_refused_by_the_database(world: World) -> None:
    with acting_for(world.tenant), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        OrgUnit.objects.create(tenant_id=world.other.id, kind="project", name="planted", path="/0/")


@pytest.mark.req("TEN-01")
def test_reference_to_the_other_tenants_row_is_refused_by_the_database(world: World) -> None:
    def plant() -> None:
        OrgUnit.objects.create(parent_id=world.other_project.id, kind="building", name="planted", path="/0/")
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")

    with acting_for(world.tenant), pytest.raises(IntegrityError), transaction.atomic():
        plant()


def test_acting_for_nested_puts_the_outer_wall_back(world: World) -> None:
    with acting_for(world.tenant):
        with acting_for(world.other):
            assert "beta 云栖苑" in _names_by_sql()
        assert "alpha 云栖苑" in _names_by_sql()
    assert current_wall() is None
    assert _names_by_sql() == set()


@pytest.mark.req("TEN-05")
def test_vendor_session_cannot_widen_itself_to_the_tenant(world: World) -> None:
    with acting_for(world.tenant, vendor_id=1), pytest.raises(NoTenantActive), acting_for(world.tenant):
        pass


@pytest.mark.req("TEN-05")
def test_vendor_session_cannot_write_an_open_table(world: World) -> None:
    with (
        acting_for(world.tenant, vendor_id=1),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        OrgUnit.objects.create(kind="project", name="planted", path="/0/")
