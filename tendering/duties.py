"""What the tendering room puts on the to-do list (NTF-01). Each concern is one function in ``SOURCES``."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from records.models import Approval, ApprovalStatus
from records.todo import Duty
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.choices import BidStatus, InvitationStatus, TenderStatus
from tendering.models import Appointment, Bid, Question, Tender
from tendering.queries import desk
from tendering.queries.judging import seats_of
from tendering.queries.papers import INITIATION, PLAN
from tendering.queries.people import custodians
from tendering.queries.portal import own_invitations
from tendering.queries.seals import HOLDER_RIGHT, key_of, standing_applications
from tendering.queries.tenders import base_actions, visible_to
from tendering.rules import may
from tendering.rules.lifecycle import ENDED

MOST = 50


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return everything the actor has to do in this room."""
    return [one for source in SOURCES for one in source(actor, on)]


def duty(tender: Tender, title: str, kind: str, *, url: str = "", due_on: date | None = None, on: date) -> Duty:
    """Return a duty about a tender."""
    return Duty(
        title=title % {"number": tender.number},
        detail=f"{tender.title} · {tender.project.name}",
        url=url or tenant_url("tendering:tender_detail", tender.id),
        due_on=due_on,
        kind=kind,
        is_overdue=due_on is not None and due_on < on,
        unit_id=tender.project_id,
    )


def needs_to_assess(actor: Actor, on: date) -> list[Duty]:
    """Return the needs that wait for an assessment the actor may give."""
    if actor.is_vendor or not actor.can(Permission.NEED_ASSESS):
        return []
    rows = visible_to(actor).filter(status=TenderStatus.NEED_APPLIED).select_related("project").order_by("id")
    return [
        duty(row, _("Assess the need of tender %(number)s"), "tendering.need_to_assess", on=on)
        for row in rows[:MOST]
        if "assess" in base_actions(row, actor)
    ]


def papers_to_write(actor: Actor, on: date) -> list[Duty]:
    """Return what authors, organisers and custodians have to do up to the sealing."""
    if actor.is_vendor or actor.membership_id is None:
        return []
    stages = [TenderStatus.APPROVED, TenderStatus.PAPERS_DRAFTING, TenderStatus.PAPERS_APPROVED]
    named = Appointment.objects.filter(membership_id=actor.membership_id, ended_at__isnull=True).values("tender_id")
    rows = Tender.objects.filter(status__in=[one.value for one in stages], id__in=named).select_related("project")
    return [found for row in rows.order_by("id")[:MOST] for found in _paper_duties(row, actor, on)]


def _paper_duties(row: Tender, actor: Actor, on: date) -> list[Duty]:
    allowed = desk.draft_actions(row, actor)
    papers = tenant_url("tendering:tender_papers", row.id)
    if "undertake" in allowed:
        title = _("Sign the secrecy undertaking for tender %(number)s")
        return [duty(row, title, "tendering.undertaking", url=papers, on=on)]
    if "write" in allowed:
        title = _("Write the evaluation papers of tender %(number)s")
        url = tenant_url("tendering:tender_evaluation", row.id)
        return [duty(row, title, "tendering.evaluation_to_write", url=url, on=on)]
    if "seal" in allowed:
        title = _("Seal the evaluation papers of tender %(number)s")
        return [duty(row, title, "tendering.to_seal", url=papers, on=on)]
    return []


def initiations_to_write(actor: Actor, on: date) -> list[Duty]:
    """Return the assessed needs without an initiation, and the initiated tenders without begun papers, to organise."""
    if actor.is_vendor or not actor.can(Permission.TENDER_ORGANISE):
        return []
    stages = [TenderStatus.NEED_ASSESSED.value, TenderStatus.APPROVED.value]
    waiting = Approval.objects.filter(document_type__in=[INITIATION, PLAN], status=ApprovalStatus.PENDING)
    rows = visible_to(actor).filter(status__in=stages).exclude(id__in=waiting.values("object_id"))
    titles = {
        TenderStatus.NEED_ASSESSED.value: _("Write the initiation of tender %(number)s"),
        TenderStatus.APPROVED.value: _("Have the plan of tender %(number)s approved and begin its papers"),
    }
    return [
        duty(row, titles[row.status], "tendering.to_initiate", url=tenant_url("tendering:tender_papers", row.id), on=on)
        for row in rows.select_related("project").order_by("id")[:MOST]
        if may.may_organise(actor, row.project_id, row.organiser_id)
    ]


def openings(actor: Actor, on: date) -> list[Duty]:
    """Return the applications to sign and the tenders to open, due on the day of the opening (TND-13)."""
    if actor.is_vendor or actor.membership_id is None:
        return []
    stages = [TenderStatus.SEALED, TenderStatus.INVITING, TenderStatus.CLARIFYING, TenderStatus.BIDS_CLOSED]
    rows = visible_to(actor).filter(status__in=[one.value for one in stages], opens_at__isnull=False)
    found: list[Duty] = []
    titles = {
        "sign": _("Sign the unsealing of tender %(number)s"),
        "apply": _("Apply to unseal tender %(number)s"),
        "open": _("Open papers and bids of tender %(number)s"),
    }
    shown = list(rows.select_related("project").order_by("opens_at", "id")[:MOST])
    standing = standing_applications([row.id for row in shown])
    keepers = custodians([row.id for row in shown])
    for row in shown:
        allowed = desk.opening_acts(row, actor, standing.get(row.id), custodian_id=keepers.get(row.id))
        due_on = _day(row.opens_at)
        url = tenant_url("tendering:tender_opening", row.id)
        found += [
            duty(row, title, f"tendering.to_{code}", url=url, due_on=due_on, on=on)
            for code, title in titles.items()
            if code in allowed
        ]
    return found


def keys_to_make(actor: Actor, on: date) -> list[Duty]:
    """Return the custody key a share holder has not made yet, once there is a tender on the way."""
    if actor.is_vendor or actor.membership_id is None:
        return []
    holders = [kind for kind, right in HOLDER_RIGHT.items() if actor.can(right)]
    missing = [kind for kind in holders if key_of(actor.membership_id, kind) is None]
    if not missing or not visible_to(actor).exclude(status__in=[one.value for one in ENDED]).exists():
        return []
    return [
        Duty(
            title=_("Make your custody key"),
            detail=_("Without it no evaluation papers can be sealed."),
            url=tenant_url("tendering:custody_keys"),
            due_on=None,
            kind="tendering.custody_key",
            is_overdue=False,
        )
    ]


def inviting_to_do(actor: Actor, on: date) -> list[Duty]:
    """Return what the organiser has to do from the sealed papers to the closed box."""
    if actor.is_vendor or not actor.can(Permission.TENDER_ORGANISE):
        return []
    stages = [TenderStatus.SEALED.value, TenderStatus.INVITING.value, TenderStatus.CLARIFYING.value]
    rows = visible_to(actor).filter(status__in=stages).select_related("project").order_by("id")
    found = []
    for row in rows[:MOST]:
        if not may.may(actor, Permission.TENDER_ORGANISE, row.project_id):
            continue
        if row.status == TenderStatus.SEALED:
            text, due, page = _("Draw up and send the invitations of tender %(number)s"), row.reply_by, "inviting"
        elif row.deadline_at is not None and row.deadline_at <= timezone.now():
            text, due, page = _("Close the bid box of tender %(number)s"), row.deadline_at, "box"
        elif row.status == TenderStatus.INVITING:
            text, due, page = (
                _("Record site visit and clarification of tender %(number)s"),
                row.clarification_at or row.visit_at,
                "clarifying",
            )
        else:
            continue
        url = tenant_url(f"tendering:{page}", row.id)
        found.append(duty(row, text, f"tendering.{page}", url=url, due_on=_day(due), on=on))
    return found


def questions_to_answer(actor: Actor, on: date) -> list[Duty]:
    """Return tenders with bidders' questions that wait for the organiser's answer (TND-20)."""
    if actor.is_vendor or not actor.can(Permission.TENDER_ORGANISE):
        return []
    waiting = Question.objects.filter(answered_at__isnull=True).values("tender_id")
    rows = visible_to(actor).filter(
        id__in=waiting, status__in=[TenderStatus.INVITING.value, TenderStatus.CLARIFYING.value]
    )
    return [
        duty(
            row,
            _("Answer the questions of bidders, tender %(number)s"),
            "tendering.questions",
            url=tenant_url("tendering:clarifying", row.id),
            due_on=_day(row.deadline_at),
            on=on,
        )
        for row in rows.select_related("project").order_by("id")[:MOST]
        if may.may(actor, Permission.TENDER_ORGANISE, row.project_id)
    ]


def bidders_to_do(actor: Actor, on: date) -> list[Duty]:
    """Return a vendor's invitations to answer and bids to hand in."""
    if not actor.is_vendor:
        return []
    found = []
    handed_in = set(Bid.objects.filter(status=BidStatus.SUBMITTED.value).values_list("invitation_id", flat=True))
    for row in own_invitations(actor).filter(is_taking_bids=True).order_by("deadline_at")[:MOST]:
        if row.status == InvitationStatus.SENT:
            text, due = _("Reply to the invitation %(number)s"), row.reply_by
        elif row.status == InvitationStatus.ACCEPTED and row.id not in handed_in:
            text, due = _("Hand in the bid for %(number)s"), row.deadline_at
        else:
            continue
        if due is None or due <= timezone.now():
            continue
        found.append(
            Duty(
                title=text % {"number": row.tender_number},
                detail=row.title,
                url=tenant_url("tendering:invitation_detail", row.public_id),
                due_on=_day(due),
                kind="tendering.own_bid",
                is_overdue=False,
            )
        )
    return found


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localtime(moment, active_zone()).date()


# What the organiser does next after the opening.
AFTER_OPENING = {
    TenderStatus.OPENED: (gettext_noop("Check the bids of tender %(number)s and close the panel"), "panel_detail"),
    TenderStatus.SCORED: (gettext_noop("Record the review meeting of tender %(number)s"), "conclusion_detail"),
    TenderStatus.REVIEW_MEETING: (gettext_noop("Write the advantage report of tender %(number)s"), "conclusion_detail"),
    TenderStatus.CONCLUDED: (gettext_noop("Issue the letters of tender %(number)s"), "conclusion_detail"),
    TenderStatus.NOTIFIED: (gettext_noop("Begin with the contract of tender %(number)s"), "conclusion_detail"),
    TenderStatus.CONTRACTING: (
        gettext_noop("Check the winner of tender %(number)s again and draft the contract"),
        "conclusion_detail",
    ),
}


def tenders_to_conclude(actor: Actor, on: date) -> list[Duty]:
    """Return the opened tenders the actor organises, with what comes next."""
    if actor.is_vendor or not actor.can(Permission.TENDER_ORGANISE):
        return []
    rows = visible_to(actor).filter(status__in=list(AFTER_OPENING)).select_related("project").order_by("id")
    found = []
    for row in rows[:MOST]:
        text, page = AFTER_OPENING[TenderStatus(row.status)]
        if actor.can(Permission.TENDER_ORGANISE, row.project_id):
            url = tenant_url(f"tendering:{page}", row.id)
            found.append(duty(row, _(text), "tendering.to_conclude", url=url, on=on))
    return found


def sheets_to_hand_in(actor: Actor, on: date) -> list[Duty]:
    """Return the panels on which the actor has not handed in a sheet."""
    if actor.is_vendor or actor.is_system:
        return []
    rows = seats_of(actor).filter(
        withdrawn_at__isnull=True, submitted_at__isnull=True, tender__status=TenderStatus.OPENED
    )
    return [
        duty(
            row.tender,
            _("Fill in your scoring sheet of tender %(number)s"),
            "tendering.sheet_to_hand_in",
            url=tenant_url("tendering:judge_sheet", row.id),
            on=on,
        )
        for row in rows[:MOST]
    ]


SOURCES: list[Callable[[Actor, date], list[Duty]]] = [
    needs_to_assess,
    initiations_to_write,
    papers_to_write,
    openings,
    keys_to_make,
    inviting_to_do,
    questions_to_answer,
    bidders_to_do,
    tenders_to_conclude,
    sheets_to_hand_in,
]
