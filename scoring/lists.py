"""Lists of the scoring room: cards and runs."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.rules.periods import Month
from scoring.choices import CARD_STATUS_LABELS, GRADE_LABELS, RUN_STATUS_LABELS, CardStatus, RunStatus
from scoring.models import Scorecard
from scoring.queries import cards
from tenancy.filters import PickFilter, projects_offered
from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.templatetags.tenancy import hundredths, in_language
from tenancy.web import tenant_url
from tenancy.wording import PROJECT
from vendors.models import ServiceLine
from vendors.queries import vendors_offered

CARD_TONES = {
    CardStatus.COMPUTED.value: "grey",
    CardStatus.EVALUATED.value: "yellow",
    CardStatus.CONFIRMED.value: "blue",
    CardStatus.PUBLISHED.value: "green",
    CardStatus.FROZEN.value: "green",
    CardStatus.UNDER_APPEAL.value: "red",
}
RUN_TONES = {
    RunStatus.OPENED.value: "yellow",
    RunStatus.COMPUTING.value: "yellow",
    RunStatus.COMPUTED.value: "blue",
    RunStatus.PUBLISHED.value: "green",
    RunStatus.FROZEN.value: "green",
}
INSUFFICIENT = "none"


def card_tone(row: Scorecard) -> str:
    """Return the colour word of a card's state."""
    return CARD_TONES.get(row.status, "grey")


class MonthFilter(django_filters.CharFilter):
    """A month as the browser writes it, ``2026-10``; anything else finds nothing."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to the month's first day."""
        if not value:
            return qs
        try:
            return qs.filter(**{str(self.field_name): Month.parse(value[:7]).first_day})
        except ValueError:
            return qs.none()


def _lines() -> list[tuple[int, str]]:
    return [(line.pk, in_language(line.names)) for line in ServiceLine.objects.order_by("sort_order", "code")]


def _grades() -> list[tuple[str, Any]]:
    return [*GRADE_LABELS.items(), (INSUFFICIENT, _("Insufficient evidence"))]


class CardFilter(django_filters.FilterSet):
    """Filters of the list of cards."""

    month = MonthFilter(field_name="month", label=_("Month"), widget=forms.TextInput(attrs={"type": "month"}))
    line_id = django_filters.ChoiceFilter(label=_("Service line"), choices=_lines, empty_label=_("All"))
    project_id = PickFilter(label=PROJECT, offer=projects_offered)
    vendor_id = PickFilter(label=_("Vendor"), offer=vendors_offered)
    grade = django_filters.ChoiceFilter(
        label=pgettext_lazy("scoring", "Grade"), choices=_grades, empty_label=_("All"), method="by_grade"
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=list(CARD_STATUS_LABELS.items()), empty_label=_("All")
    )

    class Meta:
        model = Scorecard
        fields: list[str] = []

    def by_grade(self, rows: QuerySet[Scorecard], name: str, value: str) -> QuerySet[Scorecard]:
        """Narrow to a grade, or to the cards without a total."""
        return rows.filter(total__isnull=True) if value == INSUFFICIENT else rows.filter(grade=value)


CARDS = ListSpec(
    code="scoring.cards",
    title=_("Scorecards"),
    rows=cards.current_cards,
    columns=(
        Column("month", _("Month"), lambda row: f"{row.month:%Y-%m}", sort="month"),
        Column("vendor", _("Vendor"), lambda row: row.vendor.legal_name),
        Column("project", PROJECT, lambda row: row.project.name),
        Column("line", _("Service line"), lambda row: in_language(row.line.names)),
        Column("contract", _("Contract"), lambda row: row.contract.number, is_optional=True),
        Column(
            "total",
            _("Total"),
            lambda row: _("Insufficient evidence") if row.total is None else hundredths(row.total),
            sort="sort_total",
            kind="number",
        ),
        Column("grade", pgettext_lazy("scoring", "Grade"), lambda row: row.grade, kind="grade"),
        Column(
            "inspection", _("Inspection score"), lambda row: hundredths(row.inspection_score), kind="number",
            is_optional=True,
        ),
        Column(
            "complaints", _("Complaints score"), lambda row: hundredths(row.complaints_score), kind="number",
            is_optional=True,
        ),
        Column("inspections", _("Inspections"), lambda row: row.inspection_count, kind="number", is_optional=True),
        Column(
            "charged", _("Complaints charged"), lambda row: row.complaint_count, kind="number", is_optional=True
        ),
        Column("status", _("Status"), lambda row: row.get_status_display(), kind="badge", tone=card_tone),
        Column("version", _("Version"), lambda row: row.version, kind="number", is_optional=True),
    ),
    default_sort="-month",
    filterset=CardFilter,
    search=cards.found_by_words,
    row_url=lambda row: tenant_url("scoring:card_detail", row.pk),
    empty=_("No scorecards yet. They are computed on the first day of the month, for the month before."),
    may_export=Permission.CARD_VIEW,
    url_name="scoring:card_list",
)  # fmt: skip

RUNS = ListSpec(
    code="scoring.runs",
    title=_("Monthly evaluations"),
    rows=cards.runs_visible_to,
    columns=(
        Column("month", _("Month"), lambda row: f"{row.month:%Y-%m}", sort="month"),
        Column(
            "status",
            _("Status"),
            lambda row: RUN_STATUS_LABELS[row.status],
            kind="badge",
            tone=lambda row: RUN_TONES.get(row.status, "grey"),
        ),
        Column("cards", pgettext_lazy("scoring", "Cards"), lambda row: row.card_count, kind="number"),
        Column("insufficient", _("Insufficient evidence"), lambda row: row.insufficient_count, kind="number"),
        Column("published", _("Published"), lambda row: row.published_count, kind="number"),
        Column("cut_off", _("Data up to"), lambda row: row.cut_off, kind="datetime"),
        Column("rules", _("Rule version"), lambda row: row.settings_version.number, kind="number"),
    ),
    default_sort="-month",
    row_url=lambda row: tenant_url("scoring:run_detail", row.pk),
    empty=_("No month has been evaluated yet."),
    may_export=Permission.CARD_VIEW,
    url_name="scoring:run_list",
)
