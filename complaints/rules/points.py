"""What a complaint costs its vendor (scoring.md, section 2, ``complaints``); all points in integer hundredths."""

from dataclasses import dataclass
from typing import Annotated

from complaints.choices import Responsibility, Severity
from records.rules.setting_values import Number, Points, Section


@dataclass(frozen=True, slots=True)
class ComplaintRules(Section):
    """Section ``complaints`` of the scoring settings; defaults of scoring.md, section 2, and CMP-03."""

    minor: Points = 2_00
    ordinary: Points = 5_00
    serious: Points = 15_00
    late_answer: Points = 3_00
    answer_days: Annotated[int, Number("integer", 0, 60)] = 3
    households_per_share: Annotated[int, Number("integer", 1, 1_000_000)] = 1_000


def is_charged(responsibility: Responsibility) -> bool:
    """Whether a complaint counts against the vendor: upheld, and the vendor found responsible (CMP-08)."""
    return responsibility is Responsibility.VENDOR


def severity_points(severity: Severity, rules: ComplaintRules) -> int:
    """Return the points a charged complaint of this severity costs, before a late answer and before scaling."""
    return {Severity.MINOR: rules.minor, Severity.ORDINARY: rules.ordinary, Severity.SERIOUS: rules.serious}[severity]


def late_points(is_late: bool, rules: ComplaintRules) -> int:
    """Return the additional points when the answer came later than allowed."""
    return rules.late_answer if is_late else 0
