"""Who may sit on a tender's panel, and which seats a panel needs (TND-18, TND-28, TEN-06, X-03). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from tendering.choices import JudgeSeat
from tendering.errors.judging import SeatRefused
from tendering.rules.tender_rules import TenderRules

# Lines for which the owners' committee reviews: cleaning and security guarding.
OWNER_LINES = frozenset({"CLN", "SEC"})
REVIEW_GROUP = (JudgeSeat.PROJECT_MANAGER, JudgeSeat.COMPANY_MANAGER, JudgeSeat.CENTRE_MANAGER)


@dataclass(frozen=True)
class Candidate:
    """A person as far as a seat depends on it; ``is_admitted`` as bid reviewer of the project and line (TEN-06)."""

    is_owner_rep: bool
    is_admitted: bool
    is_organiser: bool
    is_author: bool


def owners_have_a_seat(line_code: str, rules: TenderRules) -> bool:
    """Whether the owners' committee is invited as reviewer of a tender of this line."""
    return rules.owner_seats_everywhere or line_code in OWNER_LINES


def check_seat(seat: JudgeSeat, person: Candidate, *, line_code: str, rules: TenderRules, taken: Iterable[str]) -> None:
    """Raise SeatRefused unless the person may take the seat; ``taken`` are the seats filled so far."""
    if person.is_organiser:
        raise SeatRefused("organiser")
    if person.is_author and not rules.author_may_judge:
        raise SeatRefused("author")
    if seat == JudgeSeat.OWNER:
        _check_owner(person, owners_have_a_seat(line_code, rules))
    elif person.is_owner_rep:
        raise SeatRefused("owner_only", field="seat")
    if seat in REVIEW_GROUP:
        if not rules.use_review_group:
            raise SeatRefused("review_group", field="seat")
        if seat.value in set(taken):
            raise SeatRefused("seat_taken", field="seat")


def _check_owner(person: Candidate, is_open: bool) -> None:
    if not person.is_owner_rep:
        raise SeatRefused("owner_role")
    if not person.is_admitted and not is_open:
        raise SeatRefused("owner_line", field="seat")
    if not person.is_admitted:
        raise SeatRefused("owner_admission")


def group_is_complete(taken: Iterable[str], rules: TenderRules) -> bool:
    """Whether the review group sits in full, where the tenant uses one."""
    return not rules.use_review_group or {one.value for one in REVIEW_GROUP} <= set(taken)
