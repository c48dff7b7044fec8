"""The scoped manager: the alarm on top of row-level security.

It filters on an expression that reads the tenant when the SQL is compiled, so class-level querysets, model forms and
``queryset =`` attributes import without a tenant, while running one outside ``acting_for`` raises ``NoTenantActive``.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import Expression

from tenancy.context import current_tenant_id

RowT_co = TypeVar("RowT_co", bound=models.Model, covariant=True)


class ActiveTenantId(Expression):
    """SQL value of the active tenant's id, resolved at compile time."""

    def __init__(self) -> None:
        super().__init__(output_field=models.BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return "%s", (current_tenant_id(),)


class TenantManager(models.Manager[RowT_co]):
    """Default manager of every tenant model."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[RowT_co]:
        """Return the rows of the active tenant."""
        return super().get_queryset().filter(tenant_id=ActiveTenantId())


def tenant_manager(queryset: type[models.QuerySet[Any]]) -> type[models.Manager[Any]]:
    """Return a scoped manager class that also carries the filters of ``queryset``."""
    return TenantManager.from_queryset(queryset)
