"""Lists of the complaints room: the one register (CMP-01)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from complaints import queries
from complaints.choices import (
    CHANNEL_LABELS,
    COMPLAINT_STATUS_LABELS,
    RESPONSIBILITY_LABELS,
    SATISFACTION_LABELS,
    SEVERITY_LABELS,
    ComplaintStatus,
    Responsibility,
    Severity,
)
from complaints.models import Complaint
from records import search
from records.lists import ByDay
from tenancy.filters import PickFilter, projects_offered
from tenancy.listing import Column, ListSpec
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url
from tenancy.wording import PROJECT
from vendors.queries import lines as service_lines
from vendors.queries import vendors_offered

STATUS_TONES = {
    ComplaintStatus.REGISTERED.value: "blue",
    ComplaintStatus.REPORTED.value: "yellow",
    ComplaintStatus.REOPENED.value: "red",
    ComplaintStatus.CLOSED.value: "green",
}
SEVERITY_TONES = {Severity.SERIOUS.value: "red", Severity.ORDINARY.value: "yellow", Severity.MINOR.value: "grey"}
FINDING_TONES = {Responsibility.VENDOR.value: "red", Responsibility.PENDING.value: "blue"}
DUE_TONES = {"late": "red", "answered_late": "red", "soon": "yellow", "answered": "green", "open": "blue"}
IN_USE = [ComplaintStatus.REGISTERED, ComplaintStatus.REPORTED, ComplaintStatus.REOPENED, ComplaintStatus.CLOSED]


def countdown_text(countdown: queries.Countdown) -> str:
    """Return a countdown in words; red stays red after a late answer."""
    if countdown.state == "answered":
        return _now("answered in time")
    if countdown.days:
        span = ngettext("%(number)d day", "%(number)d days", countdown.days) % {"number": countdown.days}
    else:
        span = ngettext("%(number)d hour", "%(number)d hours", countdown.hours) % {"number": countdown.hours}
    if countdown.state == "answered_late":
        return _now("answered %(span)s late") % {"span": span}
    if countdown.state == "late":
        return _now("%(span)s late") % {"span": span}
    return _now("%(span)s left") % {"span": span}


def _lines() -> list[tuple[int, str]]:
    return [(line.id, in_language(line.names)) for line in service_lines(with_inactive=True)]


class ComplaintFilter(ByDay):
    """Filters of the register."""

    moment = "received_at"
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[(one.value, COMPLAINT_STATUS_LABELS[one.value]) for one in IN_USE]
    )
    time = django_filters.ChoiceFilter(
        label=pgettext_lazy("complaint", "Answer"),
        choices=[("open", _("not answered yet")), ("late", _("late")), ("in_time", _("in time"))],
        method="by_time",
    )
    project = PickFilter(label=PROJECT, offer=projects_offered, field_name="project_id")
    line = django_filters.ChoiceFilter(label=_("Service line"), choices=_lines, field_name="line_id")
    vendor = PickFilter(label=_("Vendor"), offer=vendors_offered, field_name="vendor_id")
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=list(SEVERITY_LABELS.items()))
    responsibility = django_filters.ChoiceFilter(label=_("Responsibility"), choices=list(RESPONSIBILITY_LABELS.items()))
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=list(CHANNEL_LABELS.items()))

    class Meta:
        model = Complaint
        fields: list[str] = []

    def by_time(self, rows: QuerySet[Complaint], name: str, value: str) -> QuerySet[Complaint]:
        """Keep what is unanswered, late or in time (CMP-03)."""
        if value == "open":
            return rows.filter(first_answered_at__isnull=True)
        now = timezone.now()
        return queries.late(rows, now) if value == "late" else queries.in_time(rows, now)


def _rows(actor: Actor) -> QuerySet[Complaint]:
    return queries.complaints_visible_to(actor).select_related("project", "line", "vendor", "contract")


def _with_countdown(rows: list[Any]) -> None:
    zone, now = active_zone(), timezone.now()
    for row in rows:
        row.countdown = queries.countdown(row, now, zone)


COMPLAINTS = ListSpec(
    code="complaints.complaints",
    title=_("Complaint register"),
    rows=_rows,
    columns=[
        Column("number", _("Number"), lambda row: row.number, sort="number"),
        Column("received_at", _("Received at"), lambda row: row.received_at, sort="received_at", kind="datetime"),
        Column("content", _("Content"), lambda row: row.content[:40]),
        Column("project", PROJECT, lambda row: row.project.name, sort="project__sort_key"),
        Column(
            "line",
            _("Service line"),
            lambda row: in_language(row.line.names) if row.line else None,
            is_optional=True,
        ),
        Column("vendor", _("Vendor"), lambda row: row.vendor.legal_name if row.vendor else None),
        Column(
            "severity",
            _("Severity"),
            lambda row: SEVERITY_LABELS[row.severity],
            sort="severity",
            kind="badge",
            tone=lambda row: SEVERITY_TONES[row.severity],
        ),
        Column(
            "due",
            pgettext_lazy("complaint", "Answer"),
            lambda row: countdown_text(row.countdown),
            sort="answer_due_at",
            kind="badge",
            tone=lambda row: DUE_TONES[row.countdown.state],
        ),
        Column(
            "status",
            _("Status"),
            lambda row: COMPLAINT_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: STATUS_TONES.get(row.status, "grey"),
        ),
        Column(
            "responsibility",
            _("Responsibility"),
            lambda row: RESPONSIBILITY_LABELS[row.responsibility],
            sort="responsibility",
            kind="badge",
            tone=lambda row: FINDING_TONES.get(row.responsibility, "grey"),
        ),
        Column("channel", _("Channel"), lambda row: CHANNEL_LABELS[row.channel], is_optional=True),
        Column("contract", _("Contract"), lambda row: row.contract.number if row.contract else None, is_optional=True),
        Column("answer_due_on", _("Answer due"), lambda row: row.countdown.due_on, kind="date", is_optional=True),
        Column(
            "first_answered_at",
            _("First answered at"),
            lambda row: row.first_answered_at,
            kind="datetime",
            is_optional=True,
        ),
        Column(
            "satisfaction",
            _("Satisfaction"),
            lambda row: SATISFACTION_LABELS.get(row.satisfaction),
            is_optional=True,
        ),
        Column("closed_at", _("Closed at"), lambda row: row.closed_at, kind="datetime", is_optional=True),
    ],
    default_sort="-received_at",
    filterset=ComplaintFilter,
    search=lambda rows, words: search.narrow(rows, "complaints.complaint", words),
    row_url=lambda row: tenant_url("complaints:complaint_detail", row.id),
    empty=_("No complaint is registered."),
    may_export=Permission.COMPLAINT_VIEW,
    url_name="complaints:complaint_list",
    prefetch=_with_countdown,
)
