"""States of scorecards and runs (requirements.md, section 5; scoring.md, section 5). Nothing else knows the tables."""

from scoring.choices import CardStatus as S
from scoring.choices import RunStatus as R
from tenancy.errors import IllegalTransition

TRANSITIONS: dict[S, frozenset[S]] = {
    S.PENDING: frozenset({S.COMPUTED}),
    # Until it is published a card may be computed again, and each step may be sent back by the next.
    S.COMPUTED: frozenset({S.COMPUTED, S.EVALUATED}),
    S.EVALUATED: frozenset({S.COMPUTED, S.CONFIRMED}),
    S.CONFIRMED: frozenset({S.COMPUTED, S.EVALUATED, S.PUBLISHED}),
    # A published card never changes: an upheld appeal or approved correction puts a new version beside it (SCO-11).
    S.PUBLISHED: frozenset({S.UNDER_APPEAL, S.REVISED, S.FROZEN}),
    S.UNDER_APPEAL: frozenset({S.PUBLISHED, S.REVISED}),
    S.FROZEN: frozenset({S.REVISED}),
    S.REVISED: frozenset(),
}

RUN_TRANSITIONS: dict[R, frozenset[R]] = {
    R.OPENED: frozenset({R.COMPUTING}),
    # A run that died is started again where it stands (NTF-07).
    R.COMPUTING: frozenset({R.COMPUTING, R.COMPUTED}),
    R.COMPUTED: frozenset({R.COMPUTING, R.PUBLISHED}),
    R.PUBLISHED: frozenset({R.FROZEN}),
    R.FROZEN: frozenset(),
}

# Figures may still change in these states; in all others the database refuses it as well.
OPEN = frozenset({S.PENDING, S.COMPUTED, S.EVALUATED, S.CONFIRMED})

# The vendor sees its own card in these states (SCO-16).
VENDOR_VISIBLE = frozenset({S.PUBLISHED, S.UNDER_APPEAL, S.FROZEN, S.REVISED})


def check(frm: S, to: S) -> None:
    """Raise IllegalTransition unless a scorecard may go from ``frm`` to ``to``."""
    if to not in TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)


def check_run(frm: R, to: R) -> None:
    """Raise IllegalTransition unless a run may go from ``frm`` to ``to``."""
    if to not in RUN_TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)
