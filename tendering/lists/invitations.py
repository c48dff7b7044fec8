"""A vendor's own invitations as a list."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.web import tenant_url
from tendering.choices import INVITATION_STATUS_LABELS, BidStatus, InvitationStatus
from tendering.models import Bid, Invitation
from tendering.queries import portal

TONES = {
    InvitationStatus.SENT.value: "yellow",
    InvitationStatus.ACCEPTED.value: "green",
    InvitationStatus.DECLINED.value: "grey",
    InvitationStatus.WITHDRAWN.value: "grey",
}
SEEN = [InvitationStatus.SENT, InvitationStatus.ACCEPTED, InvitationStatus.DECLINED, InvitationStatus.WITHDRAWN]


class InvitationFilter(django_filters.FilterSet):
    """Filters of the own invitations."""

    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[(one.value, INVITATION_STATUS_LABELS[one.value]) for one in SEEN]
    )

    class Meta:
        model = Invitation
        fields: list[str] = []


def _search(rows: QuerySet[Invitation], words: str) -> QuerySet[Invitation]:
    for word in words.split()[:5]:
        rows = rows.filter(title__icontains=word) | rows.filter(tender_number__icontains=word)
    return rows


def _with_bids(rows: list[Any]) -> None:
    """Say which rows have an envelope in the box (one query)."""
    handed_in = set(
        Bid.objects.filter(
            invitation_id__in=[row.id for row in rows],
            status__in=[BidStatus.SUBMITTED.value, BidStatus.OPENED.value, BidStatus.DAMAGED.value],
        ).values_list("invitation_id", flat=True)
    )
    for row in rows:
        row.has_bid = row.id in handed_in


INVITATIONS = ListSpec(
    code="tendering.invitations",
    title=_("Our invitations to tender"),
    rows=portal.own_invitations,
    columns=[
        Column("number", _("Tender number"), lambda row: row.tender_number, sort="tender_number"),
        Column("title", _("Title"), lambda row: row.title),
        Column("project", _("Project"), lambda row: row.project_name),
        Column("reply_by", _("Reply by"), lambda row: row.reply_by, kind="datetime"),
        Column("deadline_at", _("Deadline for bids"), lambda row: row.deadline_at, sort="deadline_at", kind="datetime"),
        Column("bid", _("Our bid is in the box"), lambda row: row.has_bid),
        Column(
            "status",
            _("Status"),
            lambda row: INVITATION_STATUS_LABELS[row.status],
            sort="status",
            kind="badge",
            tone=lambda row: TONES.get(row.status, "grey"),
        ),
    ],
    default_sort="-deadline_at",
    filterset=InvitationFilter,
    search=_search,
    row_url=lambda row: tenant_url("tendering:invitation_detail", row.public_id),
    empty=_("You have not been invited to a tender yet. Invitations appear here and as a notification."),
    may_export=Permission.OWN_TENDERS,
    url_name="tendering:invitation_list",
    prefetch=_with_bids,
)
