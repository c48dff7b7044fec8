"""The wall: who the current transaction works for, told to Python and to PostgreSQL at once.

``acting_for`` is the only way in. There is no way to switch the wall off; work over all tenants enters each in turn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from django.db import connection, transaction

from tenancy.errors import NoTenantActive
from tenancy.wording import wear_profile


class TenantLike(Protocol):
    """What ``acting_for`` needs of a tenant."""

    id: int
    slug: str
    profile: str
    time_zone: str


@dataclass(frozen=True)
class Wall:
    """The tenant, and on the vendor side the vendor, that every query of this transaction is confined to."""

    tenant_id: int
    slug: str
    time_zone: str
    vendor_id: int | None = None
    before_commit: list[Callable[[], object]] = field(default_factory=list, compare=False, hash=False)


_wall: ContextVar[Wall | None] = ContextVar("wall", default=None)


def current_wall() -> Wall | None:
    """Return the active wall, or None outside ``acting_for``."""
    return _wall.get()


def require_wall() -> Wall:
    """Return the active wall. Raises NoTenantActive outside ``acting_for``."""
    wall = _wall.get()
    if wall is None:
        raise NoTenantActive("Tenant data is read and written inside tenancy.context.acting_for(tenant) only.")
    return wall


def current_tenant_id() -> int:
    """Return the id of the active tenant; the default of every tenant column. Raises NoTenantActive."""
    return require_wall().tenant_id


def _tell_database(wall: Wall | None) -> None:
    tenant = str(wall.tenant_id) if wall else ""
    vendor = str(wall.vendor_id) if wall and wall.vendor_id is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.tenant_id', %s, true), set_config('app.vendor_id', %s, true)", [tenant, vendor]
        )


@contextmanager
def acting_for(tenant: TenantLike, *, vendor_id: int | None = None) -> Iterator[Wall]:
    """Work for one tenant (and one vendor of it) inside a transaction; nested calls put the outer wall back.

    The setting is local to the transaction, so a kept or pooled connection carries nothing over (security.md 1).
    Functions registered by ``before_commit`` run last, still inside the transaction.
    """
    outer = _wall.get()
    if outer is not None and outer.tenant_id == tenant.id and outer.vendor_id is not None and vendor_id is None:
        raise NoTenantActive("A vendor session cannot widen itself to the tenant.")
    wall = Wall(tenant.id, tenant.slug, tenant.time_zone, vendor_id)
    is_nested = connection.in_atomic_block
    with transaction.atomic(), wear_profile(tenant.profile):
        token = _wall.set(wall)
        try:
            _tell_database(wall)
            yield wall
            for last in wall.before_commit:
                last()
        finally:
            _wall.reset(token)
        # The end of the transaction ends its settings too.
        if is_nested and not transaction.get_rollback():
            _tell_database(outer)


def before_commit(last: Callable[[], object]) -> None:
    """Run ``last`` as the final statements of the current wall's transaction, once however often it is registered."""
    hooks = require_wall().before_commit
    if last not in hooks:
        hooks.append(last)
