"""What a vendor sees of tenders: its own invitations, papers, notices, questions and envelopes (TEN-05)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tenancy.rules.actor import Actor
from tendering.choices import BID_SLOT_LABELS, BidStatus, InvitationStatus, NoticeKind
from tendering.models import AwardLetter, Bid, BidderNotice, BidderPaper, BidFile, Invitation, Question
from tendering.queries.papers import PART_LABELS
from tendering.rules import bidding, may
from tendering.rules.tender_rules import WAIT


def own_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations sent to the actor's vendor; nothing for others."""
    if actor.vendor_id is None or not may.may_bid(actor, vendor_id=actor.vendor_id):
        return Invitation.objects.none()
    return Invitation.objects.filter(vendor_id=actor.vendor_id).exclude(status=InvitationStatus.LISTED.value)


def own_bids(invitation: Invitation) -> list[Bid]:
    """Return the envelopes of an invitation, newest first."""
    return list(Bid.objects.filter(invitation=invitation).order_by("-number"))


def own_bid(invitation: Invitation, public_id: Any) -> Bid | None:
    """Return one envelope that was handed in, by its public id."""
    found = Bid.objects.filter(invitation=invitation, public_id=public_id)
    return found.exclude(status=BidStatus.DRAFT.value).first()


def own_file(actor: Actor, public_id: Any) -> BidFile | None:
    """Return a file of an envelope being prepared, by its public id."""
    rows = BidFile.objects.filter(public_id=public_id, vendor_id=actor.vendor_id or 0)
    return rows.select_related("bid__invitation").filter(bid__status=BidStatus.DRAFT.value).first()


@dataclass(frozen=True)
class ShownSlot:
    """A kind of paper in the envelope, with its files in it."""

    code: str
    label: Any
    is_required: bool
    files: list[BidFile]


@dataclass(frozen=True)
class Envelope:
    """The envelope being prepared, as its page shows it."""

    bid: Bid | None
    slots: list[ShownSlot]
    has_offer: bool
    missing: list[str]

    @property
    def is_complete(self) -> bool:
        """Whether it can be submitted."""
        return self.bid is not None and not self.missing


def envelope(invitation: Invitation) -> Envelope:
    """Return the envelope being prepared (two queries)."""
    bid = Bid.objects.filter(invitation=invitation, status=BidStatus.DRAFT.value).first()
    files = list(BidFile.objects.filter(bid=bid).order_by("id")) if bid else []
    required = {slot.value for slot in bidding.required_slots(invitation.method)}
    slots = [
        ShownSlot(code, label, code in required, [one for one in files if one.slot == code])
        for code, label in BID_SLOT_LABELS.items()
    ]
    has_offer = bid is not None and bid.sealed_fields is not None
    missing = [] if has_offer else [_("price and statement")]
    missing += [str(slot.label) for slot in slots if slot.is_required and not slot.files]
    return Envelope(bid, slots, has_offer, missing)


@dataclass(frozen=True)
class PaperFile:
    """A file of a tender paper."""

    name: str
    content_type: str
    size: int
    stored_name: str


@dataclass(frozen=True)
class ShownPaper:
    """A tender paper with its texts under their headings, and its files."""

    paper: BidderPaper
    parts: list[tuple[Any, str]]
    files: list[PaperFile]


def papers(invitation: Invitation) -> list[ShownPaper]:
    """Return the papers the bidder may read now: all after accepting, before that what is open to everybody invited."""
    rows = BidderPaper.objects.filter(invitation=invitation)
    if invitation.status != InvitationStatus.ACCEPTED:
        rows = rows.filter(is_for_accepted=False)
    return [
        ShownPaper(
            row,
            [(PART_LABELS.get(key, key), text) for key, text in row.parts.items() if text],
            [PaperFile(one["name"], one["content_type"], one["size"], one["stored_name"]) for one in row.files],
        )
        for row in rows
    ]


def paper_file(invitation: Invitation, public_id: Any, number: int) -> PaperFile | None:
    """Return the n-th file of a paper the bidder may read now, counted from 1."""
    for shown in papers(invitation):
        if shown.paper.public_id == public_id and 1 <= number <= len(shown.files):
            return shown.files[number - 1]
    return None


@dataclass(frozen=True)
class ShownNotice:
    """A notice in the reader's words."""

    label: Any
    kind: str
    subject: str
    text: str
    at: datetime


def notices(invitation: Invitation) -> list[ShownNotice]:
    """Return what the bidder was told, newest first."""
    return [
        ShownNotice(
            row.get_kind_display(),
            row.kind,
            row.subject,
            _(row.text) if row.kind == NoticeKind.ENDED else row.text,
            row.at,
        )
        for row in BidderNotice.objects.filter(invitation=invitation)
    ]


def result_letters(row: Invitation) -> list[AwardLetter]:
    """Return the letters about the result that were written to this bidder; none while the tender runs (TND-23)."""
    if not row.is_over:
        return []
    return list(AwardLetter.objects.filter(tender_id=row.tender_id, vendor_id=row.vendor_id).order_by("-id"))


def announced(invitation: Invitation) -> list[str]:
    """Return the rules every bidder was told beforehand, in words."""
    told = invitation.announcements
    lines = []
    if told.get("minimum_valid_bids"):
        lines.append(_("At least %(count)s valid bids are needed.") % {"count": told["minimum_valid_bids"]})
    if told.get("missing_judge") == WAIT:
        lines.append(_("The ranking waits for the sheet of every judge."))
    elif told.get("missing_judge"):
        lines.append(_("A missing sheet is left out of the ranking, and that is said."))
    if told.get("grade_bonus"):
        a, b, d = (f"{points / 100:g}" for points in told["grade_bonus"])
        lines.append(
            _("Grades of the last 12 months change the score: A +%(a)s, B +%(b)s, D −%(d)s points.")
            % {"a": a, "b": b, "d": d}
        )
    return lines


def own_questions(invitation: Invitation) -> list[Question]:
    """Return the questions this bidder asked that wait for their answer."""
    return list(Question.objects.filter(invitation=invitation, answered_at__isnull=True))


def allowed_actions(invitation: Invitation, actor: Actor, now: datetime) -> list[str]:
    """Return what the bidder may do now; for buttons and the API. The verbs ask the database's clock again."""
    if not may.may_bid(actor, vendor_id=invitation.vendor_id) or not invitation.is_taking_bids:
        return []
    if invitation.status == InvitationStatus.SENT:
        return ["accept", "decline"] if invitation.reply_by and now < invitation.reply_by else []
    if invitation.status != InvitationStatus.ACCEPTED or not invitation.deadline_at or now >= invitation.deadline_at:
        return []
    allowed = ["ask", "prepare"]
    states = set(Bid.objects.filter(invitation=invitation).values_list("status", flat=True))
    if BidStatus.DRAFT.value in states:
        allowed.append("submit")
    elif BidStatus.SUBMITTED.value in states:
        allowed.append("begin_from_submitted")
    if BidStatus.SUBMITTED.value in states:
        allowed.append("withdraw")
    return allowed
