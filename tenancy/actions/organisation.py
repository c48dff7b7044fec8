"""Verbs on tenants and their organisation tree."""

from datetime import date, datetime
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from tenancy.choices import SettingsStatus, TenantProfile, UnitKind
from tenancy.context import acting_for
from tenancy.errors import RuleBroken
from tenancy.models import OrgUnit, SettingsVersion, Tenant
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor

# Which kinds may stand directly below a kind (TEN-03); None is the top.
ALLOWED_BELOW: dict[str | None, frozenset[str]] = {
    None: frozenset({UnitKind.GROUP, UnitKind.COMPANY, UnitKind.PROJECT}),
    UnitKind.GROUP: frozenset({UnitKind.REGION, UnitKind.COMPANY, UnitKind.PROJECT, UnitKind.DEPARTMENT}),
    UnitKind.REGION: frozenset({UnitKind.COMPANY, UnitKind.PROJECT, UnitKind.DEPARTMENT}),
    UnitKind.COMPANY: frozenset({UnitKind.PROJECT, UnitKind.DEPARTMENT}),
    UnitKind.PROJECT: frozenset({UnitKind.BUILDING, UnitKind.DEPARTMENT}),
    UnitKind.BUILDING: frozenset(),
    UnitKind.DEPARTMENT: frozenset(),
}


def sort_key(name: str) -> str:
    """Return the pinyin key a Chinese name sorts by."""
    return " ".join(lazy_pinyin(name)).lower()


def create_tenant(
    *, slug: str, name: str, short_name: str, at: datetime, profile: str = TenantProfile.ENTERPRISE
) -> Tenant:
    """Create a tenant with its top node and version 1 of every settings area (TEN-02, TEN-09).

    Called by platform staff's commands; afterwards the rooms add their day-one content (``config.registry.DAY_ONE``).
    """
    tenant = Tenant.objects.create(slug=slug, name=name, short_name=short_name, profile=profile, created_at=at)
    with acting_for(tenant):
        kind = UnitKind.GROUP if profile == TenantProfile.ENTERPRISE else UnitKind.COMPANY
        add_unit(parent=None, kind=kind, name=name, by=None)
        for area, path in settings.SETTING_AREAS.items():
            SettingsVersion.objects.create(
                area=area,
                number=1,
                effective_on=date(2000, 1, 1),
                values=import_module(path).defaults(),
                reason="day one",
                status=SettingsStatus.APPROVED,
                created_at=at,
                approved_at=at,
            )
        for path in settings.DAY_ONE:
            module, _dot, function = path.rpartition(".")
            getattr(import_module(module), function)(at=at)
    return tenant


def add_unit(
    *,
    parent: OrgUnit | None,
    kind: str,
    name: str,
    by: Actor | None,
    code: str = "",
    occupied_households: int | None = None,
    address: str = "",
) -> OrgUnit:
    """Add a node below ``parent``. Raises RuleBroken when the kind may not stand there or the name is taken."""
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    if kind not in ALLOWED_BELOW[parent.kind if parent else None]:
        raise RuleBroken(_("A node of this kind cannot stand below that one."), code="kind_not_allowed", field="kind")
    name = name.strip()
    if OrgUnit.objects.filter(parent=parent, name=name).exists():
        raise RuleBroken(_("A node with this name already exists here."), code="name_taken", field="name")
    unit = OrgUnit(
        parent=parent,
        kind=kind,
        name=name,
        code=code,
        occupied_households=occupied_households,
        address=address,
        path="",
        sort_key=sort_key(name),
    )
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    unit.save(update_fields=["path"])
    return unit


def change_unit(
    *, unit_id: int, by: Actor, name: str, code: str, address: str, occupied_households: int | None, is_active: bool
) -> OrgUnit:
    """Change a node's facts. Raises NotAllowed, or RuleBroken when the name is taken."""
    may.require(by, Permission.TENANT_MANAGE)
    unit = OrgUnit.objects.select_for_update(no_key=True).get(id=unit_id)
    if OrgUnit.objects.filter(parent_id=unit.parent_id, name=name.strip()).exclude(id=unit.id).exists():
        raise RuleBroken(_("A node with this name already exists here."), code="name_taken", field="name")
    unit.name, unit.code, unit.address = name.strip(), code, address
    unit.occupied_households, unit.is_active, unit.sort_key = occupied_households, is_active, sort_key(name)
    unit.save(update_fields=["name", "code", "address", "occupied_households", "is_active", "sort_key"])
    return unit


def name_outsourcing_department(*, unit_id: int, by: Actor | None) -> OrgUnit:
    """Name the one outsourcing management department of the tenant (TEN-04)."""
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    OrgUnit.objects.filter(is_outsourcing_department=True).exclude(id=unit_id).update(is_outsourcing_department=False)
    unit = OrgUnit.objects.select_for_update(no_key=True).get(id=unit_id)
    unit.is_outsourcing_department = True
    unit.save(update_fields=["is_outsourcing_department"])
    return unit
