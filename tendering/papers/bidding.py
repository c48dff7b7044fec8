"""Printed documents for bidders and about them: invitation letter, commitment letter, list, meeting record."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from records.printing import Paper
from tenancy.errors import NotAllowed
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tendering.choices import INVITATION_STATUS_LABELS, InvitationStatus
from tendering.models import Invitation, Tender
from tendering.queries import inviting, portal
from tendering.queries.tenders import visible_to
from tendering.rules import may
from vendors.models import Vendor


def _moment(value: datetime | None) -> str:
    return value.astimezone(active_zone()).strftime("%Y-%m-%d %H:%M") if value else ""


def _language() -> str:
    return translation.get_language() or "zh-hans"


@dataclass(frozen=True)
class LetterToBidder:
    """What an invitation or commitment letter says."""

    letter_number: str
    tender_number: str
    title: str
    project: str
    line: str
    method: str
    bidder: str
    bidder_address: str
    legal_representative: str
    reply_by: str
    visit: str
    clarification: str
    deadline: str
    opening: str
    contact: str
    headings: list[str]


def _letter(row: Invitation) -> LetterToBidder:
    vendor = Vendor.objects.get(id=row.vendor_id)
    return LetterToBidder(
        letter_number=row.letter_number,
        tender_number=row.tender_number,
        title=row.title,
        project=row.project_name,
        line=in_language(row.line.names) if row.line else "",
        method=str(row.get_method_display()),
        bidder=vendor.legal_name,
        bidder_address=vendor.address,
        legal_representative=vendor.legal_representative,
        reply_by=_moment(row.reply_by),
        visit=" · ".join(one for one in (_moment(row.visit_at), row.visit_place) if one),
        clarification=" · ".join(one for one in (_moment(row.clarification_at), row.clarification_place) if one),
        deadline=_moment(row.deadline_at),
        opening=_moment(row.opens_at),
        contact=row.contact,
        headings=list(row.headings),
    )


def _sent(actor: Actor, public_id: str) -> Invitation:
    """Return an invitation that has been sent, for its vendor or for whoever may read the tender."""
    if actor.is_vendor:
        row = portal.own_invitations(actor).select_related("line").filter(public_id=public_id).first()
    else:
        row = (
            Invitation.objects.filter(public_id=public_id, tender__in=visible_to(actor).values("id"))
            .exclude(status=InvitationStatus.LISTED.value)
            .select_related("line")
            .first()
        )
    if row is None:
        raise Http404
    return row


def invitation_letter(*, actor: Actor, public_id: str) -> Paper:
    """Return the invitation letter of one vendor (招标邀请函). Raises Http404."""
    row = _sent(actor, public_id)
    return Paper(
        kind="tendering.invitation_letter",
        title=_("Tender invitation letter"),
        template="tendering/papers/invitation_letter.html",
        context=_letter(row),
        number=row.letter_number,
        language=_language(),
        vendor_id=row.vendor_id,
        rows=1,
    )


def commitment_letter(*, actor: Actor, public_id: str) -> Paper:
    """Return the commitment letter for a bidder to sign and stamp (承诺书, TND-17). Raises Http404."""
    row = _sent(actor, public_id)
    return Paper(
        kind="tendering.commitment_letter",
        title=_("Bidder's commitment letter"),
        template="tendering/papers/commitment_letter.html",
        context=_letter(row),
        number=row.letter_number,
        language=_language(),
        vendor_id=row.vendor_id,
        rows=1,
    )


@dataclass(frozen=True)
class ListLine:
    """A vendor on the printed list."""

    name: str
    credit_code: str
    source: str
    grade: str
    faults: int
    check: str
    status: str


@dataclass(frozen=True)
class ListSheet:
    """What the printed invitation list says."""

    tender_number: str
    title: str
    project: str
    lines: list[ListLine]
    version: str
    approval: str
    sha256: str


def _visible_tender(actor: Actor, tender_id: int) -> Tender:
    if actor.is_vendor or not may.may(actor, Permission.TENDER_VIEW):
        raise NotAllowed
    row = visible_to(actor).select_related("project").filter(id=tender_id).first()
    if row is None:
        raise Http404
    return row


def invitation_list(*, actor: Actor, tender_id: int) -> Paper:
    """Return the invitation list with its approval (邀请名单, TND-16). Raises NotAllowed, Http404."""
    tender = _visible_tender(actor, tender_id)
    state = inviting.list_state(tender)
    lines = [
        ListLine(
            name=one.vendor.legal_name,
            credit_code=one.vendor.credit_code,
            source=str(one.invitation.get_source_display()) if one.invitation else "",
            grade=one.standing.last_grade or "–",
            faults=one.standing.open_faults,
            check="；".join(str(reason) for reason in one.reasons) or _("may be invited"),
            status=str(INVITATION_STATUS_LABELS[one.invitation.status]) if one.invitation else "",
        )
        for one in inviting.listed(tender)
    ]
    decided = state.decided_by_name
    return Paper(
        kind="tendering.invitation_list",
        title=_("Invitation list"),
        template="tendering/papers/invitation_list.html",
        context=ListSheet(
            tender_number=tender.number,
            title=tender.title,
            project=tender.project.name,
            lines=lines,
            version=str(state.row.number) if state.row else "–",
            approval=f"{state.label} {decided} {_moment(state.row.decided_at) if state.row else ''}".strip(),
            sha256=state.row.sha256 if state.row else "",
        ),
        language=_language(),
        unit_id=tender.project_id,
        rows=len(lines),
    )


@dataclass(frozen=True)
class PresentLine:
    """A bidder in the record."""

    name: str
    came: str
    people: str


@dataclass(frozen=True)
class AnswerLine:
    """A question with its answer."""

    topic: str
    question: str
    answer: str
    answered_by: str


@dataclass(frozen=True)
class MeetingSheet:
    """One meeting of the record."""

    label: str
    held_at: str
    place: str
    our_people: str
    notes: str
    present: list[PresentLine]


@dataclass(frozen=True)
class RecordSheet:
    """What the record of visit and clarification says."""

    tender_number: str
    title: str
    project: str
    meetings: list[MeetingSheet]
    answers: list[AnswerLine]


def meeting_record(*, actor: Actor, tender_id: int) -> Paper:
    """Return the record of visit and clarification (现场考察、技术交底记录, TND-19, TND-20).

    Raises NotAllowed, Http404.
    """
    tender = _visible_tender(actor, tender_id)
    meetings = [
        MeetingSheet(
            label=str(one.meeting.get_occasion_display()),
            held_at=_moment(one.meeting.held_at),
            place=one.meeting.place,
            our_people=one.meeting.our_people,
            notes=one.meeting.notes,
            present=[
                PresentLine(
                    row.invitation.vendor.legal_name, _("present") if row.is_present else _("absent"), row.people
                )
                for row in one.attendances
            ],
        )
        for one in inviting.meetings(tender).values()
    ]
    answers = [
        AnswerLine(str(row.get_topic_display()), row.text, row.answer, row.answered_by_name)
        for row in inviting.questions(tender)
        if row.answered_at
    ]
    return Paper(
        kind="tendering.meeting_record",
        title=_("Record of site visit and technical clarification"),
        template="tendering/papers/meeting_record.html",
        context=RecordSheet(tender.number, tender.title, tender.project.name, meetings, answers),
        language=_language(),
        unit_id=tender.project_id,
        rows=len(answers) + sum(len(one.present) for one in meetings),
    )
