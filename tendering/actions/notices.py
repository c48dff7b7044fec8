"""Telling all bidders of a tender the same thing at once, each in a copy of its own (TND-20)."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop

from records.actions.notification import notify
from tenancy.context import require_wall
from tenancy.models import Membership
from tenancy.roles import Role
from tenancy.web import tenant_url
from tendering.choices import InvitationStatus, NoticeKind
from tendering.models import BidderNotice, Invitation

FAILED = gettext_noop("The tender has ended without an award. Your envelope was not opened.")
CANCELLED = gettext_noop("The tender was cancelled.")
CANCELLED_UNOPENED = gettext_noop("The tender was cancelled. Your envelope was not opened.")
INVITED = gettext_noop("You are invited to tender: %(title)s")
NEWS = {
    NoticeKind.ANSWER: gettext_noop("Questions were answered: %(title)s"),
    NoticeKind.DATES: gettext_noop("Dates were changed: %(title)s"),
    NoticeKind.ENDED: gettext_noop("The tender has ended: %(title)s"),
}
WIDEST_GAP = 200
STILL_IN = (InvitationStatus.SENT.value, InvitationStatus.ACCEPTED.value)


def tell_all(
    invitations: Iterable[Invitation], *, kind: NoticeKind, subject: str, text: str, at: datetime
) -> list[BidderNotice]:
    """Write every bidder that is still in its own copy, and notify its managers; return the copies."""
    told = [row for row in invitations if row.status in STILL_IN]
    made = BidderNotice.objects.bulk_create(
        BidderNotice(
            invitation=row,
            vendor_id=row.vendor_id,
            kind=kind.value,
            subject=subject,
            text=text,
            at=at,
        )
        for row in told
    )
    for row in told:
        tell_managers(row, event=f"tendering.bidders_told_{kind.value}", text=NEWS[kind], at=at)
    return made


def tell_managers(invitation: Invitation, *, event: str, text: str, at: datetime) -> None:
    """Notify the managers of an invited vendor; the address carries the public id."""
    notify(
        event=event,
        text=text,
        params={"title": f"{invitation.tender_number} {invitation.title}"},
        url=tenant_url("tendering:invitation_detail", invitation.public_id),
        to=managers_of(invitation.vendor_id),
        at=at,
        key=f"{event}:{invitation.public_id}:{at.isoformat()}",
    )
    _scatter()


def _scatter() -> None:
    """Leave a random gap in the numbers of notifications: they stand in addresses of the portal, and two of one bidder
    would otherwise tell how many others were told between them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(nextval(pg_get_serial_sequence('records_notification', 'id'))) from generate_series(1, %s)",
            [secrets.randbelow(WIDEST_GAP) + 1],
        )


def managers_of(vendor_id: int) -> list[int]:
    """Return the active memberships that bid for a vendor, by id."""
    found = Membership.objects.filter(
        tenant_id=require_wall().tenant_id, vendor_id=vendor_id, is_active=True, grants__role=Role.VENDOR_MANAGER.value
    )
    return sorted(set(found.values_list("id", flat=True)))
