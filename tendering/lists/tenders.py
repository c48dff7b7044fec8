"""Lists of the tendering room: the register of tenders."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records import search
from tenancy.filters import PickFilter, projects_offered
from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url
from tendering.choices import TENDER_METHOD_LABELS, TENDER_STATUS_LABELS, TenderStatus
from tendering.models import Tender
from tendering.queries.tenders import visible_to
from vendors.queries import lines as service_lines

STATUS_TONES = {
    TenderStatus.CANCELLED.value: "grey",
    TenderStatus.FAILED.value: "red",
    TenderStatus.CLOSED.value: "green",
    TenderStatus.NEED_APPLIED.value: "yellow",
    TenderStatus.BIDS_CLOSED.value: "yellow",
}


def tone_of(status: str) -> str:
    """Return the badge colour of a stage."""
    return STATUS_TONES.get(status, "blue")


def line_choices() -> list[tuple[int, str]]:
    """Return the service lines as choices in the reader's language."""
    return [(line.id, in_language(line.names)) for line in service_lines(with_inactive=True)]


class TenderFilter(django_filters.FilterSet):
    """Filters of the register."""

    status = django_filters.ChoiceFilter(label=_("Stage"), choices=list(TENDER_STATUS_LABELS.items()))
    project = PickFilter(label=_("Project"), offer=projects_offered, field_name="project_id")
    line = django_filters.ChoiceFilter(label=_("Service line"), choices=line_choices, field_name="line_id")
    method = django_filters.ChoiceFilter(label=_("Method"), choices=list(TENDER_METHOD_LABELS.items()))

    class Meta:
        model = Tender
        fields: list[str] = []


def _rows(actor: Actor) -> QuerySet[Tender]:
    return visible_to(actor).select_related("project", "line", "organiser__person")


def _organiser(row: Any) -> str:
    return row.organiser.person.name if row.organiser_id else ""


TENDERS = ListSpec(
    code="tendering.tenders",
    title=_("Tenders"),
    rows=_rows,
    columns=[
        Column("number", _("Number"), lambda row: row.number, sort="number"),
        Column("title", _("Title"), lambda row: row.title),
        Column("project", _("Project"), lambda row: row.project.name, sort="project__sort_key"),
        Column("line", _("Service line"), lambda row: in_language(row.line.names)),
        Column(
            "status",
            _("Stage"),
            lambda row: TENDER_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: tone_of(row.status),
        ),
        Column("organiser", _("Organiser"), _organiser),
        Column("deadline_at", _("Deadline for bids"), lambda row: row.deadline_at, kind="datetime"),
        Column("created_at", _("Applied at"), lambda row: row.created_at, sort="created_at", kind="datetime"),
        Column("method", _("Method"), lambda row: TENDER_METHOD_LABELS[row.method], sort="method", is_optional=True),
        Column("budget", _("Budget per year"), lambda row: row.budget, kind="money", is_optional=True),
        Column("opens_at", _("Opening of bids"), lambda row: row.opens_at, kind="datetime", is_optional=True),
        Column(
            "end_reason", pgettext_lazy("tender", "Reason of the end"), lambda row: row.end_reason, is_optional=True
        ),
    ],
    default_sort="-created_at",
    filterset=TenderFilter,
    search=lambda rows, words: search.narrow(rows, "tendering.tender", words),
    row_url=lambda row: tenant_url("tendering:tender_detail", row.id),
    empty=_("No tender yet. It begins with a project's application for an outsourced service."),
    may_export=Permission.TENDER_VIEW,
    url_name="tendering:tender_list",
)
