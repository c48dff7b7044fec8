"""Named reads of the tenancy room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from tenancy.choices import ALLOWED_BELOW, SettingsStatus, TenantProfile, UnitKind
from tenancy.context import require_wall
from tenancy.models import ApiToken, Job, Membership, OrgUnit, OwnerAdmission, RoleGrant, SettingsVersion, Tenant
from tenancy.roles import ADMITTED_ROLES, ROLE_LABELS, ROLE_PERMISSIONS, Permission, Role
from tenancy.rules.actor import Actor, Scope
from tenancy.rules.setting_fields import get_dotted
from tenancy.wording import PARTY_A, PROJECT, wear_profile


def today(tenant: Tenant) -> date:
    """Return today's date in the tenant's time zone (NTF-04)."""
    return timezone.now().astimezone(ZoneInfo(tenant.time_zone)).date()


def active_zone() -> ZoneInfo:
    """Return the time zone of the tenant behind the wall: in it days begin and due dates end (NTF-04)."""
    return ZoneInfo(require_wall().time_zone)


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
    """Build the actor of a membership; called inside ``acting_for`` (two queries, three for an owners' member)."""
    grants = list(RoleGrant.objects.filter(membership_id=membership.id).values_list("role", "unit_id"))
    paths = unit_paths() if any(unit_id for _, unit_id in grants) else {}
    scopes: dict[str, Scope] = {}
    reached: Scope = frozenset()
    for role, unit_id in grants:
        if role not in ROLE_PERMISSIONS:
            continue
        below = None if unit_id is None else _below(paths, unit_id)
        if role in ADMITTED_ROLES:
            reached = _joined(reached, below)
            continue
        for permission in ROLE_PERMISSIONS[Role(role)]:
            scopes[permission] = _joined(scopes.get(permission, frozenset()), below)
    admitted = _admitted(membership, reached)
    for permission in ROLE_PERMISSIONS[Role.OWNER_REP] if admitted else ():
        scopes.setdefault(permission, frozenset())
    return Actor(
        tenant_id=membership.tenant_id,
        person_id=membership.person_id,
        membership_id=membership.id,
        name=membership.person.name,
        vendor_id=membership.vendor_id,
        roles=tuple(sorted({role for role, _ in grants})),
        scopes=scopes,
        admitted=admitted,
    )


def _joined(known: Scope, more: Scope) -> Scope:
    return None if known is None or more is None else known | more


def _admitted(membership: Membership, reached: Scope) -> dict[int, frozenset[str]]:
    """Return project -> codes of the lines a member is admitted to, where its role reaches (TEN-06)."""
    if reached is not None and not reached:
        return {}
    rows = OwnerAdmission.objects.filter(membership_id=membership.id, ended_at__isnull=True)
    return {
        project_id: frozenset(lines)
        for project_id, lines in rows.values_list("project_id", "lines")
        if reached is None or project_id in reached
    }


def _below(paths: dict[int, str], unit_id: int) -> frozenset[int]:
    top = paths.get(unit_id)
    if top is None:
        return frozenset()
    return frozenset(other for other, path in paths.items() if path == top or path.startswith(top))


def in_scope(
    queryset: QuerySet[Any],
    actor: Actor,
    permission: str,
    *,
    field: str = "project_id",
    of_lines: Callable[[list[str]], Q] | None = None,
) -> QuerySet[Any]:
    """Return the rows whose organisation node lies within the actor's scope for the permission (TEN-03).

    ``of_lines`` says which rows belong to service lines with these codes; with it, an owners' committee member sees the
    rows of the lines it is admitted to (TEN-06), without it none.
    """
    units = actor.units(permission)
    if units is None:
        return queryset
    seen = Q(**{f"{field}__in": sorted(units)})
    if of_lines is not None and permission in ROLE_PERMISSIONS[Role.OWNER_REP]:
        for project_id, codes in actor.admitted.items():
            seen |= Q(**{field: project_id}) & of_lines(sorted(codes))
    return queryset.filter(seen)


def service_lines() -> list[tuple[str, str]]:
    """Return code and name of the active service lines (``settings.SERVICE_LINES``) in the reader's language."""
    return list(import_string(settings.SERVICE_LINES)())


def setting(area: str, key: str, on: date) -> Any:
    """Return one setting in force on a day; the area's default where a version does not have it yet (TEN-09)."""
    try:
        found = get_dotted(settings_in_force(area, on).values, key)
    except SettingsVersion.DoesNotExist:
        found = None
    return get_dotted(setting_area(area).defaults(), key) if found is None else found


def units_seen(actor: Actor) -> QuerySet[OrgUnit]:
    """Return the nodes whose names the actor may know: those of its roles with all below, and the nodes above them.

    Everything for a role of the whole tenant; nothing for a vendor, which knows its own contracts' projects (TEN-03).
    """
    rows = OrgUnit.objects.all()
    if actor.is_vendor:
        return rows.none()
    if actor.is_system or None in actor.scopes.values():
        return rows
    own = frozenset(actor.admitted).union(*(scope for scope in actor.scopes.values() if scope))
    paths = [path.strip("/").split("/") for path in rows.filter(id__in=own).values_list("path", flat=True)]
    if any(len(path) == 1 for path in paths):
        return rows
    return rows.filter(id__in={*own, *(int(part) for path in paths for part in path)})


def projects(actor: Actor, permission: str) -> QuerySet[OrgUnit]:
    """Return the active projects the actor holds the permission for, by name."""
    rows = OrgUnit.objects.filter(kind=UnitKind.PROJECT, is_active=True)
    return in_scope(rows, actor, permission, field="id").order_by("sort_key", "name")


def projects_by_words(words: str) -> list[int]:
    """Return the ids of the projects found by the words, in Chinese, pinyin or initials (one query, short rows)."""
    plain = words.strip().lower()
    squeezed = plain.replace(" ", "")
    rows = OrgUnit.objects.filter(kind=UnitKind.PROJECT).values_list("id", "name", "sort_key")
    return [
        unit_id
        for unit_id, name, key in rows
        if plain in name.lower()
        or squeezed in key.replace(" ", "")
        or squeezed in "".join(part[:1] for part in key.split())
    ]


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


def job_title(job: Job) -> str:
    """Return a job's title; scheduled work is titled by a msgid, shown in the reader's language (TEN-10)."""
    return gettext(job.title) if job.title else job.kind


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Return the jobs the actor ordered, newest first."""
    return Job.objects.filter(ordered_by_id=actor.membership_id).order_by("-id")


@dataclass(frozen=True)
class ProfileEffect:
    """What a profile sets (TEN-02): its words, and the signers of a version of rules and figures in their order."""

    profile: str
    label: str
    party_a: str
    project: str
    roles: list[str]
    chain: list[str]


def profile_effects() -> list[ProfileEffect]:
    """Return what each profile sets, in the reader's language; chains the tenant set itself are not counted."""
    renamed = (Role.GENERAL_MANAGER, Role.PROPERTY_MANAGER, Role.QUALITY_OFFICER, Role.OWNER_REP)
    found = []
    for one in TenantProfile:
        chain = settings.PROFILE_CHAINS.get(one.value, {}).get("tenancy.settings", (Role.GENERAL_MANAGER,))
        with wear_profile(one.value):
            words = str(one.label), str(PARTY_A), str(PROJECT)
            roles = [str(ROLE_LABELS[role]) for role in renamed]
            found.append(ProfileEffect(one.value, *words, roles, [str(ROLE_LABELS[Role(role)]) for role in chain]))
    return found


@dataclass(frozen=True)
class TreeNode:
    """A node of the organisation tree with the nodes below it."""

    unit: OrgUnit
    below: list["TreeNode"]


def tree(actor: Actor, *, with_inactive: bool = False) -> list[TreeNode]:
    """Return the nodes the actor may know, nested, each level by name (TEN-03): hundreds of short rows."""
    rows = units_seen(actor).order_by("sort_key", "id")
    children: dict[int | None, list[OrgUnit]] = {}
    for unit in rows if with_inactive else rows.filter(is_active=True):
        children.setdefault(unit.parent_id, []).append(unit)
    return _nodes(children, None)


def _nodes(children: dict[int | None, list[OrgUnit]], parent_id: int | None) -> list[TreeNode]:
    return [TreeNode(unit, _nodes(children, unit.id)) for unit in children.get(parent_id, [])]


def above(unit: OrgUnit) -> list[OrgUnit]:
    """Return the nodes above a node, the top first."""
    ids = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    found = OrgUnit.objects.in_bulk(ids)
    return [found[one] for one in ids if one in found]


def unit_actions(unit: OrgUnit, actor: Actor) -> list[str]:
    """Return what the actor may do with a node now; for buttons and the API."""
    if not actor.can(Permission.TENANT_MANAGE):
        return []
    allowed = ["change"]
    if unit.is_active:
        allowed += ["add"] if ALLOWED_BELOW[unit.kind] else []
        if unit.kind == UnitKind.DEPARTMENT and not unit.is_outsourcing_department:
            allowed.append("name_department")
        if unit.parent_id is not None and not unit.is_outsourcing_department:
            allowed.append("switch_off")
    else:
        allowed.append("switch_on")
    return allowed


@dataclass(frozen=True)
class ShownGrant:
    """A role as the pages show it."""

    id: int
    label: str
    unit: OrgUnit | None
    membership: Membership


def _shown(grant: RoleGrant) -> ShownGrant:
    label = str(ROLE_LABELS[Role(grant.role)]) if grant.role in ROLE_PERMISSIONS else grant.role
    return ShownGrant(grant.id, label, grant.unit, grant.membership)


def grants_of(membership: Membership) -> list[ShownGrant]:
    """Return a membership's roles."""
    rows = RoleGrant.objects.filter(membership=membership).select_related("unit", "membership__person")
    return [_shown(grant) for grant in rows.order_by("role", "id")]


def grants_at(unit: OrgUnit) -> list[ShownGrant]:
    """Return the roles given at exactly this node to active members."""
    rows = RoleGrant.objects.filter(unit=unit, membership__is_active=True)
    return [_shown(one) for one in rows.select_related("unit", "membership__person").order_by("role", "id")]


def members(actor: Actor) -> QuerySet[Membership]:
    """Return the memberships of the actor's tenant; they stand outside the wall, so the tenant is named here."""
    return Membership.objects.filter(tenant_id=actor.tenant_id).select_related("person")


def member_actions(membership: Membership, actor: Actor) -> list[str]:
    """Return what the actor may do with a member now; for buttons and the API."""
    if not actor.can(Permission.TENANT_MANAGE):
        return []
    if not membership.is_active:
        return ["change", "switch_on"]
    own = membership.id == actor.membership_id
    return ["change", "grant", "reveal", "invite", *([] if own else ["switch_off"])]


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """Return the API tokens of the actor's own membership, newest first."""
    return ApiToken.objects.filter(membership_id=actor.membership_id or 0).order_by("-id")


def own_token(actor: Actor, token_id: int) -> ApiToken:
    """Return one of the actor's own tokens. Raises Http404."""
    return get_object_or_404(tokens_of(actor), id=token_id)


def versions_of(area: str) -> QuerySet[SettingsVersion]:
    """Return the versions of an area of settings, newest first."""
    rows = SettingsVersion.objects.filter(area=area).select_related("created_by", "approved_by")
    return rows.order_by("-number")


def settings_need_one() -> bool:
    """Whether a settings version may be approved on its own page (TEN-07)."""
    return bool(import_string(settings.SETTINGS_NEED_ONE)())


def version_actions(version: SettingsVersion, actor: Actor) -> list[str]:
    """Return what the actor may do with a settings version now; for buttons and the API."""
    if version.status != SettingsStatus.DRAFT:
        return []
    allowed = []
    if actor.can(Permission.SETTINGS_APPROVE) and actor.person_id != version.created_by_id and settings_need_one():
        allowed.append("approve")
    if actor.can(Permission.SETTINGS_DRAFT):
        allowed.append("withdraw")
    return allowed
