"""What the tendering room puts on the to-do list (NTF-01). Each concern is one function in ``SOURCES``."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from records.todo import Duty
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.choices import TenderStatus
from tendering.models import Tender
from tendering.queries.tenders import base_actions, visible_to

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


SOURCES: list[Callable[[Actor, date], list[Duty]]] = [needs_to_assess]
