"""What the tendering room puts on the to-do list (NTF-01). Each concern is one function in ``SOURCES``."""

from collections.abc import Callable
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from records.todo import Duty
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.choices import TenderStatus
from tendering.models import Tender
from tendering.queries import desk
from tendering.queries.seals import HOLDER_RIGHT, key_of
from tendering.queries.tenders import base_actions, visible_to
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
    rows = visible_to(actor).filter(status__in=[one.value for one in stages]).select_related("project").order_by("id")
    return [found for row in rows[:MOST] for found in _paper_duties(row, actor, on)]


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
    rows = visible_to(actor).filter(status__in=stages).select_related("project").order_by("id")
    titles = {
        TenderStatus.NEED_ASSESSED.value: _("Write the initiation of tender %(number)s"),
        TenderStatus.APPROVED.value: _("Have the plan of tender %(number)s approved and begin its papers"),
    }
    return [
        duty(row, titles[row.status], "tendering.to_initiate", url=tenant_url("tendering:tender_papers", row.id), on=on)
        for row in rows[:MOST]
        if desk.paper_actions(row, actor)
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
    for row in rows.select_related("project").order_by("opens_at", "id")[:MOST]:
        allowed = desk.opening_actions(row, actor)
        due_on = localtime(row.opens_at, active_zone()).date()
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


SOURCES: list[Callable[[Actor, date], list[Duty]]] = [
    needs_to_assess,
    initiations_to_write,
    papers_to_write,
    openings,
    keys_to_make,
]
