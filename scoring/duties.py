"""The scoring room's part of the to-do list: cards to evaluate, confirm and publish, proposals to decide."""

from datetime import date

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from records.rules.periods import Month
from records.todo import Duty
from scoring.choices import CardStatus, DecisionStatus
from scoring.queries import cards
from tenancy.queries import in_scope
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

HANDED_IN_BY = 10  # the monthly evaluation is handed to the office by the 10th (SCO-01)


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return what the actor has to do about cards, one line per month and kind of work."""
    if actor.is_vendor:
        return []
    found: list[Duty] = []
    steps = [
        (Permission.CARD_EVALUATE, CardStatus.COMPUTED, _("Write the monthly evaluations of %(month)s"), "evaluate"),
        (Permission.CARD_CONFIRM, CardStatus.EVALUATED, _("Confirm the scorecards of %(month)s"), "confirm"),
        (Permission.CARD_PUBLISH, CardStatus.CONFIRMED, _("Publish the scorecards of %(month)s"), "publish"),
    ]
    for permission, status, title, kind in steps:
        if actor.can(permission):
            found += _cards(actor, on, permission=permission, status=status, title=title, kind=kind)
    if actor.can(Permission.ADJUSTMENT_APPROVE):
        found += _proposals(actor)
    return found


def _cards(actor: Actor, on: date, *, permission: str, status: CardStatus, title: str, kind: str) -> list[Duty]:
    rows = in_scope(cards.cards_visible_to(actor), actor, permission).filter(is_current=True, status=status.value)
    months = rows.values("month").annotate(number=Count("id"), project=Max("project_id")).order_by("month")
    found = []
    for row in months:
        month: date = row["month"]
        due = Month.of(month).plus(1).first_day.replace(day=HANDED_IN_BY)
        url = f"{tenant_url('scoring:card_list')}?month={month:%Y-%m}&status={status.value}"
        found.append(
            Duty(
                title=title % {"month": f"{month:%Y-%m}"},
                detail=_("%(number)s cards") % {"number": row["number"]},
                url=url,
                due_on=due,
                kind=f"scoring.{kind}",
                is_overdue=on > due,
                unit_id=row["project"],
            )
        )
    return found


def _proposals(actor: Actor) -> list[Duty]:
    measures = cards.adjustments_visible_to(actor).filter(status=DecisionStatus.PROPOSED.value)
    found = [
        Duty(
            title=_("Decide a proposal: %(kind)s") % {"kind": row.get_kind_display()},
            detail=f"{row.month:%Y-%m} · {row.contract.number} · {row.reason[:60]}",
            url=tenant_url("scoring:adjustment_decide", row.pk),
            due_on=None,
            kind="scoring.decide_adjustment",
            is_overdue=False,
        )
        for row in measures.order_by("id")[:20]
        if cards.may_decide_adjustment(row, actor)
    ]
    corrections = cards.corrections_visible_to(actor).filter(status=DecisionStatus.PROPOSED.value)
    found += [
        Duty(
            title=_("Decide a correction of a published scorecard"),
            detail=f"{row.card.month:%Y-%m} · {row.reason[:60]}",
            url=tenant_url("scoring:correction_decide", row.pk),
            due_on=None,
            kind="scoring.decide_correction",
            is_overdue=False,
        )
        for row in corrections.order_by("id")[:20]
        if cards.may_decide_correction(row, actor)
    ]
    return found
