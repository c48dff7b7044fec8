"""The invitation list as a list, for its spreadsheet (邀请名单, TND-16)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.choices import INVITATION_SOURCE_LABELS, INVITATION_STATUS_LABELS
from tendering.models import Invitation
from tendering.queries import inviting


class InvitedFilter(django_filters.FilterSet):
    """Filters of the list."""

    tender = django_filters.NumberFilter(field_name="tender_id", min_value=1, max_value=2**62)

    class Meta:
        model = Invitation
        fields: list[str] = []


def _rows(actor: Actor) -> QuerySet[Invitation]:
    return inviting.invited(actor)


def _with_standing(rows: list[Any]) -> None:
    """Put each vendor's standing at its tender beside the row, tender by tender."""
    found = inviting.standing_beside(rows)
    for row in rows:
        row.standing = found[row.id]


INVITED = ListSpec(
    code="tendering.invited",
    title=_("Invitation list"),
    rows=_rows,
    columns=[
        Column("tender", _("Tender number"), lambda row: row.tender.number),
        Column("vendor", _("Vendor"), lambda row: row.vendor.legal_name, sort="vendor__sort_key"),
        Column("credit_code", _("Unified credit code"), lambda row: row.vendor.credit_code),
        Column("source", pgettext_lazy("of a name", "Source"), lambda row: INVITATION_SOURCE_LABELS[row.source]),
        Column("grade", _("Last grade"), lambda row: row.standing.last_grade, kind="grade"),
        Column("faults", _("Open faults"), lambda row: row.standing.open_faults, kind="number"),
        Column("check", pgettext_lazy("of a vendor", "Check"), lambda row: [one.text for one in row.standing.blockers]),
        Column("status", _("Status"), lambda row: INVITATION_STATUS_LABELS[row.status]),
        Column("replied_at", _("Replied at"), lambda row: row.replied_at, kind="datetime"),
        Column("remark", _("Remark"), lambda row: row.reply_note),
    ],
    default_sort="vendor__sort_key",
    filterset=InvitedFilter,
    empty=_("Nobody is on the list yet."),
    may_export=Permission.TENDER_VIEW,
    url_name="tendering:tender_list",
    prefetch=_with_standing,
)
