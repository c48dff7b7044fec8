"""Named reads of the tenancy room."""

from datetime import date
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from tenancy.choices import SettingsStatus, UnitKind
from tenancy.context import require_wall
from tenancy.models import Job, Membership, OrgUnit, RoleGrant, SettingsVersion, Tenant
from tenancy.roles import ROLE_PERMISSIONS, Role
from tenancy.rules.actor import Actor, Scope


def today(tenant: Tenant) -> date:
    """Return today's date in the tenant's time zone (NTF-04)."""
    return timezone.now().astimezone(ZoneInfo(tenant.time_zone)).date()


def active_zone() -> ZoneInfo:
    """Return the time zone of the tenant behind the wall: in it days begin and due dates end (NTF-04)."""
    return ZoneInfo(Tenant.objects.values_list("time_zone", flat=True).get(id=require_wall().tenant_id))


def memberships_of(person_id: int, on: date) -> QuerySet[Membership]:
    """Return the person's usable memberships in active tenants."""
    return (
        Membership.objects.filter(person_id=person_id, is_active=True, tenant__is_active=True, person__is_active=True)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .select_related("tenant")
        .order_by("tenant__name", "side", "vendor_name", "id")
    )


def unit_paths() -> dict[int, str]:
    """Return id -> path of every organisation node of the tenant (hundreds of short rows)."""
    return dict(OrgUnit.objects.values_list("id", "path"))


def actor_of(membership: Membership) -> Actor:
    """Build the actor of a membership; called inside ``acting_for`` (two queries)."""
    grants = list(RoleGrant.objects.filter(membership_id=membership.id).values_list("role", "unit_id"))
    paths = unit_paths() if any(unit_id for _, unit_id in grants) else {}
    scopes: dict[str, Scope] = {}
    for role, unit_id in grants:
        if role not in ROLE_PERMISSIONS:
            continue
        below = None if unit_id is None else _below(paths, unit_id)
        for permission in ROLE_PERMISSIONS[Role(role)]:
            known = scopes.get(permission, frozenset())
            scopes[permission] = None if below is None or known is None else known | below
    return Actor(
        tenant_id=membership.tenant_id,
        person_id=membership.person_id,
        membership_id=membership.id,
        name=membership.person.name,
        vendor_id=membership.vendor_id,
        roles=tuple(sorted({role for role, _ in grants})),
        scopes=scopes,
    )


def _below(paths: dict[int, str], unit_id: int) -> frozenset[int]:
    top = paths.get(unit_id)
    if top is None:
        return frozenset()
    return frozenset(other for other, path in paths.items() if path == top or path.startswith(top))


def in_scope(queryset: QuerySet[Any], actor: Actor, permission: str, *, field: str = "project_id") -> QuerySet[Any]:
    """Return the rows whose organisation node lies within the actor's scope for the permission (TEN-03)."""
    units = actor.units(permission)
    if units is None:
        return queryset
    return queryset.filter(**{f"{field}__in": sorted(units)})


def projects(actor: Actor, permission: str) -> QuerySet[OrgUnit]:
    """Return the active projects the actor holds the permission for, by name."""
    rows = OrgUnit.objects.filter(kind=UnitKind.PROJECT, is_active=True)
    return in_scope(rows, actor, permission, field="id").order_by("sort_key", "name")


def outsourcing_department() -> OrgUnit | None:
    """Return the outsourcing management department, or None while none is named (TEN-04)."""
    return OrgUnit.objects.filter(is_outsourcing_department=True, is_active=True).first()


def setting_area(area: str) -> Any:
    """Return the module that describes an area of settings. Raises KeyError for an unknown area."""
    return import_module(settings.SETTING_AREAS[area])


def settings_in_force(area: str, on: date) -> SettingsVersion:
    """Return the approved version of an area in force on a day (TEN-09). Raises SettingsVersion.DoesNotExist."""
    return (
        SettingsVersion.objects.filter(area=area, status=SettingsStatus.APPROVED, effective_on__lte=on)
        .order_by("-effective_on", "-number")[:1]
        .get()
    )


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Return the jobs the actor ordered, newest first."""
    return Job.objects.filter(ordered_by_id=actor.membership_id).order_by("-id")
