"""Enumerations of the inspections room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class InspectionType(StrEnum):
    """Who looks, and how often (INS-02)."""

    DAILY = "daily"
    SELF_CHECK = "self_check"
    CROSS_CHECK = "cross_check"
    COMPANY = "company"
    REGION = "region"
    HQ_SPECIAL = "hq_special"
    RECHECK = "recheck"
    BOTTOM_ELIMINATION = "bottom_elimination"
    THIRD_PARTY = "third_party"
    WORKS_ACCEPTANCE = "works_acceptance"


INSPECTION_TYPE_LABELS: dict[str, Promise] = {
    InspectionType.DAILY.value: pgettext_lazy("inspection type", "Daily supervision"),
    InspectionType.SELF_CHECK.value: pgettext_lazy("inspection type", "Project self-check"),
    InspectionType.CROSS_CHECK.value: pgettext_lazy("inspection type", "Cross-check"),
    InspectionType.COMPANY.value: pgettext_lazy("inspection type", "Company monthly check"),
    InspectionType.REGION.value: pgettext_lazy("inspection type", "Regional routine check"),
    InspectionType.HQ_SPECIAL.value: pgettext_lazy("inspection type", "HQ special check"),
    InspectionType.RECHECK.value: pgettext_lazy("inspection type", "Re-check"),
    InspectionType.BOTTOM_ELIMINATION.value: pgettext_lazy("inspection type", "Year-end bottom-elimination check"),
    InspectionType.THIRD_PARTY.value: pgettext_lazy("inspection type", "Third-party assessment"),
    InspectionType.WORKS_ACCEPTANCE.value: pgettext_lazy("inspection type", "Works acceptance"),
}


class InspectionStatus(StrEnum):
    """State of an inspection (requirements.md, section 5)."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    FINAL = "final"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


INSPECTION_STATUS_LABELS: dict[str, Promise] = {
    InspectionStatus.PLANNED.value: pgettext_lazy("inspection status", "Planned"),
    InspectionStatus.IN_PROGRESS.value: pgettext_lazy("inspection status", "In progress"),
    InspectionStatus.SUBMITTED.value: pgettext_lazy("inspection status", "Submitted"),
    InspectionStatus.REVIEWED.value: pgettext_lazy("inspection status", "Reviewed"),
    InspectionStatus.PUBLISHED.value: pgettext_lazy("inspection status", "Published"),
    InspectionStatus.FINAL.value: pgettext_lazy("inspection status", "Final"),
    InspectionStatus.SUPERSEDED.value: pgettext_lazy("inspection status", "Superseded"),
    InspectionStatus.CANCELLED.value: pgettext_lazy("inspection status", "Cancelled"),
}


class SecondWeek(StrEnum):
    """What "the second week" of a report's due date counts from (X-30)."""

    AFTER_CHECK = "week_after_check"
    OF_MONTH = "week_of_month"


SECOND_WEEK_LABELS: dict[str, Promise] = {
    SecondWeek.AFTER_CHECK.value: pgettext_lazy("second week", "the week after the check"),
    SecondWeek.OF_MONTH.value: pgettext_lazy("second week", "the second week of the month"),
}
