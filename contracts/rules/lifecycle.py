"""States of an outsourcing contract (requirements.md, section 5). Nothing else knows the table."""

from contracts.choices import ContractStatus as S
from tenancy.errors import IllegalTransition

TRANSITIONS: dict[S, frozenset[S]] = {
    # A contract agreed and signed on paper is entered as it stands and becomes active in one step.
    S.DRAFTING: frozenset({S.NEGOTIATING, S.ACTIVE, S.ABANDONED}),
    S.NEGOTIATING: frozenset({S.LEGAL_REVIEW, S.DRAFTING, S.ABANDONED}),
    S.LEGAL_REVIEW: frozenset({S.APPROVAL, S.NEGOTIATING, S.ABANDONED}),
    S.APPROVAL: frozenset({S.VENDOR_CONFIRMED, S.NEGOTIATING, S.ABANDONED}),
    S.VENDOR_CONFIRMED: frozenset({S.SIGNED, S.NEGOTIATING, S.ABANDONED}),
    S.SIGNED: frozenset({S.FILED, S.TERMINATED}),
    S.FILED: frozenset({S.ACTIVE, S.TERMINATED}),
    S.ACTIVE: frozenset({S.AMENDING, S.EXPIRING, S.EXPIRED, S.TERMINATED}),
    S.AMENDING: frozenset({S.ACTIVE, S.EXPIRING, S.EXPIRED, S.TERMINATED}),
    # An extension makes an expiring contract active again; a renewal is a contract of its own that follows it.
    S.EXPIRING: frozenset({S.ACTIVE, S.AMENDING, S.RENEWED, S.EXPIRED, S.TERMINATED}),
    S.RENEWED: frozenset({S.SETTLED, S.TERMINATED}),
    S.EXPIRED: frozenset({S.SETTLED}),
    S.TERMINATED: frozenset({S.SETTLED}),
    S.SETTLED: frozenset({S.ARCHIVED}),
    S.ARCHIVED: frozenset(),
    S.ABANDONED: frozenset(),
}

# The vendor works under the contract: it is inspected, complained about and scored.
RUNNING = frozenset({S.ACTIVE, S.AMENDING, S.EXPIRING, S.RENEWED})

# It was in force at some time, so the days of its term up to now count when a past month is scored.
EVER_RUNNING = RUNNING | {S.EXPIRED, S.TERMINATED, S.SETTLED, S.ARCHIVED}


def check(frm: S, to: S) -> None:
    """Raise IllegalTransition unless a contract may go from ``frm`` to ``to``."""
    if to not in TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)
