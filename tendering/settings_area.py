"""Settings of the tendering room (TEN-09): methods, points, judging, and what bidders are told beforehand."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.rules.setting_fields import SettingField
from tendering.rules import tender_rules
from tendering.rules.tender_rules import TenderRules

label = _("Tendering")

METHODS, POINTS, JUDGING, BONUS = _("Methods"), _("Points"), _("Judging"), _("Bonus from past grades")
PROBLEMS = {
    "switch": _("Choose yes or no."),
    "choice": _("Choose one of the values offered."),
    "number": _("Enter a whole number within the limits."),
    "points": _("Enter points between 0 and 100.00, in hundredths."),
    "sum": _("Service and financial points must add up to 100."),
}
HUNDREDTHS = _("hundredths of a point")
FIELDS: tuple[tuple[str, Any, str, Any, Any], ...] = (
    ("allow_open", _("Open tenders allowed"), "boolean", METHODS, ""),
    ("allow_inquiry", _("Price inquiries allowed"), "boolean", METHODS, ""),
    ("minimum_valid_bids", _("Valid bids needed"), "integer", METHODS, ""),
    ("organiser_sees_count", _("The organiser sees how many bids have arrived"), "boolean", METHODS, ""),
    ("service_points", _("Points for service management"), "integer", POINTS, HUNDREDTHS),
    ("financial_points", _("Points for financial management"), "integer", POINTS, HUNDREDTHS),
    ("price_formula", _("Points for the price"), "choice", POINTS, ""),
    ("names_hidden", _("Bidders' names hidden from judges"), "boolean", JUDGING, ""),
    ("author_may_judge", _("The author of the papers may judge"), "boolean", JUDGING, ""),
    ("missing_judge", _("When a judge's sheet is missing"), "choice", JUDGING, ""),
    ("drop_extremes", _("Highest and lowest sheet left out (from five judges)"), "boolean", JUDGING, ""),
    ("outlier_percent", _("A score is marked when it differs from the mean by more than"), "integer", JUDGING, "%"),
    ("use_review_group", _("A review group of three managers takes part"), "boolean", JUDGING, ""),
    ("owner_seats_everywhere", _("Owners' committee has a seat for every service line"), "boolean", JUDGING, ""),
    ("candidate_count", _("Candidates told beside the winner"), "integer", JUDGING, ""),
    ("use_grade_bonus", _("Grades of the last 12 months change the score"), "boolean", BONUS, ""),
    ("grade_bonus_a", _("Bonus for grade A"), "integer", BONUS, HUNDREDTHS),
    ("grade_bonus_b", _("Bonus for grade B"), "integer", BONUS, HUNDREDTHS),
    ("grade_malus_d", _("Malus for grade D"), "integer", BONUS, HUNDREDTHS),
)
CHOICES: dict[str, tuple[tuple[str, Any], ...]] = {
    "missing_judge": (
        (tender_rules.WAIT, pgettext_lazy("missing judge", "The panel waits")),
        (tender_rules.LEAVE_OUT, pgettext_lazy("missing judge", "Ranked without that sheet, and said so")),
    ),
    "price_formula": (
        (tender_rules.LOWEST_FULL, _("Lowest valid price gets full points, others proportionally")),
        (tender_rules.NEAREST_MEAN, _("Nearest to the mean of valid prices gets most points")),
    ),
}


def defaults() -> dict[str, Any]:
    """Return the day-one values."""
    return TenderRules().to_json()


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by dotted key; empty when the values may be used."""
    return {key: PROBLEMS[kind] for key, kind in tender_rules.problems(values).items()}


def describe() -> list[SettingField]:
    """Return the fields in the order of the page."""
    return [
        SettingField(key=key, label=text, kind=kind, group=group, unit=unit, choices=CHOICES.get(key, ()))
        for key, text, kind, group, unit in FIELDS
    ]
