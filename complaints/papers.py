"""Printed documents of the complaints room: the complaint form (客户投诉处理表, CMP-02)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import queries
from complaints.choices import (
    CHANNEL_LABELS,
    COMPLAINT_STATUS_LABELS,
    RESPONSIBILITY_LABELS,
    SATISFACTION_LABELS,
    SEVERITY_LABELS,
    Responsibility,
)
from complaints.models import Complaint
from records.printing import Paper
from tenancy.errors import NotAllowed
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language


@dataclass(frozen=True)
class ComplaintSheet:
    """Everything the form says, as text; the person who complained is masked, for a print travels."""

    number: str
    channel: str
    received_at: str
    project: str
    line: str
    vendor: str
    contract: str
    customer: str
    content: str
    severity: str
    due_on: str
    answered_at: str
    is_late: bool
    answer: str
    responsibility: str
    reason: str
    is_attendance_related: bool
    status: str
    satisfaction: str
    closed_at: str
    close_reason: str


def complaint_form(*, actor: Actor, complaint_id: int) -> Paper:
    """Return the form of a complaint, numbered as the register is (CMP-02). Raises NotAllowed, Http404."""
    if actor.is_vendor or not actor.can(Permission.COMPLAINT_VIEW):
        raise NotAllowed
    rows = queries.complaints_visible_to(actor).select_related("project", "line", "vendor", "contract")
    row = rows.filter(id=complaint_id).first()
    if row is None:
        raise Http404
    return Paper(
        kind="complaints.complaint",
        title=_("Complaint form"),
        template="complaints/complaint_paper.html",
        context=_sheet(row),
        number=row.number,
        language=translation.get_language() or "zh-hans",
        unit_id=row.project_id,
        rows=1,
    )


def _sheet(row: Complaint) -> ComplaintSheet:
    zone = active_zone()
    contact = queries.shown_contact(queries.contact_of(row))
    pending = row.responsibility == Responsibility.PENDING

    def moment(value: datetime | None) -> str:
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M") if value else ""

    # The limit itself is the only clock on the paper: what changes by the hour would make a new document each time.
    countdown = queries.countdown(row, row.first_answered_at or row.received_at, zone)
    return ComplaintSheet(
        number=row.number,
        channel=str(CHANNEL_LABELS[row.channel]),
        received_at=moment(row.received_at),
        project=row.project.name,
        line=in_language(row.line.names) if row.line else "",
        vendor=row.vendor.legal_name if row.vendor else "",
        contract=row.contract.number if row.contract else "",
        customer=contact.name if contact else "",
        content=row.content,
        severity=str(SEVERITY_LABELS[row.severity]),
        due_on=countdown.due_on.isoformat(),
        answered_at=moment(row.first_answered_at),
        is_late=countdown.is_late,
        answer=row.answer,
        responsibility="" if pending else str(RESPONSIBILITY_LABELS[row.responsibility]),
        reason=row.judgement_reason,
        is_attendance_related=row.is_attendance_related,
        status=str(COMPLAINT_STATUS_LABELS[row.status]),
        satisfaction=str(SATISFACTION_LABELS.get(row.satisfaction, "")),
        closed_at=moment(row.closed_at),
        close_reason=row.close_reason,
    )
