"""States of a vendor's qualification (requirements.md, section 5). Nothing else knows the table."""

from datetime import date

from tenancy.errors import IllegalTransition
from vendors.choices import Qualification as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.CANDIDATE: frozenset({S.DOCS_SUBMITTED, S.BANNED}),
    S.DOCS_SUBMITTED: frozenset({S.UNDER_REVIEW, S.CANDIDATE, S.BANNED}),
    # More papers asked for, or not accepted.
    S.UNDER_REVIEW: frozenset({S.QUALIFIED, S.DOCS_SUBMITTED, S.CANDIDATE, S.BANNED}),
    S.QUALIFIED: frozenset({S.UNDER_WATCH, S.DISQUALIFIED, S.BANNED}),
    S.UNDER_WATCH: frozenset({S.QUALIFIED, S.DISQUALIFIED, S.BANNED}),
    # A proven act may come to light while the shorter exclusion runs; when it ends, the vendor starts anew (RPA-04).
    S.DISQUALIFIED: frozenset({S.CANDIDATE, S.BANNED}),
    S.BANNED: frozenset({S.CANDIDATE}),
}

# May be invited to tenders and hold contracts, as far as papers and bans allow (VEN-14).
USABLE = frozenset({S.QUALIFIED, S.UNDER_WATCH})
EXCLUDED = frozenset({S.DISQUALIFIED, S.BANNED})

EXCLUSION_YEARS = {S.DISQUALIFIED: 2, S.BANNED: 3}


def check(frm: S, to: S) -> None:
    """Raise IllegalTransition unless the qualification may go from ``frm`` to ``to``."""
    if to not in TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)


def excluded_until(state: S, decided_on: date, years: int | None = None) -> date:
    """Return the first day on which the vendor is a candidate again (RPA-02, RPA-03, RPA-04).

    ``years`` is the tenant's setting, by default 2 for a failed year and 3 for one of the four acts. A decision of
    29 February ends on 1 March. Raises KeyError for a state that excludes nobody.
    """
    end = decided_on.year + (EXCLUSION_YEARS[state] if years is None else years)
    try:
        return decided_on.replace(year=end)
    except ValueError:
        return date(end, 3, 1)
