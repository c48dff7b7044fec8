"""States of a complaint (requirements.md, section 5). Nothing else knows the table."""

from complaints.choices import ComplaintStatus as S
from complaints.choices import Satisfaction
from complaints.errors import CustomerNotSatisfied
from tenancy.errors import IllegalTransition

TRANSITIONS: dict[S, frozenset[S]] = {
    S.RECEIVED: frozenset({S.REGISTERED}),
    # The front desk gives the customer the remedy itself when no plan is needed (CMP-03).
    S.REGISTERED: frozenset({S.ASSIGNED, S.REPORTED, S.ESCALATED}),
    S.ASSIGNED: frozenset({S.PLAN_PROPOSED, S.ESCALATED}),
    # A plan that is not confirmed goes back to the unit.
    S.PLAN_PROPOSED: frozenset({S.PLAN_CONFIRMED, S.ASSIGNED, S.ESCALATED}),
    S.PLAN_CONFIRMED: frozenset({S.HANDLING, S.ESCALATED}),
    S.HANDLING: frozenset({S.HANDLED, S.ESCALATED}),
    S.HANDLED: frozenset({S.REPORTED, S.ESCALATED}),
    S.REPORTED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
    # The quality officer names the unit again, or proposes the remedy himself (CMP-07).
    S.ESCALATED: frozenset({S.ASSIGNED, S.PLAN_PROPOSED}),
    S.REOPENED: frozenset({S.ASSIGNED, S.REPORTED, S.ESCALATED}),
}


def check(frm: S, to: S) -> None:
    """Raise IllegalTransition unless a complaint may go from ``frm`` to ``to``."""
    if to not in TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)


def check_closing(satisfaction: Satisfaction | None, *, reason: str, closed_by_quality: bool) -> None:
    """Raise CustomerNotSatisfied unless the case may close (CMP-06).

    It may when the customer is satisfied or fairly so; otherwise, silence included, a quality officer may close it
    with a written reason (X-33).
    """
    if satisfaction in (Satisfaction.SATISFIED, Satisfaction.FAIRLY_SATISFIED):
        return
    if closed_by_quality and reason.strip():
        return
    raise CustomerNotSatisfied(field="satisfaction")
