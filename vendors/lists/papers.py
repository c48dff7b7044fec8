"""The papers of all vendors as a list: what expires, what waits for a check."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records import search
from tenancy.context import require_wall
from tenancy.listing import Column, ListSpec
from tenancy.models import Tenant
from tenancy.queries import today as today_of
from tenancy.roles import Permission
from tenancy.web import tenant_url
from vendors.choices import DOCUMENT_KIND_LABELS, DOCUMENT_STATUS_LABELS, DocumentStatus
from vendors.models import QualificationDocument, Vendor
from vendors.queries import documents

STATUS_TONES = {
    DocumentStatus.PROPOSED.value: "blue",
    DocumentStatus.ACCEPTED.value: "green",
    DocumentStatus.REFUSED.value: "red",
    DocumentStatus.WITHDRAWN.value: "grey",
    DocumentStatus.SUPERSEDED.value: "grey",
}
STATE_LABELS = {
    "missing": pgettext_lazy("paper", "Missing"),
    "waiting": pgettext_lazy("paper", "Waits for a check"),
    "expired": pgettext_lazy("paper", "Expired"),
    "expiring": pgettext_lazy("paper", "Expires soon"),
    "valid": pgettext_lazy("paper", "Valid"),
}
STATE_TONES = {"missing": "red", "waiting": "blue", "expired": "red", "expiring": "yellow", "valid": "green"}
WITHIN = [
    ("expired", pgettext_lazy("paper", "Expired")),
    ("7", _("within 7 days")),
    ("30", _("within 30 days")),
    ("60", _("within 60 days")),
]


def today() -> date:
    """Return the tenant's current date."""
    return today_of(Tenant.objects.get(id=require_wall().tenant_id))


class PaperFilter(django_filters.FilterSet):
    """Filters of the papers."""

    ends = django_filters.ChoiceFilter(label=_("Ends"), choices=WITHIN, method="by_end")
    status = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(one, DOCUMENT_STATUS_LABELS[one]) for one in (DocumentStatus.PROPOSED, DocumentStatus.ACCEPTED)],
    )
    kind = django_filters.ChoiceFilter(label=_("Paper"), choices=list(DOCUMENT_KIND_LABELS.items()))

    class Meta:
        model = QualificationDocument
        fields: list[str] = []

    def by_end(self, rows: QuerySet[QualificationDocument], name: str, value: str) -> QuerySet[QualificationDocument]:
        """Keep the current papers that have ended, or that end within so many days."""
        return rows.filter(id__in=papers_ending(value).values("id"))


def papers_ending(within: str) -> QuerySet[QualificationDocument]:
    """Return the current papers that have ended ("expired"), or that end within so many days ("7")."""
    rows, on = QualificationDocument.objects.all(), today()
    if within == "expired":
        return rows.filter(status=DocumentStatus.ACCEPTED.value, sort_until__lt=on)
    return documents.ending_between(rows, on, int(within))


def _searched(rows: QuerySet[QualificationDocument], words: str) -> QuerySet[QualificationDocument]:
    return rows.filter(vendor_id__in=search.narrow(Vendor.objects.all(), "vendors.vendor", words).values("id"))


def _with_state(rows: list[Any]) -> None:
    on = today()
    for row in rows:
        left = (row.valid_until - on).days if row.valid_until else None
        if row.status == DocumentStatus.PROPOSED:
            row.state = "waiting"
        else:
            row.state = documents.state_of(left)


def _until(row: QualificationDocument) -> Any:
    return _("no end date") if row.is_permanent else row.valid_until


PAPERS = ListSpec(
    code="vendors.papers",
    title=_("Qualification papers"),
    rows=documents.papers_listed,
    columns=[
        Column("kind", _("Paper"), lambda row: row.title or DOCUMENT_KIND_LABELS[row.kind]),
        Column(
            "vendor",
            _("Vendor"),
            lambda row: row.vendor.legal_name,
            sort="vendor__sort_key",
            url=lambda row: tenant_url("vendors:vendor_papers", row.vendor_id),
        ),
        Column("until", _("Valid until"), _until, sort="sort_until"),
        Column(
            "state",
            _("State"),
            lambda row: STATE_LABELS[row.state],
            kind="badge",
            tone=lambda row: STATE_TONES[row.state],
        ),
        Column("number", _("Number"), lambda row: row.number),
        Column("issuer", _("Issuer"), lambda row: row.issuer, is_optional=True),
        Column("valid_from", _("Valid from"), lambda row: row.valid_from, is_optional=True),
        Column("version", _("Version"), lambda row: row.version, kind="number", is_optional=True),
        Column(
            "proposed_at",
            _("Handed in at"),
            lambda row: row.proposed_at,
            sort="proposed_at",
            kind="datetime",
            is_optional=True,
        ),
        Column("proposed_by", _("Handed in by"), lambda row: row.proposed_by_name, is_optional=True),
        Column("credit_code", _("Credit code"), lambda row: row.vendor.credit_code, is_optional=True),
    ],
    default_sort="sort_until",
    filterset=PaperFilter,
    search=_searched,
    row_url=lambda row: tenant_url("vendors:paper_detail", row.id),
    empty=_("No paper is on file yet. Open a vendor and hand in its first one."),
    may_export=Permission.VENDOR_VIEW,
    url_name="vendors:paper_list",
    prefetch=_with_state,
)
