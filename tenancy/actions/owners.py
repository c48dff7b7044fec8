"""Verbs on owners' committee members: admitted to a project, admission ended (TEN-06)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from tenancy import journal_port, owner_queries, work
from tenancy.choices import AdmissionCapacity, UnitKind
from tenancy.errors import AlreadyDone, RuleBroken
from tenancy.models import OrgUnit, OwnerAdmission
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor
from tenancy.rules.owners import closed_lines


def admit_owner(
    *,
    project_id: int,
    membership_id: int,
    capacity: str,
    lines: Sequence[str],
    by: Actor | None,
    at: datetime,
    on: date,
) -> OwnerAdmission:
    """Admit a member who holds the owners' role to a project as observer or bid reviewer, for the named lines.

    ``by`` None is for platform commands only. Raises NotAllowed, AlreadyDone while an admission runs, and RuleBroken
    for a node that is no active project, a member without the role there, no line, or a line not open to owners.
    """
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    project = OrgUnit.objects.select_for_update(no_key=True).get(id=project_id)
    if project.kind != UnitKind.PROJECT or not project.is_active:
        raise RuleBroken(_("Owners are admitted to active projects only."), code="no_project")
    if capacity not in AdmissionCapacity.values:
        raise RuleBroken(_("Choose observer or bid reviewer."), code="unknown_capacity", field="capacity")
    member = owner_queries.owners_of(project).filter(id=membership_id).first()
    if member is None:
        raise RuleBroken(
            _("First give this person the owners' role at the project."), code="no_owners_role", field="membership"
        )
    codes = list(dict.fromkeys(lines))
    if not codes:
        raise RuleBroken(_("Choose at least one service line."), code="lines_missing", field="lines")
    closed = closed_lines(codes, open_lines=owner_queries.open_lines(on))
    if closed:
        text = _("Not open to owners: %(codes)s. Open the line in the rules and figures first.")
        raise RuleBroken(text % {"codes": ", ".join(closed)[:200]}, code="line_closed", field="lines")
    work.advisory_lock(f"admission:{project.id}:{member.id}")
    if OwnerAdmission.objects.filter(project=project, membership=member, ended_at__isnull=True).exists():
        raise AlreadyDone(_("This person is admitted here already; end that admission first."))
    row = OwnerAdmission.objects.create(
        membership=member,
        project=project,
        capacity=capacity,
        lines=codes,
        admitted_at=at,
        admitted_by_id=by.person_id if by else None,
    )
    changes = {"member": member.person.name, "project": project.name, "capacity": capacity, "lines": ", ".join(codes)}
    journal_port.record("tenancy.owner_admitted", row, by=by, at=at, changes=changes)
    return row


def end_admission(*, admission_id: int, by: Actor, at: datetime) -> OwnerAdmission:
    """End an admission at once; the record stays. Raises NotAllowed, or AlreadyDone when it has ended."""
    may.require(by, Permission.TENANT_MANAGE)
    row = OwnerAdmission.objects.select_for_update(of=("self",), no_key=True).get(id=admission_id)
    if row.ended_at is not None:
        raise AlreadyDone
    row.ended_at, row.ended_by_id = at, by.person_id
    row.save(update_fields=["ended_at", "ended_by"])
    journal_port.record("tenancy.owner_admission_ended", row, by=by, at=at)
    return row
