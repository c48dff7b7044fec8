"""The settings area ``scoring``: what the settings page shows, checks and versions (TEN-09, SCO-04)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.choices import INSPECTION_TYPE_LABELS
from records.rules.setting_values import SettingsInvalid
from scoring.choices import COMPONENT_LABELS
from scoring.rules.settings import ScoringRules
from tenancy.rules.setting_fields import SettingField

label = _("Scoring rules")

GROUPS: dict[str, Any] = {
    "weights": _("Weights of the components (together 100)"),
    "inspection_weights": _("Weights of the kinds of inspection"),
    "inspection": _("Inspection score"),
    "complaints": _("Points lost by complaints charged to the vendor"),
    "evidence": _("Evidence needed"),
    "adjustments": _("Rewards and penalties of one card"),
    "grades": _("Grades"),
    "settlement": _("Fee deduction by score"),
    "annual": _("Annual evaluation (weights together 100)"),
}
LABELS: dict[str, Any] = {
    "inspection.veto_cap": _("Highest score after a failed veto item"),
    "inspection.second_month_multiplier": _("Multiplier of a fault in its second month"),
    "inspection.third_month_multiplier": _("Multiplier of a fault from its third month"),
    "complaints.minor": _("Minor complaint"),
    "complaints.ordinary": _("Ordinary complaint"),
    "complaints.serious": _("Serious complaint"),
    "complaints.late_answer": _("Answer came late"),
    "complaints.answer_days": _("Days to answer"),
    "complaints.households_per_share": _("Scaled to this many occupied households"),
    "evidence.minimum_weight": _("Weight that must have evidence for a total"),
    "adjustments.reward_limit": _("Rewards together at most"),
    "adjustments.penalty_limit": _("Penalties together at most"),
    "grades.a_from": pgettext_lazy("settings", "A from"),
    "grades.b_from": pgettext_lazy("settings", "B from"),
    "grades.c_from": pgettext_lazy("settings", "C from"),
    "settlement.full_fee_from": _("Full fee from a total of"),
    "settlement.percent_per_point": _("Percent of the fee per point below"),
    "settlement.percent_cap": _("Percent of the fee at most"),
    "annual.monthly": _("Mean of the monthly totals"),
    "annual.survey": _("Annual survey"),
    "annual.review": _("Five-indicator review"),
    "annual.minimum_months": _("Published months needed"),
}


def defaults() -> dict[str, Any]:
    """Return the day-one values of scoring.md."""
    return ScoringRules().to_json()


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by dotted key; empty when the values may be used."""
    try:
        ScoringRules.from_json(values)
    except SettingsInvalid as error:
        return {key: str(problem) for key, problem in error.problems.items()}
    return {}


def describe() -> list[SettingField]:
    """Return every number with its label, in the order of the page."""
    fields = []
    for key, number in ScoringRules.leaves():
        group, _dot, name = key.partition(".")
        if group == "weights":
            text = COMPONENT_LABELS[name]
        elif group == "inspection_weights":
            text = INSPECTION_TYPE_LABELS[name]
        else:
            text = LABELS[key]
        fields.append(SettingField(key=key, label=text, kind=number.kind, group=GROUPS[group]))
    return fields
