"""What the inspections room puts on the to-do list (NTF-01): inspections to make, to judge, checklists to approve."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from inspections import queries
from inspections.choices import ChecklistStatus, InspectionStatus
from inspections.models import Inspection
from records.todo import Duty
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url

MOST = 100
DAYS_TO_JUDGE = 7


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return the actor's open duties on a day."""
    if actor.is_vendor or actor.is_system:
        return []
    return [*_to_make(actor, on), *_to_judge(actor, on), *_to_approve(actor)]


def _detail(row: Inspection) -> str:
    return f"{row.project.name} · {row.vendor.legal_name} · {in_language(row.line.names)}"


def _to_make(actor: Actor, on: date) -> list[Duty]:
    if not actor.can(Permission.INSPECTION_FILE):
        return []
    found = []
    for row in queries.to_do_today(actor, on)[:MOST]:
        begun = row.status == InspectionStatus.IN_PROGRESS
        title = _("Finish the inspection: %(kind)s") if begun else _("Inspect: %(kind)s")
        if begun and row.reason:
            title = _("Correct the inspection: %(kind)s")
        address = "inspections:inspection_file" if begun else "inspections:inspection_detail"
        found.append(
            Duty(
                title=title % {"kind": row.get_kind_display()},
                detail=row.reason or _detail(row),
                url=tenant_url(address, row.id),
                due_on=row.planned_on,
                kind="inspections.inspect",
                is_overdue=row.planned_on < on,
                unit_id=row.project_id,
            )
        )
    return found


def _to_judge(actor: Actor, on: date) -> list[Duty]:
    if not actor.can(Permission.INSPECTION_PUBLISH):
        return []
    found = []
    for row in queries.waiting_for(actor)[:MOST]:
        due = (row.inspected_on or row.planned_on) + timedelta(days=DAYS_TO_JUDGE)
        reviews = "review" in queries.allowed_actions(row, actor)
        title = _("Review the inspection: %(kind)s") if reviews else _("Publish the inspection: %(kind)s")
        found.append(
            Duty(
                title=title % {"kind": row.get_kind_display()},
                detail=_detail(row),
                url=tenant_url("inspections:inspection_detail", row.id),
                due_on=due,
                kind="inspections.judge",
                is_overdue=due < on,
                unit_id=row.project_id,
            )
        )
    return found


def _to_approve(actor: Actor) -> list[Duty]:
    if not actor.can(Permission.TEMPLATE_MANAGE):
        return []
    waiting = queries.versions_visible_to(actor).filter(status=ChecklistStatus.SUBMITTED.value)
    return [
        Duty(
            title=_("Approve the checklist: %(name)s") % {"name": in_language(version.template.names)},
            detail=version.reason,
            url=tenant_url("inspections:version_detail", version.id),
            due_on=None,
            kind="inspections.approve_checklist",
            is_overdue=False,
        )
        for version in waiting[:MOST]
        if "approve" in queries.checklist_actions(version, actor)
    ]
