"""What the complaints room puts on the to-do list (NTF-01)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import queries
from complaints.rules import may
from records.todo import Duty
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

MOST = 50
COUNTED = 1000


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return unanswered complaints one by one, and how many wait for a judgement or for closing."""
    if actor.is_vendor:
        return []
    found: list[Duty] = []
    if may.may(actor, Permission.COMPLAINT_ANSWER):
        found += _unanswered(actor, on)
    if may.may(actor, Permission.COMPLAINT_JUDGE):
        found += _unjudged(actor)
    if may.may(actor, Permission.COMPLAINT_CLOSE):
        found += _to_close(actor)
    return found


def _unanswered(actor: Actor, on: date) -> list[Duty]:
    zone = active_zone()
    found = []
    for row in queries.unanswered(actor).select_related("project")[:MOST]:
        if not actor.can(Permission.COMPLAINT_ANSWER, row.project_id):
            continue
        due_on = row.answer_due_at.astimezone(zone).date() - timedelta(days=1)
        found.append(
            Duty(
                title=_("Answer complaint %(number)s") % {"number": row.number},
                detail=f"{row.project.name} · {row.content[:40]}",
                url=tenant_url("complaints:complaint_detail", row.id),
                due_on=due_on,
                kind="complaints.unanswered",
                is_overdue=on > due_on,
                unit_id=row.project_id,
            )
        )
    return found


def _unjudged(actor: Actor) -> list[Duty]:
    number = queries.unjudged(actor).order_by()[:COUNTED].count()
    if not number:
        return []
    text = ngettext("%(number)d complaint waits for a judgement", "%(number)d complaints wait for a judgement", number)
    return [
        Duty(
            title=text % {"number": number},
            detail=_("Who was responsible decides whether it counts in the scorecard."),
            url=tenant_url("complaints:complaint_list") + "?responsibility=pending",
            due_on=None,
            kind="complaints.unjudged",
            is_overdue=False,
        )
    ]


def _to_close(actor: Actor) -> list[Duty]:
    number = queries.waiting_for_close(actor).order_by()[:COUNTED].count()
    if not number:
        return []
    text = ngettext("%(number)d complaint can be closed", "%(number)d complaints can be closed", number)
    return [
        Duty(
            title=text % {"number": number},
            detail=_("Ask the customers whether they are satisfied."),
            url=tenant_url("complaints:complaint_list") + "?status=reported_to_customer",
            due_on=None,
            kind="complaints.to_close",
            is_overdue=False,
        )
    ]
