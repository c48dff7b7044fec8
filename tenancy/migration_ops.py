"""Frozen migration operations that put a table behind its wall. Released migrations use them: never change meaning."""

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

TENANT = "(select nullif(current_setting('app.tenant_id', true), '')::bigint)"
VENDOR = "(select nullif(current_setting('app.vendor_id', true), '')::bigint)"

# Kinds of wall (security.md 1).
OPEN = "open"  # every member of the tenant, vendors included
STAFF = "staff"  # no row while a vendor is set
VENDOR_VISIBLE = "vendor"  # staff see all, a vendor only its own rows


def policy_condition(wall: str, *, vendor_column: str = "vendor_id", published: str = "") -> str:
    """Return the SQL condition of a wall; ``published`` is an extra SQL condition a vendor's row must meet."""
    tenant = f"tenant_id = {TENANT}"
    if wall == OPEN:
        return tenant
    if wall == STAFF:
        return f"{tenant} and {VENDOR} is null"
    own = f"{vendor_column} = {VENDOR}" + (f" and ({published})" if published else "")
    return f"{tenant} and ({VENDOR} is null or ({own}))"


class GuardTable(Operation):
    """Enable and force row-level security on a model's table and make its foreign keys composite.

    ``vendor_writes`` False keeps vendors from inserting or changing rows of a table they may read. ``append_only``
    is recorded as a table comment and enforced by ``manage.py grant_roles`` (no UPDATE, no DELETE for the app role).
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        model: str,
        wall: str,
        *,
        vendor_column: str = "vendor_id",
        published: str = "",
        vendor_writes: bool = False,
        append_only: bool = False,
    ) -> None:
        self.model, self.wall, self.vendor_column, self.published = model, wall, vendor_column, published
        self.vendor_writes, self.append_only = vendor_writes, append_only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to build the same operation again."""
        return (
            self.__class__.__qualname__,
            [self.model, self.wall],
            {
                "vendor_column": self.vendor_column,
                "published": self.published,
                "vendor_writes": self.vendor_writes,
                "append_only": self.append_only,
            },
        )

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state does not change."""

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Put {self.model} behind the {self.wall} wall"

    def _statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        reads = policy_condition(self.wall, vendor_column=self.vendor_column, published=self.published)
        writes = reads
        if self.wall == OPEN or (self.wall == VENDOR_VISIBLE and not self.vendor_writes):
            writes = policy_condition(STAFF)
        elif self.wall == VENDOR_VISIBLE:
            writes = policy_condition(self.wall, vendor_column=self.vendor_column)
        statements = [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy {table}_read on {table} for select using ({reads})",
            f"create policy {table}_insert on {table} for insert with check ({writes})",
            f"create policy {table}_update on {table} for update using ({writes}) with check ({writes})",
            f"create policy {table}_delete on {table} for delete using ({writes})",
            f"alter table {table} add constraint {table}_tenant_key unique (tenant_id, id)",
        ]
        if self.append_only:
            statements.append(f"comment on table {table} is 'append-only'")
        references = [field for field in model._meta.local_fields if getattr(field, "is_tenant_reference", False)]
        return statements + [reference_sql(model, field) for field in references]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Write policies, the composite key and composite foreign keys."""
        model = to_state.apps.get_model(app_label, self.model)
        for statement in self._statements(model):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the wall down again (only when the table itself is about to go)."""
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for name in ("read", "insert", "update", "delete"):
            schema_editor.execute(f"drop policy if exists {table}_{name} on {table}")
        schema_editor.execute(f"alter table {table} no force row level security")
        schema_editor.execute(f"alter table {table} disable row level security")


def reference_sql(model: type[models.Model], field: Any) -> str:
    """Return the statement that makes one foreign key composite: a plain one accepts another tenant's row."""
    table, target = model._meta.db_table, field.remote_field.model._meta.db_table
    return (
        f"alter table {table} add constraint {table}_{field.column}_same_tenant "
        f"foreign key (tenant_id, {field.column}) references {target} (tenant_id, id) deferrable initially deferred"
    )


class GuardReference(Operation):
    """Make one tenant foreign key, added by a later migration, composite."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to build the same operation again."""
        return (self.__class__.__qualname__, [self.model, self.field], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state does not change."""

    def describe(self) -> str:
        """Say what the operation does."""
        return f"Tie {self.model}.{self.field} to its own tenant"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add the composite foreign key."""
        model = to_state.apps.get_model(app_label, self.model)
        schema_editor.execute(reference_sql(model, model._meta.get_field(self.field)))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the composite foreign key."""
        model = from_state.apps.get_model(app_label, self.model)
        table, column = model._meta.db_table, model._meta.get_field(self.field).column
        schema_editor.execute(f"alter table {table} drop constraint if exists {table}_{column}_same_tenant")
