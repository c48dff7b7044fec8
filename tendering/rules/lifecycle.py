"""States of a tender (requirements.md, section 5). Nothing else knows the table."""

from tenancy.errors import AlreadyDone, IllegalTransition
from tendering.choices import TenderStatus as S

_EXITS = frozenset({S.CANCELLED})
_MAY_FAIL = frozenset({S.CANCELLED, S.FAILED})

TRANSITIONS: dict[S, frozenset[S]] = {
    S.NEED_APPLIED: frozenset({S.NEED_ASSESSED}) | _EXITS,
    S.NEED_ASSESSED: frozenset({S.APPROVED}) | _EXITS,
    S.APPROVED: frozenset({S.PAPERS_DRAFTING}) | _EXITS,
    S.PAPERS_DRAFTING: frozenset({S.PAPERS_APPROVED}) | _EXITS,
    # Refused or withdrawn papers go back to their author.
    S.PAPERS_APPROVED: frozenset({S.SEALED, S.PAPERS_DRAFTING}) | _EXITS,
    S.SEALED: frozenset({S.INVITING}) | _EXITS,
    S.INVITING: frozenset({S.CLARIFYING}) | _MAY_FAIL,
    S.CLARIFYING: frozenset({S.BIDS_CLOSED}) | _MAY_FAIL,
    S.BIDS_CLOSED: frozenset({S.OPENED}) | _MAY_FAIL,
    S.OPENED: frozenset({S.SCORED}) | _MAY_FAIL,
    S.SCORED: frozenset({S.REVIEW_MEETING}) | _MAY_FAIL,
    S.REVIEW_MEETING: frozenset({S.CONCLUDED}) | _MAY_FAIL,
    S.CONCLUDED: frozenset({S.NOTIFIED}) | _EXITS,
    S.NOTIFIED: frozenset({S.CONTRACTING}) | _MAY_FAIL,
    # The winner does not sign: the next candidate is decided on again (TND-24).
    S.CONTRACTING: frozenset({S.CLOSED, S.CONCLUDED}) | _MAY_FAIL,
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
    S.FAILED: frozenset(),
}

# The main road, in order, as the stage bar shows it.
STAGES: tuple[S, ...] = tuple(one for one in TRANSITIONS if one not in (S.CANCELLED, S.FAILED))
ENDED = frozenset({S.CLOSED, S.CANCELLED, S.FAILED})


def check(frm: S, to: S) -> None:
    """Raise AlreadyDone when the tender is there already, IllegalTransition unless it may go from ``frm`` to ``to``."""
    if frm == to:
        raise AlreadyDone
    if to not in TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)


def has_reached(status: S, stage: S) -> bool:
    """Whether a running tender stands at ``stage`` or beyond; ended by cancelling or failing counts as not."""
    return status in STAGES and STAGES.index(status) >= STAGES.index(stage)
