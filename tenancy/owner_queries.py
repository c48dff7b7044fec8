"""Reads of owners' committee members admitted to projects (TEN-06)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from tenancy.choices import AdmissionCapacity, UnitKind
from tenancy.models import Membership, OrgUnit, OwnerAdmission, RoleGrant
from tenancy.queries import above, service_lines, setting
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor
from tenancy.rules.owners import line_codes


def open_lines(on: date) -> list[str]:
    """Return the codes of the lines owners may be admitted to on a day: cleaning and security by default (X-29)."""
    return line_codes(setting("tenancy", "owners.lines", on))


def line_choices(on: date) -> list[tuple[str, str]]:
    """Return the lines open to owners as choices of a form."""
    names = dict(service_lines())
    return [(code, names[code]) for code in open_lines(on) if code in names]


def admissions() -> QuerySet[OwnerAdmission]:
    """Return every admission with its member and project, running ones first."""
    rows = OwnerAdmission.objects.select_related("membership__person", "project", "admitted_by", "ended_by")
    return rows.order_by("ended_at", "-id")


def admissions_at(project: OrgUnit) -> list[OwnerAdmission]:
    """Return the running admissions to a project, by name."""
    rows = admissions().filter(project=project, ended_at__isnull=True)
    return sorted(rows, key=lambda row: (row.membership.person.name, row.id))


def owners_of(project: OrgUnit) -> QuerySet[Membership]:
    """Return the active members who hold the owners' role at the project or above it, by name."""
    reaching = [unit.id for unit in above(project)] + [project.id]
    grants = RoleGrant.objects.filter(role=Role.OWNER_REP.value, unit_id__in=reaching)
    rows = Membership.objects.filter(id__in=grants.values("membership_id"), is_active=True, tenant_id=project.tenant_id)
    return rows.select_related("person").order_by("person__name", "id")


def bid_reviewers(*, project_id: int, line: str) -> list[Membership]:
    """Return the owners admitted to review bids for a line at a project (TEN-06), by name."""
    rows = admissions().filter(
        project_id=project_id,
        capacity=AdmissionCapacity.BID_REVIEWER.value,
        ended_at__isnull=True,
        membership__is_active=True,
    )
    found = [row.membership for row in rows if line in row.lines]
    return sorted(found, key=lambda member: (member.person.name, member.id))


def shown(rows: Sequence[OwnerAdmission]) -> list[tuple[OwnerAdmission, list[str]]]:
    """Return each admission with the names of its lines; a line that was switched off keeps its code."""
    names = dict(service_lines()) if rows else {}
    return [(row, [names.get(code, code) for code in row.lines]) for row in rows]


def may_admit(actor: Actor, project: OrgUnit) -> bool:
    """Whether the actor may admit owners to the node."""
    return actor.can(Permission.TENANT_MANAGE) and project.kind == UnitKind.PROJECT and project.is_active


def allowed_actions(row: OwnerAdmission, actor: Actor) -> list[str]:
    """Return what the actor may do with an admission now; for buttons and the API."""
    return ["end"] if row.ended_at is None and actor.can(Permission.TENANT_MANAGE) else []
