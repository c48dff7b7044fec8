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


class SpecialTheme(StrEnum):
    """What an HQ special check looks at (INS-07)."""

    MYSTERY_VISITOR = "mystery_visitor"
    LIFT_SAFETY = "lift_safety"
    SPECIAL_REPAIR = "special_repair"
    FIRE = "fire"
    ENVIRONMENT = "environment"
    NIGHT_SURPRISE = "night_surprise"
    OWNER_VISIT = "owner_visit"


SPECIAL_THEME_LABELS: dict[str, Promise] = {
    SpecialTheme.MYSTERY_VISITOR.value: pgettext_lazy("special check", "Mystery visitor"),
    SpecialTheme.LIFT_SAFETY.value: pgettext_lazy("special check", "Lift safety"),
    SpecialTheme.SPECIAL_REPAIR.value: pgettext_lazy("special check", "Special repair"),
    SpecialTheme.FIRE.value: pgettext_lazy("special check", "Fire safety"),
    SpecialTheme.ENVIRONMENT.value: pgettext_lazy("special check", "Environment"),
    SpecialTheme.NIGHT_SURPRISE.value: pgettext_lazy("special check", "Night surprise check"),
    SpecialTheme.OWNER_VISIT.value: pgettext_lazy("special check", "Owner visit"),
}


class Outcome(StrEnum):
    """The answer to one checklist item; empty while it is not answered."""

    OK = "ok"
    DEDUCT = "deduct"
    NA = "na"


OUTCOME_LABELS: dict[str, Promise] = {
    Outcome.OK.value: pgettext_lazy("item outcome", "Pass"),
    Outcome.DEDUCT.value: pgettext_lazy("item outcome", "Deduct"),
    Outcome.NA.value: pgettext_lazy("item outcome", "Not applicable"),
}


class Severity(StrEnum):
    """How grave a finding is (INS-11)."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    SERIOUS = "serious"


SEVERITY_LABELS: dict[str, Promise] = {
    Severity.MINOR.value: pgettext_lazy("severity", "Minor"),
    Severity.ORDINARY.value: pgettext_lazy("severity", "Ordinary"),
    Severity.SERIOUS.value: pgettext_lazy("severity", "Serious"),
}


class Section(StrEnum):
    """The part of a checklist an item belongs to (requirements.md, 8.1 and 8.2)."""

    PERSONNEL = "personnel"
    MANAGEMENT = "management"
    SERVICE = "service"
    SAFETY = "safety"
    OTHER = "other"


SECTION_LABELS: dict[str, Promise] = {
    Section.PERSONNEL.value: pgettext_lazy("checklist section", "Personnel"),
    Section.MANAGEMENT.value: pgettext_lazy("checklist section", "Internal management"),
    Section.SERVICE.value: pgettext_lazy("checklist section", "Service quality"),
    Section.SAFETY.value: pgettext_lazy("checklist section", "Safety"),
    Section.OTHER.value: pgettext_lazy("checklist section", "Other"),
}


class ChecklistStatus(StrEnum):
    """State of a checklist version (INS-01); an approved version never changes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


CHECKLIST_STATUS_LABELS: dict[str, Promise] = {
    ChecklistStatus.DRAFT.value: pgettext_lazy("checklist status", "Draft"),
    ChecklistStatus.SUBMITTED.value: pgettext_lazy("checklist status", "Waiting for approval"),
    ChecklistStatus.APPROVED.value: pgettext_lazy("checklist status", "Approved"),
    ChecklistStatus.WITHDRAWN.value: pgettext_lazy("checklist status", "Withdrawn"),
}


def options(labels: dict[str, Promise]) -> list[tuple[str, Promise]]:
    """Return labels as the choices of a model or form field."""
    return list(labels.items())


# What the timeline of an inspection says, by journal event.
EVENT_LABELS: dict[str, Promise] = {
    "inspections.inspection_planned": pgettext_lazy("inspection event", "Planned"),
    "inspections.inspection_started": pgettext_lazy("inspection event", "Started"),
    "inspections.inspection_submitted": pgettext_lazy("inspection event", "Submitted"),
    "inspections.inspection_reviewed": pgettext_lazy("inspection event", "Reviewed"),
    "inspections.inspection_published": pgettext_lazy("inspection event", "Published; the vendor sees it"),
    "inspections.inspection_sent_back": pgettext_lazy("inspection event", "Sent back to the inspector"),
    "inspections.correction_begun": pgettext_lazy("inspection event", "Correction begun"),
    "inspections.inspection_superseded": pgettext_lazy("inspection event", "Replaced by a corrected version"),
    "inspections.inspection_cancelled": pgettext_lazy("inspection event", "Cancelled"),
    "inspections.photo_left_out": pgettext_lazy("inspection event", "Photo taken back"),
    "inspections.checklist_drafted": pgettext_lazy("inspection event", "Drafted"),
    "inspections.checklist_changed": pgettext_lazy("inspection event", "Items changed"),
    "inspections.checklist_submitted": pgettext_lazy("inspection event", "Submitted for approval"),
    "inspections.checklist_returned": pgettext_lazy("inspection event", "Returned to drafting"),
    "inspections.checklist_withdrawn": pgettext_lazy("inspection event", "Withdrawn"),
    "inspections.checklist_approved": pgettext_lazy("inspection event", "Approved"),
}
