"""What the tendering room puts on the to-do list (NTF-01). Each concern is one function in ``SOURCES``."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from records.todo import Duty
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.choices import BidStatus, InvitationStatus, TenderStatus
from tendering.models import Bid, Question, Tender
from tendering.queries.portal import own_invitations
from tendering.queries.tenders import base_actions, visible_to
from tendering.rules import may

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


SOURCES: list[Callable[[Actor, date], list[Duty]]] = [
    needs_to_assess,
    inviting_to_do,
    questions_to_answer,
    bidders_to_do,
]
