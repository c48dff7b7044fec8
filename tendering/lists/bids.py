"""The bid register as a list, for its spreadsheet (应标登记表, TND-17)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.choices import BID_STATUS_LABELS
from tendering.models import Bid
from tendering.queries import inviting


class BidFilter(django_filters.FilterSet):
    """Filters of the register."""

    tender = django_filters.NumberFilter(field_name="tender_id", min_value=1, max_value=2**62)

    class Meta:
        model = Bid
        fields: list[str] = []


def _rows(actor: Actor) -> QuerySet[Bid]:
    return inviting.registered_bids(actor)


def _tone(row: Any) -> str:
    return "red" if row.status == "damaged" else "green"


BIDS = ListSpec(
    code="tendering.bids",
    title=_("Bid register"),
    rows=_rows,
    columns=[
        Column("tender", _("Tender number"), lambda row: row.tender.number),
        Column("bidder", _("Bidder"), lambda row: row.vendor.legal_name),
        Column("contact", _("Contact person"), lambda row: row.vendor.contact_name),
        Column("phone", _("Phone"), lambda row: row.vendor.contact_phone),
        Column("received_at", _("Received at"), lambda row: row.received_at, sort="received_at", kind="datetime"),
        Column("number", _("Envelope"), lambda row: row.number, kind="number"),
        Column("status", _("Sealed state"), lambda row: BID_STATUS_LABELS[row.status], kind="badge", tone=_tone),
        Column("sha256", _("SHA-256 of the envelope"), lambda row: row.envelope_sha256),
    ],
    default_sort="received_at",
    filterset=BidFilter,
    empty=_("No bid was handed in."),
    may_export=Permission.TENDER_VIEW,
    url_name="tendering:tender_list",
)
