"""The figures a tender runs by, with their day-one values (TEN-09, X-01 to X-03, N-3). Pure."""

from dataclasses import asdict, dataclass, fields
from typing import Any

WAIT, LEAVE_OUT = "wait", "leave_out"
LOWEST_FULL, NEAREST_MEAN = "lowest_full", "nearest_mean"


@dataclass(frozen=True)
class TenderRules:
    """Points in hundredths (7,000 = 70 points), percentages in whole percent.

    ``missing_judge``: ``wait`` closes the panel only with every sheet, ``leave_out`` ranks by the sheets handed in.
    ``price_formula``: ``lowest_full`` gives the lowest valid price full points and others proportionally less,
    ``nearest_mean`` gives full points to the mean of the valid prices and takes off by distance.
    """

    allow_open: bool = False
    allow_inquiry: bool = False
    service_points: int = 7000
    financial_points: int = 3000
    minimum_valid_bids: int = 3
    organiser_sees_count: bool = False
    names_hidden: bool = False
    author_may_judge: bool = False
    missing_judge: str = WAIT
    drop_extremes: bool = False
    outlier_percent: int = 20
    price_formula: str = LOWEST_FULL
    use_grade_bonus: bool = False
    grade_bonus_a: int = 200
    grade_bonus_b: int = 100
    grade_malus_d: int = 200
    use_review_group: bool = False
    owner_seats_everywhere: bool = False
    candidate_count: int = 2

    def to_json(self) -> dict[str, Any]:
        """Return the values as stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "TenderRules":
        """Return the rules from stored values; a key of a later version is left out, a missing one has its default."""
        known = {one.name for one in fields(cls)}
        return cls(**{key: value for key, value in values.items() if key in known})


WHOLE_NUMBERS = {
    "minimum_valid_bids": (1, 20),
    "outlier_percent": (1, 100),
    "candidate_count": (0, 10),
}
POINTS = ("service_points", "financial_points", "grade_bonus_a", "grade_bonus_b", "grade_malus_d")
CHOICES = {"missing_judge": (WAIT, LEAVE_OUT), "price_formula": (LOWEST_FULL, NEAREST_MEAN)}
SWITCHES = tuple(one.name for one in fields(TenderRules) if one.type in ("bool", bool))
FULL_POINTS = 10_000


def problems(values: dict[str, Any]) -> dict[str, str]:
    """Return the key -> kind of problem of a draft: ``switch``, ``choice``, ``number``, ``points`` or ``sum``."""
    found = {key: "switch" for key in SWITCHES if not isinstance(values.get(key), bool)}
    found |= {key: "choice" for key, allowed in CHOICES.items() if values.get(key) not in allowed}
    for key, (low, high) in WHOLE_NUMBERS.items():
        if not _is_whole(values.get(key)) or not low <= values[key] <= high:
            found[key] = "number"
    found |= {key: "points" for key in POINTS if not _is_whole(values.get(key)) or not 0 <= values[key] <= FULL_POINTS}
    if not found and values["service_points"] + values["financial_points"] != FULL_POINTS:
        found["financial_points"] = "sum"
    return found


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
