"""The register as a list."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records import search
from tenancy.filters import PickFilter, projects_offered
from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url
from vendors import queries
from vendors.choices import QUALIFICATION_LABELS, VENDOR_FORM_LABELS, Qualification
from vendors.lists.papers import WITHIN, papers_ending, today
from vendors.models import Vendor
from vendors.queries import bans

QUALIFICATION_TONES = {
    Qualification.QUALIFIED.value: "green",
    Qualification.UNDER_WATCH.value: "yellow",
    Qualification.DISQUALIFIED.value: "red",
    Qualification.BANNED.value: "red",
    Qualification.UNDER_REVIEW.value: "blue",
    Qualification.DOCS_SUBMITTED.value: "blue",
}


def line_choices() -> list[tuple[int, str]]:
    """Return the tenant's service lines as choices in the reader's language."""
    return [(line.id, in_language(line.names)) for line in queries.lines(with_inactive=True)]


class VendorFilter(django_filters.FilterSet):
    """Filters of the register."""

    line = django_filters.ChoiceFilter(label=_("Service line"), choices=line_choices, method="by_line")
    status = django_filters.ChoiceFilter(label=_("Qualification"), choices=list(QUALIFICATION_LABELS.items()))
    project = PickFilter(label=_("Works at project"), offer=projects_offered, method="by_project")
    papers = django_filters.ChoiceFilter(label=_("Papers end"), choices=WITHIN, method="by_papers")
    banned = django_filters.ChoiceFilter(
        label=_("Ban"),
        choices=[("yes", _("banned today, anywhere")), ("no", _("not banned"))],
        method="by_ban",
    )
    is_active = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("true", pgettext_lazy("vendor", "Active")), ("false", pgettext_lazy("vendor", "Switched off"))],
        method="by_state",
    )

    class Meta:
        model = Vendor
        fields: list[str] = []

    def by_line(self, rows: QuerySet[Vendor], name: str, value: str) -> QuerySet[Vendor]:
        """Keep the vendors that work in a line."""
        return queries.with_line(rows, int(value))

    def by_project(self, rows: QuerySet[Vendor], name: str, value: list[int]) -> QuerySet[Vendor]:
        """Keep the vendors that have, or had, a contract at one of the projects picked."""
        return rows.filter(id__in=Vendor.objects.filter(contracts__project_id__in=value).values("id"))

    def by_papers(self, rows: QuerySet[Vendor], name: str, value: str) -> QuerySet[Vendor]:
        """Keep the vendors with a current paper that has ended, or ends within so many days."""
        return rows.filter(id__in=papers_ending(value).values("vendor_id"))

    def by_ban(self, rows: QuerySet[Vendor], name: str, value: str) -> QuerySet[Vendor]:
        """Keep the vendors that are banned today, for anything anywhere, or those that are not."""
        found = bans.banned_on(today())
        return rows.filter(found) if value == "yes" else rows.exclude(found)

    def by_state(self, rows: QuerySet[Vendor], name: str, value: str) -> QuerySet[Vendor]:
        """Keep the active vendors, or those switched off."""
        return rows.filter(is_active=value == "true")


def _with_lines(rows: list[Any]) -> None:
    found = queries.lines_of(row.id for row in rows)
    for row in rows:
        row.shown_lines = [in_language(line.names) for line in found.get(row.id, [])]


def _licence(row: Vendor) -> Any:
    return _("no end date") if row.licence_is_permanent else row.licence_valid_until


def _state(row: Vendor) -> Any:
    return QUALIFICATION_LABELS[row.status] if row.is_active else pgettext_lazy("vendor", "Switched off")


VENDORS = ListSpec(
    code="vendors.vendors",
    title=_("Vendors"),
    rows=queries.vendors_visible_to,
    columns=[
        Column("legal_name", _("Legal name"), lambda row: row.legal_name, sort="sort_key"),
        Column("credit_code", _("Credit code"), lambda row: row.credit_code, sort="credit_code"),
        Column("lines", _("Service lines"), lambda row: row.shown_lines),
        Column(
            "status",
            _("Qualification"),
            _state,
            sort="status",
            kind="badge",
            tone=lambda row: QUALIFICATION_TONES.get(row.status, "grey") if row.is_active else "grey",
        ),
        Column("contact_name", _("Contact person"), lambda row: row.contact_name),
        Column("contact_phone", _("Phone"), lambda row: row.contact_phone),
        Column("address", _("Address"), lambda row: row.address, is_optional=True),
        Column(
            "legal_representative", _("Legal representative"), lambda row: row.legal_representative, is_optional=True
        ),
        Column("form", _("Legal form"), lambda row: VENDOR_FORM_LABELS[row.form], is_optional=True),
        Column("licence", _("Licence valid until"), _licence, is_optional=True),
        Column(
            "created_at",
            _("Registered at"),
            lambda row: row.created_at,
            sort="created_at",
            kind="datetime",
            is_optional=True,
        ),
    ],
    default_sort="sort_key",
    filterset=VendorFilter,
    search=lambda rows, words: search.narrow(rows, "vendors.vendor", words),
    row_url=lambda row: tenant_url("vendors:vendor_detail", row.id),
    empty=_("No vendor is registered yet. Register the first one, or import your list."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:vendor_list",
    prefetch=_with_lines,
)
