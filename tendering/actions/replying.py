"""A vendor's answer to its invitation, and its questions (TND-16, TND-20)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from records.rules.text import clean
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.actions import box
from tendering.choices import InvitationStatus
from tendering.errors import NotAccepted, TooLateToReply
from tendering.models import Invitation, Question
from tendering.queries.seals import database_clock
from tendering.rules import may

ACCEPTED = gettext_noop("An invited vendor accepted: %(title)s")
DECLINED = gettext_noop("An invited vendor declined: %(title)s")
ASKED = gettext_noop("A bidder asked a question: %(title)s")


def accept(*, invitation_id: int, note: str, by: Actor, at: datetime) -> Invitation:
    """Accept an invitation in time. Raises NotAllowed, TooLateToReply, AlreadyDone."""
    return _reply(invitation_id, InvitationStatus.ACCEPTED, note, by=by, at=at)


def decline(*, invitation_id: int, note: str, by: Actor, at: datetime) -> Invitation:
    """Decline an invitation in time. Raises NotAllowed, TooLateToReply, AlreadyDone."""
    return _reply(invitation_id, InvitationStatus.DECLINED, note, by=by, at=at)


def _reply(invitation_id: int, to: InvitationStatus, note: str, *, by: Actor, at: datetime) -> Invitation:
    with transaction.atomic():
        row = box.held(invitation_id)
        may.bid(by, vendor_id=row.vendor_id)
        if row.status != InvitationStatus.SENT:
            raise AlreadyDone
        if not row.is_taking_bids or row.reply_by is None or database_clock() >= row.reply_by:
            raise TooLateToReply
        row.status, row.replied_at, row.reply_note = to.value, at, clean(note)
        row.save(update_fields=["status", "replied_at", "reply_note"])
        journal.record(
            f"tendering.invitation_{to.value}",
            row,
            by=by,
            at=at,
            changes={"status": [InvitationStatus.SENT.value, to.value]},
            subject_vendor_id=row.vendor_id,
        )
        _tell_organisers(row, ACCEPTED if to == InvitationStatus.ACCEPTED else DECLINED, f"invitation_{to.value}", at)
    return row


def ask(*, invitation_id: int, text: str, by: Actor, at: datetime) -> Question:
    """Ask a question before the deadline; the answer goes to all bidders, without the asker's name (TND-20).

    Raises NotAllowed, NotAccepted, NotTakingBids.
    """
    with transaction.atomic():
        row, _moment = box.held_open(invitation_id)
        may.bid(by, vendor_id=row.vendor_id)
        if row.status != InvitationStatus.ACCEPTED:
            raise NotAccepted
        question = Question.objects.create(
            tender_id=row.tender_id, invitation=row, vendor_id=row.vendor_id, text=clean(text), asked_at=at
        )
        journal.record("tendering.question_asked", question, by=by, at=at, subject_vendor_id=row.vendor_id)
        _tell_organisers(row, ASKED, "question_asked", at)
    return question


def _tell_organisers(row: Invitation, text: str, event: str, at: datetime) -> None:
    """Notify whoever sent the letter; a vendor session cannot read the tender, so the invitation names them."""
    notify(
        event=f"tendering.{event}",
        text=text,
        params={"title": f"{row.tender_number} {row.title}"},
        url=tenant_url("tendering:inviting", row.tender_id),
        to=[row.sent_by_id],
        at=at,
        key=f"{event}:{row.public_id}:{at.isoformat()}",
    )
