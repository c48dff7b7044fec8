"""Verbs on tenants and their organisation tree."""

from datetime import date, datetime
from importlib import import_module

from django.conf import settings
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

from tenancy import journal_port
from tenancy.choices import ALLOWED_BELOW, SettingsStatus, TenantProfile, UnitKind
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, RuleBroken
from tenancy.models import OrgUnit, SettingsVersion, Tenant
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor
from tenancy.work import advisory_lock


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
        top = add_unit(parent=None, kind=kind, name=name, by=None, at=at)
        journal_port.record("tenancy.tenant_created", top, by=None, at=at, changes={"profile": profile})
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


def set_profile(*, profile: str, by: Actor, at: datetime) -> Tenant:
    """Change the tenant's profile, with default labels and approval steps (TEN-02); running approvals keep theirs.

    Raises NotAllowed, RuleBroken for an unknown profile, AlreadyDone when it is the one already.
    """
    may.require(by, Permission.TENANT_MANAGE)
    if profile not in TenantProfile.values:
        raise RuleBroken(_("Choose one of the profiles."), code="unknown_profile", field="profile")
    tenant = Tenant.objects.select_for_update(no_key=True).get(id=by.tenant_id)
    if tenant.profile == profile:
        raise AlreadyDone(_("The company has this profile already."))
    before, tenant.profile = tenant.profile, profile
    tenant.save(update_fields=["profile"])
    top = OrgUnit.objects.get(parent=None)
    journal_port.record("tenancy.tenant_profile_set", top, by=by, at=at, changes={"profile": [before, profile]})
    return tenant


def add_unit(
    *,
    parent: OrgUnit | None,
    kind: str,
    name: str,
    by: Actor | None,
    at: datetime,
    code: str = "",
    occupied_households: int | None = None,
    address: str = "",
) -> OrgUnit:
    """Add a node below ``parent``; ``by`` None is for platform commands only.

    Raises RuleBroken when the kind may not stand there, the place is switched off or the name is taken.
    """
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    if parent is not None:
        parent = OrgUnit.objects.select_for_update(no_key=True).get(id=parent.id)
        if not parent.is_active:
            raise RuleBroken(_("This node is switched off; nothing can be added below it."), code="parent_inactive")
    if kind not in ALLOWED_BELOW[parent.kind if parent else None]:
        raise RuleBroken(_("A node of this kind cannot stand below that one."), code="kind_not_allowed", field="kind")
    name = name.strip()
    _name_is_free(name, parent_id=parent.id if parent else None)
    unit = OrgUnit(
        parent=parent,
        kind=kind,
        name=name,
        code=code.strip(),
        occupied_households=occupied_households,
        address=address.strip(),
        path="",
        sort_key=sort_key(name),
    )
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    unit.save(update_fields=["path"])
    journal_port.record("tenancy.unit_added", unit, by=by, at=at, changes={"kind": kind, "name": name})
    return unit


def _name_is_free(name: str, *, parent_id: int | None, besides: int | None = None) -> None:
    if OrgUnit.objects.filter(parent_id=parent_id, name=name).exclude(id=besides).exists():
        raise RuleBroken(_("A node with this name already exists here."), code="name_taken", field="name")


def change_unit(
    *, unit_id: int, by: Actor, at: datetime, name: str, code: str, address: str, occupied_households: int | None
) -> OrgUnit:
    """Change a node's facts. Raises NotAllowed, or RuleBroken when the name is taken."""
    may.require(by, Permission.TENANT_MANAGE)
    unit = OrgUnit.objects.select_for_update(no_key=True).get(id=unit_id)
    new = {
        "name": name.strip(),
        "code": code.strip(),
        "address": address.strip(),
        "occupied_households": occupied_households,
        "sort_key": sort_key(name.strip()),
    }
    _name_is_free(str(new["name"]), parent_id=unit.parent_id, besides=unit.id)
    changes = journal_port.differences(unit, new)
    for field, value in new.items():
        setattr(unit, field, value)
    unit.save(update_fields=list(new))
    changes.pop("sort_key", None)
    if changes:
        journal_port.record("tenancy.unit_changed", unit, by=by, at=at, changes=changes)
    return unit


def set_unit_active(*, unit_id: int, is_active: bool, by: Actor, at: datetime) -> OrgUnit:
    """Switch a node off or on; its records stay. Raises NotAllowed, AlreadyDone, or RuleBroken for the top node, a node
    with active ones below it, the outsourcing department, or a node below one that is switched off.
    """
    may.require(by, Permission.TENANT_MANAGE)
    unit = OrgUnit.objects.select_for_update(no_key=True).get(id=unit_id)
    if unit.is_active == is_active:
        raise AlreadyDone
    if unit.parent_id is None:
        raise RuleBroken(_("The top node cannot be switched off."), code="top_node")
    if not is_active and OrgUnit.objects.filter(parent=unit, is_active=True).exists():
        raise RuleBroken(_("Switch off the nodes below this one first."), code="has_active_nodes")
    if not is_active and unit.is_outsourcing_department:
        raise RuleBroken(_("Name another outsourcing management department first."), code="is_department")
    if is_active and not OrgUnit.objects.filter(id=unit.parent_id, is_active=True).exists():
        raise RuleBroken(_("Switch on the node above this one first."), code="parent_inactive")
    unit.is_active = is_active
    unit.save(update_fields=["is_active"])
    journal_port.record("tenancy.unit_switched_on" if is_active else "tenancy.unit_switched_off", unit, by=by, at=at)
    return unit


def name_outsourcing_department(*, unit_id: int, by: Actor | None, at: datetime) -> OrgUnit:
    """Name the one outsourcing management department of the tenant (TEN-04); ``by`` None for platform commands only.

    Raises RuleBroken for a node that is no active department, AlreadyDone when it is the one already.
    """
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    advisory_lock("outsourcing_department")
    unit = OrgUnit.objects.select_for_update(no_key=True).get(id=unit_id)
    if unit.kind != UnitKind.DEPARTMENT or not unit.is_active:
        raise RuleBroken(_("Choose an active department."), code="no_department")
    if unit.is_outsourcing_department:
        raise AlreadyDone
    before = OrgUnit.objects.filter(is_outsourcing_department=True).first()
    OrgUnit.objects.filter(is_outsourcing_department=True).update(is_outsourcing_department=False)
    unit.is_outsourcing_department = True
    unit.save(update_fields=["is_outsourcing_department"])
    journal_port.record(
        "tenancy.department_named", unit, by=by, at=at, changes={"department": [str(before or ""), unit.name]}
    )
    return unit
