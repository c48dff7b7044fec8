"""Base of every tenant table."""

from typing import Any, ClassVar

from django.db import models

from tenancy.context import current_tenant_id
from tenancy.managers import TenantManager


class TenantForeignKey(models.ForeignKey):
    """Foreign key between two tenant tables; the database constraint is composite, made by ``GuardTable``."""

    is_tenant_reference = True

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[Any, ...]:
        """Leave out what the class fixes."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        if kwargs.get("db_index") is False:
            kwargs.pop("db_index")
        return name, path, args, kwargs


class TenantModel(models.Model):
    """A row that belongs to exactly one tenant (TEN-01). UNIQUE and indexes of subclasses begin with ``tenant``."""

    tenant = models.ForeignKey(
        "tenancy.Tenant", models.PROTECT, default=current_tenant_id, editable=False, related_name="+", db_index=False
    )

    objects: ClassVar[models.Manager[Any]] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
