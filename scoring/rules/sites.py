"""One vendor at several sites: what a difference between them says (field-lessons 2.16)."""

from collections.abc import Iterable
from enum import StrEnum

from records.rules.hundredths import round_half_up_div
from scoring.choices import Grade

RATE_PER = 1000  # occupied households
_ORDER = [Grade.A, Grade.B, Grade.C, Grade.D]


class Hint(StrEnum):
    """Where to look: at the vendor's team of one site, at the vendor as a whole, or nowhere in particular."""

    NONE = ""
    TEAM = "team"
    VENDOR = "vendor"


def hint_of(grades: Iterable[Grade]) -> Hint:
    """Return the hint of the grades of one vendor and service line in one month, one for each site with a grade.

    A D beside an A or a B is a matter of the team there, because the same vendor shows elsewhere that it can; D at
    every one of two or more sites is a matter of the vendor.
    """
    places = sorted(_ORDER.index(grade) for grade in grades)
    if len(places) < 2 or _ORDER[places[-1]] is not Grade.D:
        return Hint.NONE
    if _ORDER[places[0]] in {Grade.A, Grade.B}:
        return Hint.TEAM
    return Hint.VENDOR if _ORDER[places[0]] is Grade.D else Hint.NONE


def rate_of(complaints: int, households: int | None) -> int | None:
    """Return charged complaints per 1,000 occupied households in hundredths; None when households are not known."""
    return round_half_up_div(complaints * RATE_PER * 100, households) if households else None
