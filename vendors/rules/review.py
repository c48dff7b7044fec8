"""When a review may be completed, when a vendor meets the five conditions, what a service report must name."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from records.rules.text import clean, one_line
from vendors.choices import SCREENING, Aspect, AspectResult, Condition, ReviewResult
from vendors.errors import (
    AspectFailed,
    AspectsMissing,
    ConclusionMissing,
    ConditionsMissing,
    ReportFactMissing,
    ReviewersMissing,
)

ASPECTS = tuple(one for one in Aspect if one not in SCREENING)
REPORT_FIELDS = ("responsible_person", "service_standard", "outsourcing_plan", "time_schedule", "quality_assurance")


def check_aspect_note(result: str, note: str) -> str:
    """Return the cleaned note of an aspect. Raises AspectFailed: what is not fully met needs a word (VEN-06)."""
    written = clean(note)
    if result != AspectResult.MEETS and not written:
        raise AspectFailed(field="note")
    return written


def missing_aspects(noted: Collection[str]) -> list[Aspect]:
    """Return the aspects of VEN-06 and VEN-07 without a result yet, in the order of the form."""
    return [one for one in Aspect if one.value not in noted]


def check_completion(results: Mapping[str, str], *, result: str, conclusion: str, reviewers: Iterable[str]) -> str:
    """Return the cleaned conclusion of a review that may be completed with ``result`` (VEN-06, VEN-07).

    Raises ReviewersMissing, ConclusionMissing, AspectsMissing, or AspectFailed when it passes in spite of a failed
    aspect. A review that asks for more papers may leave aspects open.
    """
    if not [one for one in reviewers if one.strip()]:
        raise ReviewersMissing
    written = clean(conclusion)
    if not written:
        raise ConclusionMissing
    missing = missing_aspects(results.keys())
    if missing and result != ReviewResult.MORE_PAPERS:
        raise AspectsMissing([one.value for one in missing])
    if result == ReviewResult.PASSED and AspectResult.FAILS in results.values():
        raise AspectFailed(field="result")
    return written


def missing_conditions(ticked: Collection[str]) -> list[Condition]:
    """Return which of the five conditions are not ticked, in their order (VEN-04)."""
    return [one for one in Condition if one.value not in ticked]


def check_conditions(ticked: Collection[str]) -> None:
    """Raise ConditionsMissing while one of the five conditions is not ticked with evidence (VEN-04)."""
    missing = missing_conditions(ticked)
    if missing:
        raise ConditionsMissing([one.value for one in missing])


def qualifies(*, result: str, ticked: Collection[str]) -> bool:
    """Whether a completed review lets its vendor onto the qualified list: passed, all five ticked (VEN-04, VEN-08)."""
    return result == ReviewResult.PASSED and not missing_conditions(ticked)


@dataclass(frozen=True, slots=True)
class Report:
    """The five things a service report names (VEN-05)."""

    responsible_person: str
    service_standard: str
    outsourcing_plan: str
    time_schedule: str
    quality_assurance: str

    @classmethod
    def written(cls, **texts: str) -> "Report":
        """Return the texts in their one written form."""
        tidy = {name: clean(texts.get(name, "")) for name in REPORT_FIELDS}
        return cls(**{**tidy, "responsible_person": one_line(tidy["responsible_person"])})

    @property
    def missing(self) -> list[str]:
        """The fields that are empty, in their order."""
        return [name for name in REPORT_FIELDS if not getattr(self, name)]


def check_report(report: Report) -> None:
    """Raise ReportFactMissing, on the first empty field, unless all five are named (VEN-05)."""
    if report.missing:
        raise ReportFactMissing(field=report.missing[0])


def covers(report_lines: Collection[int | None], line_ids: Collection[int]) -> bool:
    """Whether complete reports cover every line asked for; None in ``report_lines`` stands for a report on all lines.

    Without lines any complete report is enough (VEN-05).
    """
    if not report_lines:
        return False
    return None in report_lines or set(line_ids) <= set(report_lines)
