"""How long a ban lasts, where it holds, and what it makes of a vendor's qualification (RPA-02 to RPA-06)."""

from dataclasses import dataclass
from datetime import date, timedelta

from vendors.choices import BanGround, Qualification
from vendors.errors.standing import BanEndsBeforeItStarts, BanEndsByRule
from vendors.rules.lifecycle import EXCLUDED, TRANSITIONS, excluded_until
from vendors.rules.settings import VendorRules


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a ban holds and when: ``path`` of the node ("" for the whole tenant), days that both count."""

    path: str
    line_id: int | None
    starts_on: date
    ends_on: date | None
    is_lifted: bool = False

    def covers(self, *, path: str, line_id: int | None, on: date) -> bool:
        """Whether the ban holds at a node (its path, "" for the tenant as a whole), for a line, on a day."""
        return self.is_in_force(on) and path.startswith(self.path) and self.line_id in (None, line_id)

    def is_in_force(self, on: date) -> bool:
        """Whether the day lies in the ban's term."""
        return not self.is_lifted and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    @property
    def is_whole(self) -> bool:
        """Whether it holds in the whole tenant for every line: only such a ban takes the qualification away."""
        return self.path == "" and self.line_id is None


def last_day(ground: BanGround, starts_on: date, asked: date | None, rules: VendorRules) -> date | None:
    """Return the last day of a ban: computed for a failed year and for the four acts, as decided otherwise (RPA-04).

    ``asked`` None is without fixed term, for other grounds alone (RPA-06). Raises BanEndsByRule, BanEndsBeforeItStarts.
    """
    if ground is BanGround.OTHER:
        if asked is not None and asked < starts_on:
            raise BanEndsBeforeItStarts
        return asked
    if asked is not None:
        raise BanEndsByRule
    years = rules.annual_fail_years if ground is BanGround.ANNUAL_FAIL else rules.four_acts_years
    return excluded_until(Qualification.BANNED, starts_on, years) - timedelta(days=1)


def status_after(status: Qualification, ground: BanGround) -> Qualification:
    """Return what a ban in the whole tenant makes of a qualification; a graver exclusion stays."""
    wanted = Qualification.DISQUALIFIED if ground is BanGround.ANNUAL_FAIL else Qualification.BANNED
    if wanted in TRANSITIONS[status]:
        return wanted
    return status if status in EXCLUDED else Qualification.BANNED
