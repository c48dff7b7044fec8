"""States of an inspection (requirements.md, section 5). Nothing else knows the table."""

from inspections.choices import InspectionStatus as S
from inspections.choices import InspectionType
from tenancy.errors import IllegalTransition

# A submitted inspection is never edited: a correction is a new version beside it, and this one becomes superseded.
TRANSITIONS: dict[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.IN_PROGRESS, S.CANCELLED}),
    S.IN_PROGRESS: frozenset({S.SUBMITTED, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.REVIEWED, S.PUBLISHED, S.SUPERSEDED}),
    S.REVIEWED: frozenset({S.PUBLISHED, S.SUPERSEDED}),
    S.PUBLISHED: frozenset({S.FINAL, S.SUPERSEDED}),
    S.FINAL: frozenset(),
    S.SUPERSEDED: frozenset(),
    S.CANCELLED: frozenset(),
}

# Checks of the company, the region and headquarters pass the quality officer before anybody sees their result.
REVIEWED_TYPES = frozenset(
    {
        InspectionType.COMPANY,
        InspectionType.REGION,
        InspectionType.HQ_SPECIAL,
        InspectionType.BOTTOM_ELIMINATION,
        InspectionType.THIRD_PARTY,
    }
)


def needs_review(kind: InspectionType) -> bool:
    """Whether an inspection of this type must be reviewed before it may be published."""
    return kind in REVIEWED_TYPES


def allowed(frm: S, kind: InspectionType) -> frozenset[S]:
    """Return the states that may follow for an inspection of this type."""
    following = TRANSITIONS[frm]
    if frm is not S.SUBMITTED:
        return following
    return following - {S.PUBLISHED if needs_review(kind) else S.REVIEWED}


def check(frm: S, to: S, kind: InspectionType) -> None:
    """Raise IllegalTransition unless an inspection of this type may go from ``frm`` to ``to``."""
    if to not in allowed(frm, kind):
        raise IllegalTransition(frm, to)
