"""Every table with a tenant is behind its wall, asked of the catalogue: a new table cannot be forgotten."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tenancy.models import TenantModel
from tenancy.role_guard import refuse_unsafe_role

pytestmark = [pytest.mark.django_db, pytest.mark.req("TEN-01")]

# Tables without a tenant, each with its reason; a stale entry fails the test.
OUTSIDE = {
    "tenancy_tenant": "the wall's own key",
    "tenancy_person": "one login for several tenants, read before a tenant is known",
    "tenancy_person_groups": "Django's own, unused",
    "tenancy_person_user_permissions": "Django's own, platform staff only",
    "tenancy_membership": "read at login and by the switch before a tenant is active",
    "tenancy_apitoken": "read before a tenant is known; holds a hash only",
    "tenancy_cache": "Django's cache table; keys carry the tenant",
    "tenancy_ratebucket": "limits of the login, before a tenant is known",
    "tenancy_outgoingmail": "mail of the login, before a tenant is known",
}
OWN_PREFIXES = tuple(f"{room}_" for room in ("tenancy", "records", *settings.ROOMS))


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _own_tables() -> set[str]:
    return {
        str(name)
        for (name,) in _rows(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        if str(name).startswith(OWN_PREFIXES)
    }


def _tenant_tables() -> set[str]:
    found = _rows(
        "select table_name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public'"
    )
    return {str(name) for (name,) in found} - set(OUTSIDE)


def test_every_own_table_is_behind_the_wall_or_on_the_list() -> None:
    assert _own_tables() - _tenant_tables() - set(OUTSIDE) == set()
    assert set(OUTSIDE) - _own_tables() == set()


def test_every_tenant_table_forces_row_level_security() -> None:
    open_tables = {
        name
        for name, enabled, forced in _rows(
            "select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r'"
        )
        if name in _tenant_tables() and not (enabled and forced)
    }
    assert open_tables == set()


def test_every_policy_names_the_tenant_inline_for_each_command() -> None:
    policies: dict[str, set[str]] = {}
    for table, command, using, check in _rows("select tablename, cmd, qual, with_check from pg_policies"):
        for condition in (using, check):
            if condition is not None:
                assert "current_setting('app.tenant_id'" in str(condition), table
        policies.setdefault(str(table), set()).add(str(command))
    incomplete = {
        table
        for table in _tenant_tables()
        if not policies.get(table, set()) >= {"SELECT", "INSERT", "UPDATE", "DELETE"}
    }
    assert incomplete == set()


def test_every_tenant_model_uses_the_scoped_manager() -> None:
    for model in apps.get_models():
        if model._meta.db_table in _tenant_tables():
            assert issubclass(model, TenantModel), model
            assert model._default_manager.__class__.__name__.startswith("TenantManager"), model
            assert model._base_manager.__class__.__name__.startswith("TenantManager"), model


def test_no_automatic_many_to_many_table_exists() -> None:
    for model in apps.get_models():
        if model._meta.app_label in {"tenancy", "records", *settings.ROOMS} and model._meta.label != "tenancy.Person":
            assert [
                field.name
                for field in model._meta.many_to_many
                if field.remote_field.through and field.remote_field.through._meta.auto_created
            ] == []


def test_every_unique_key_and_index_begins_with_the_tenant() -> None:
    wrong = []
    for table, definition in _rows("select tablename, indexdef from pg_indexes where schemaname = 'public'"):
        if table not in _tenant_tables():
            continue
        columns = re.sub(r"^.*? USING \w+ \(", "", str(definition))
        if not columns.startswith("tenant_id") and not columns.startswith("id)"):
            wrong.append(definition)
    assert wrong == []


def test_every_foreign_key_between_tenant_tables_is_composite() -> None:
    plain = []
    for table, target, definition in _rows(
        "select conrelid::regclass::text, confrelid::regclass::text, pg_get_constraintdef(oid) "
        "from pg_constraint where contype = 'f'"
    ):
        if table in _tenant_tables() and target in _tenant_tables() and "(tenant_id," not in str(definition):
            plain.append((table, definition))
    assert plain == []


def test_every_tenant_reference_has_its_composite_key() -> None:
    composite = {
        (table, re.search(r"FOREIGN KEY \(tenant_id, (\w+)\)", str(definition)).group(1))  # type: ignore[union-attr]
        for table, definition in _rows(
            "select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where contype = 'f'"
        )
        if "(tenant_id, " in str(definition)
    }
    missing = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if getattr(field, "is_tenant_reference", False) and (model._meta.db_table, field.column) not in composite
    ]
    assert missing == []


def test_no_view_and_no_definer_function_opens_a_side_door() -> None:
    assert _rows("select viewname from pg_views where schemaname = 'public'") == []
    assert _rows("select matviewname from pg_matviews where schemaname = 'public'") == []
    assert _rows("select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef") == []


def test_tests_and_product_run_as_a_role_the_walls_bind() -> None:
    ((name, is_super, bypasses),) = _rows(
        "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    )
    assert (name, is_super, bypasses) == (settings.DB_APP_ROLE, False, False)
    refuse_unsafe_role()


def test_app_role_may_not_change_the_journal_or_the_schema() -> None:
    protected = {
        str(name)
        for (name,) in _rows("select relname from pg_class where obj_description(oid, 'pg_class') = 'append-only'")
    }
    assert {"records_journalentry", "records_journalseal", "scoring_receipt"} <= protected
    for table in protected:
        rights = _rows(
            f"select has_table_privilege('{table}', 'UPDATE'), has_table_privilege('{table}', 'DELETE'), "
            f"has_table_privilege('{table}', 'TRUNCATE'), has_table_privilege('{table}', 'INSERT')"
        )
        assert rights == [(False, False, False, True)]
    assert _rows("select has_schema_privilege('public', 'CREATE')") == [(False,)]


def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
