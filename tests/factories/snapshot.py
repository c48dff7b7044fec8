"""A world that many tests stand on is built once for each process and put back for the others by one script of SQL.

Building by verbs takes some hundred statements; its rows go back in with one for each table and tenant. They are the
rows that the verbs wrote, and they pass the walls as the app role, like everything else.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction
from psycopg import sql

from tenancy.models import Person

T = TypeVar("T")

# Filled by the migrations, never by a factory.
LEFT_OUT = {"django_migrations", "django_content_type", "auth_permission", "django_site", "tenancy_cache"}
TABLES = "select relname, relrowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
BEHIND = "select set_config('app.tenant_id', {}, true), set_config('app.vendor_id', '', true);\n"


@dataclass(frozen=True)
class _Snapshot:
    script: str
    made: bytes


_known: dict[str, _Snapshot] = {}


def remembered(name: str, build: Callable[[], T]) -> T:
    """Return what ``build`` makes in an empty database: built the first time, its rows put back afterwards.

    Numbers given to rows are not given again, because no test turns a sequence back. Where rows stand already, it is
    built as it always was.
    """
    if Person.objects.exists():
        return build()
    found = _known.get(name)
    if found is None:
        with transaction.atomic():
            made = build()
            _known[name] = _Snapshot(_script(), pickle.dumps(made))
        return made
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(found.script)
    again: T = pickle.loads(found.made)  # noqa: S301  written by this very process
    return again


def _script() -> str:
    """Return the SQL that inserts every row there is, each tenant's behind its own wall."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {name: walled for name, walled in sorted(cursor.fetchall()) if name not in LEFT_OUT}
        cursor.execute("select id::text from tenancy_tenant order by id")
        tenants = [tenant_id for (tenant_id,) in cursor.fetchall()]
        parts = [_rows(name) for name, walled in tables.items() if not walled]
        for tenant_id in tenants:
            behind = _text(BEHIND, sql.Literal(tenant_id))
            cursor.execute(behind)
            parts += [behind, *(_rows(name) for name, walled in tables.items() if walled)]
        nobody = _text(BEHIND, sql.Literal(""))
        cursor.execute(nobody)
    return "".join([*parts, nobody])


def _rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_text("select jsonb_agg(to_jsonb(t))::text from {} t", sql.Identifier(table)))
        (rows,) = cursor.fetchone()
    if rows is None:
        return ""
    insert = "insert into {0} select * from jsonb_populate_recordset(null::{0}, {1}::jsonb);\n"
    return _text(insert, sql.Identifier(table), sql.Literal(rows))


def _text(template: str, *parts: sql.Composable) -> str:
    return sql.SQL(template).format(*parts).as_string(connection.connection)
