"""Lists of the contracts room: the contract ledger (CON-14)."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts import queries
from contracts.choices import CONTRACT_STATUS_LABELS, ContractStatus
from contracts.models import Contract, ContractLine
from records import search
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
    ContractStatus.DRAFTING.value: "blue",
    ContractStatus.ACTIVE.value: "green",
    ContractStatus.EXPIRING.value: "yellow",
    ContractStatus.TERMINATED.value: "red",
}
IN_USE = [
    ContractStatus.DRAFTING,
    ContractStatus.ACTIVE,
    ContractStatus.EXPIRED,
    ContractStatus.TERMINATED,
    ContractStatus.ABANDONED,
]


def line_choices() -> list[tuple[int, str]]:
    """Return the service lines as choices in the reader's language."""
    return [(line.id, in_language(line.names)) for line in service_lines(with_inactive=True)]


class ContractFilter(django_filters.FilterSet):
    """Filters of the ledger."""

    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[(one.value, CONTRACT_STATUS_LABELS[one.value]) for one in IN_USE]
    )
    project = PickFilter(label=PROJECT, offer=projects_offered, field_name="project_id")
    line = django_filters.ChoiceFilter(label=_("Service line"), choices=line_choices, method="by_line")
    vendor = PickFilter(label=_("Vendor"), offer=vendors_offered, field_name="vendor_id")
    expiring = django_filters.ChoiceFilter(
        label=_("Ends within"),
        choices=[("30", _("30 days")), ("60", _("60 days")), ("90", _("90 days"))],
        method="by_end",
    )
    in_force_on = django_filters.DateFilter(
        label=_("In force on"),
        method="by_day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Contract
        fields: list[str] = []

    def by_line(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        """Keep the contracts that cover a line."""
        return rows.filter(id__in=ContractLine.objects.filter(line_id=int(value)).values("contract_id"))

    def by_end(self, rows: QuerySet[Contract], name: str, value: str) -> QuerySet[Contract]:
        """Keep the running contracts whose last day comes soon."""
        on = timezone.now().astimezone(active_zone()).date()
        return rows.filter(
            status__in=queries.RUNNING_CODES, ends_on__gte=on, ends_on__lte=on + timedelta(days=int(value))
        )

    def by_day(self, rows: QuerySet[Contract], name: str, value: Any) -> QuerySet[Contract]:
        """Keep the contracts in force on a day."""
        return rows.filter(id__in=queries.in_force_on(value).values("id"))


def _rows(actor: Actor) -> QuerySet[Contract]:
    return queries.contracts_visible_to(actor).select_related("vendor", "project")


def _with_lines(rows: list[Any]) -> None:
    found = queries.lines_of(row.id for row in rows)
    for row in rows:
        row.shown_lines = [in_language(line.names) for line in found.get(row.id, [])]


CONTRACTS = ListSpec(
    code="contracts.contracts",
    title=_("Contract ledger"),
    rows=_rows,
    columns=[
        Column("number", _("Number"), lambda row: row.number, sort="number"),
        Column("title", _("Title"), lambda row: row.title),
        Column("vendor", _("Vendor"), lambda row: row.vendor.legal_name, sort="vendor__sort_key"),
        Column("project", PROJECT, lambda row: row.project.name, sort="project__sort_key"),
        Column("lines", _("Service lines"), lambda row: row.shown_lines),
        Column("starts_on", _("From"), lambda row: row.starts_on, sort="starts_on", kind="date"),
        Column("ends_on", _("Until"), lambda row: row.ends_on, sort="ends_on", kind="date"),
        Column("monthly_fee", _("Monthly fee"), lambda row: row.monthly_fee, kind="money"),
        Column(
            "status",
            _("Status"),
            lambda row: CONTRACT_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: STATUS_TONES.get(row.status, "grey"),
        ),
        Column("vendor_address", _("Vendor's address"), lambda row: row.vendor.address, is_optional=True),
        Column("contact_name", _("Contact person"), lambda row: row.vendor.contact_name, is_optional=True),
        Column("contact_phone", _("Phone"), lambda row: row.vendor.contact_phone, is_optional=True),
        Column(
            "agreed_headcount", _("Agreed headcount"), lambda row: row.agreed_headcount, kind="number", is_optional=True
        ),
        Column(
            "ended_on", pgettext_lazy("contract", "Ended on"), lambda row: row.ended_on, kind="date", is_optional=True
        ),
        Column("end_reason", _("Reason of the end"), lambda row: row.end_reason, is_optional=True),
    ],
    default_sort="-ends_on",
    filterset=ContractFilter,
    search=lambda rows, words: search.narrow(rows, "contracts.contract", words),
    row_url=lambda row: tenant_url("contracts:contract_detail", row.id),
    empty=_("The ledger is empty. Enter the first contract, or import your list."),
    may_export=Permission.CONTRACT_VIEW,
    url_name="contracts:contract_list",
    prefetch=_with_lines,
)
