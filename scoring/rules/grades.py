"""Grades of totals: bands that touch and cover, so that every total has exactly one (scoring.md, "Grades")."""

from scoring.choices import Grade
from scoring.rules.settings import GradeRules


def bands(rules: GradeRules) -> tuple[tuple[Grade, int], ...]:
    """Return grade and lowest total in hundredths, best first; each band ends where the one before begins."""
    return ((Grade.A, rules.a_from), (Grade.B, rules.b_from), (Grade.C, rules.c_from), (Grade.D, 0))


def band_of(total: int, rules: GradeRules) -> tuple[Grade, int]:
    """Return the grade of a total in hundredths, and where it begins. Raises ValueError outside 0..10,000."""
    if not 0 <= total <= 100_00:
        raise ValueError(f"not a total: {total}")
    return next((grade, lowest) for grade, lowest in bands(rules) if total >= lowest)


def grade_of(total: int, rules: GradeRules | None = None) -> Grade:
    """Return the grade of a total in hundredths. Raises ValueError outside 0..10,000."""
    return band_of(total, rules or GradeRules())[0]
