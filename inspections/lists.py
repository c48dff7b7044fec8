"""Lists of the inspections room: inspections, findings, checklists."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Contract
from inspections import queries
from inspections.choices import (
    CHECKLIST_STATUS_LABELS,
    INSPECTION_STATUS_LABELS,
    INSPECTION_TYPE_LABELS,
    SEVERITY_LABELS,
    InspectionStatus,
    Severity,
    options,
)
from inspections.models import ChecklistTemplate, ChecklistVersion, Inspection, ItemResult
from records.search import narrow
from tenancy.filters import PickFilter, projects_offered
from tenancy.listing import Column, ListSpec
from tenancy.queries import projects_by_words
from tenancy.roles import Permission
from tenancy.templatetags.tenancy import hundredths, in_language, points
from tenancy.web import tenant_url
from tenancy.wording import PROJECT
from vendors.models import ServiceLine, Vendor
from vendors.queries import vendors_offered

VENDOR_NOUN, CONTRACT_NOUN = "vendors.vendor", "contracts.contract"  # as those rooms index them
STATUS_TONES = {
    InspectionStatus.PLANNED.value: "blue",
    InspectionStatus.IN_PROGRESS.value: "yellow",
    InspectionStatus.SUBMITTED.value: "yellow",
    InspectionStatus.REVIEWED.value: "blue",
    InspectionStatus.PUBLISHED.value: "green",
    InspectionStatus.FINAL.value: "green",
}
SEVERITY_TONES = {Severity.MINOR.value: "grey", Severity.ORDINARY.value: "yellow", Severity.SERIOUS.value: "red"}


def status_tone(row: Inspection) -> str:
    """Return the colour word of an inspection's state."""
    return STATUS_TONES.get(row.status, "grey")


def severity_tone(row: ItemResult) -> str:
    """Return the colour word of a finding's severity."""
    return SEVERITY_TONES.get(row.severity, "grey")


class MonthFilter(django_filters.CharFilter):
    """A month as the browser writes it, ``2026-10``; anything else finds nothing."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to the month's first day."""
        if not value:
            return qs
        year, _dash, month = value[:7].partition("-")
        if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
            return qs.none()
        if len(year) != 4 or not 1 <= int(month) <= 12 or int(year) < 1:
            return qs.none()
        return qs.filter(**{str(self.field_name): f"{int(year):04}-{int(month):02}-01"})


def _choices(rows: Iterable[Any]) -> list[tuple[int, str]]:
    return [(row.id, str(row)) for row in rows]


def line_choices() -> list[tuple[int, str]]:
    """Return the service lines for a filter, in the reader's language."""
    return [(line.id, in_language(line.names)) for line in ServiceLine.objects.order_by("sort_order", "code")]


class InspectionFilter(django_filters.FilterSet):
    """Filters of the list of inspections."""

    project_id = PickFilter(label=PROJECT, offer=projects_offered)
    line_id = django_filters.ChoiceFilter(label=_("Service line"), choices=line_choices, empty_label=_("All"))
    vendor_id = PickFilter(label=_("Vendor"), offer=vendors_offered)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=options(INSPECTION_TYPE_LABELS), empty_label=_("All"))
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=options(INSPECTION_STATUS_LABELS), empty_label=_("All")
    )
    month = MonthFilter(field_name="month", label=_("Month"), widget=forms.TextInput(attrs={"type": "month"}))

    class Meta:
        model = Inspection
        fields: list[str] = []


def found_by_words(rows: QuerySet[Any], words: str, prefix: str = "") -> QuerySet[Any]:
    """Narrow to rows whose vendor or project is found by the words, in Chinese, pinyin or initials."""
    vendors = narrow(Vendor.objects.all(), VENDOR_NOUN, words).values("id")
    contracts = narrow(Contract.objects.all(), CONTRACT_NOUN, words).values("id")
    return rows.filter(
        Q(**{f"{prefix}project_id__in": projects_by_words(words)})
        | Q(**{f"{prefix}vendor_id__in": vendors})
        | Q(**{f"{prefix}contract_id__in": contracts})
    )


INSPECTIONS = ListSpec(
    code="inspections.inspections",
    title=_("Inspections"),
    rows=queries.inspections_visible_to,
    columns=(
        Column("day", _("Day"), lambda row: row.inspected_on or row.planned_on, sort="planned_on", kind="date"),
        Column("project", PROJECT, lambda row: row.project.name),
        Column("vendor", _("Vendor"), lambda row: row.vendor.legal_name),
        Column("line", _("Service line"), lambda row: in_language(row.line.names)),
        Column("kind", _("Kind"), lambda row: row.get_kind_display()),
        Column("theme", _("Theme"), lambda row: row.get_theme_display() if row.theme else "", is_optional=True),
        Column("inspector", _("Inspector"), lambda row: row.inspector_name),
        Column("score", _("Score"), lambda row: hundredths(row.score), kind="number"),
        Column(
            "deduction",
            _("Points deducted"),
            lambda row: points(row.deduction_total) if row.submitted_at else "",
            kind="number",
            is_optional=True,
        ),
        Column("status", _("Status"), lambda row: row.get_status_display(), kind="badge", tone=status_tone),
        Column("contract", _("Contract"), lambda row: row.contract.number, is_optional=True),
        Column("month", _("Month"), lambda row: row.month.strftime("%Y-%m"), is_optional=True),
        Column("version", _("Version"), lambda row: row.version, kind="number", is_optional=True),
        Column("number", _("No."), lambda row: row.id, sort="id", kind="number", is_optional=True),
    ),
    default_sort="-planned_on",
    filterset=InspectionFilter,
    search=found_by_words,
    row_url=lambda row: tenant_url("inspections:inspection_detail", row.id),
    empty=_("No inspections yet. Plan one, or start one on site with the phone."),
    may_export=Permission.INSPECTION_VIEW,
    url_name="inspections:inspection_list",
)


class FindingFilter(django_filters.FilterSet):
    """Filters of the list of findings."""

    project_id = PickFilter(label=PROJECT, offer=projects_offered)
    line = django_filters.ChoiceFilter(
        field_name="inspection__line_id", label=_("Service line"), choices=line_choices, empty_label=_("All")
    )
    vendor_id = PickFilter(label=_("Vendor"), offer=vendors_offered)
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=options(SEVERITY_LABELS), empty_label=_("All"))
    month = MonthFilter(field_name="month", label=_("Month"), widget=forms.TextInput(attrs={"type": "month"}))

    class Meta:
        model = ItemResult
        fields: list[str] = []


def finding_photo_counts(rows: list[ItemResult]) -> None:
    """Put the photos of the rows shown onto them, as ``photos`` (one query for the page)."""
    photos = queries.photos_of(rows)
    for row in rows:
        row.photos = photos[row.id]  # type: ignore[attr-defined]  # read by the column below


def _find(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return found_by_words(rows, words, prefix="inspection__")


FINDINGS = ListSpec(
    code="inspections.findings",
    title=_("Findings"),
    rows=queries.findings_visible_to,
    columns=(
        Column("day", _("Day"), lambda row: row.inspection.inspected_on, kind="date"),
        Column("item", _("Item"), lambda row: f"{row.item_code} {in_language(row.item.names)}"),
        Column("note", _("Reason"), lambda row: row.note),
        Column("place", _("Place"), lambda row: row.place),
        Column("severity", _("Severity"), lambda row: row.get_severity_display(), kind="badge", tone=severity_tone),
        Column("deduction", _("Deduction"), lambda row: points(row.deduction), kind="number"),
        Column(
            "repeat",
            _("Repeat"),
            lambda row: f"×{points(row.multiplier_percent)}" if row.multiplier_percent > 100 else "",
            kind="number",
        ),
        Column("photos", _("Photos"), lambda row: len(row.photos), kind="number"),
        Column("project", PROJECT, lambda row: row.inspection.project.name),
        Column("vendor", _("Vendor"), lambda row: row.inspection.vendor.legal_name),
        Column("line", _("Service line"), lambda row: in_language(row.inspection.line.names), is_optional=True),
        Column("month", _("Month"), lambda row: row.month.strftime("%Y-%m"), sort="month", is_optional=True),
        Column(
            "published",
            pgettext_lazy("finding", "Published"),
            lambda row: row.is_published,
            is_optional=True,
        ),
    ),
    default_sort="-month",
    filterset=FindingFilter,
    search=_find,
    row_url=lambda row: f"{tenant_url('inspections:inspection_detail', row.inspection_id)}#item-{row.item_code}",
    empty=_("No findings yet. They appear when an inspection takes points off."),
    may_export=Permission.INSPECTION_VIEW,
    url_name="inspections:finding_list",
    prefetch=finding_photo_counts,
)


def with_versions(rows: list[ChecklistTemplate]) -> None:
    """Put the newest approved version, its sums and an open draft onto the checklists shown (two queries)."""
    versions = ChecklistVersion.objects.filter(template__in=rows).order_by("-number")
    approved: dict[int, ChecklistVersion] = {}
    open_ones: dict[int, ChecklistVersion] = {}
    for one in versions:
        if one.status == "approved":
            approved.setdefault(one.template_id, one)
        elif one.status in ("draft", "submitted"):
            open_ones.setdefault(one.template_id, one)
    sums = queries.summaries([one.id for one in approved.values()])
    for row in rows:
        row.approved = approved.get(row.id)  # type: ignore[attr-defined]  # read by the columns below
        row.open_version = open_ones.get(row.id)  # type: ignore[attr-defined]  # read by the columns below
        own = row.approved  # type: ignore[attr-defined]  # set above
        row.sums = sums.get(own.id, {}) if own else {}  # type: ignore[attr-defined]  # read by the columns below


CHECKLISTS = ListSpec(
    code="inspections.checklists",
    title=_("Checklists"),
    rows=queries.checklists_visible_to,
    columns=(
        Column("code", _("Code"), lambda row: row.code, sort="code"),
        Column("name", _("Checklist"), lambda row: in_language(row.names)),
        Column("line", _("Service line"), lambda row: in_language(row.line.names)),
        Column("version", _("Version"), lambda row: row.approved.number if row.approved else None, kind="number"),
        Column("items", _("Items"), lambda row: row.sums.get("items"), kind="number"),
        Column("points", _("Points"), lambda row: points(row.sums.get("points")), kind="number"),
        Column(
            "approved",
            _("Approved at"),
            lambda row: row.approved.approved_at if row.approved else None,
            kind="datetime",
        ),
        Column(
            "open",
            _("Open change"),
            lambda row: CHECKLIST_STATUS_LABELS[row.open_version.status] if row.open_version else "",
            kind="badge",
            tone=lambda row: "yellow" if row.open_version else "grey",
        ),
    ),
    default_sort="code",
    row_url=lambda row: tenant_url("inspections:checklist_detail", row.id),
    empty=_("No checklists yet."),
    may_export=Permission.TEMPLATE_VIEW,
    url_name="inspections:checklist_list",
    prefetch=with_versions,
)
