"""The scoring settings: the defaults are scoring.md, and a bad value is named by its key (TEN-09, SCO-04)."""

from typing import Any

import pytest
from django.utils import translation

from records.rules.setting_values import SettingsInvalid
from scoring.rules.settings import ScoringRules

DEFAULTS: dict[str, dict[str, Any]] = {
    "weights": {
        "inspection": "40.00",
        "personnel": "15.00",
        "rectification": "15.00",
        "complaints": "15.00",
        "satisfaction": "15.00",
    },
    "inspection_weights": {
        "daily": "0.00",
        "self_check": "0.50",
        "cross_check": "0.50",
        "company": "1.00",
        "region": "1.50",
        "hq_special": "2.00",
        "recheck": "0.00",
        "bottom_elimination": "2.00",
        "third_party": "1.50",
        "works_acceptance": "0.00",
    },
    "inspection": {"veto_cap": "59.00", "second_month_multiplier": "1.50", "third_month_multiplier": "2.00"},
    "complaints": {
        "minor": "2.00",
        "ordinary": "5.00",
        "serious": "15.00",
        "late_answer": "3.00",
        "answer_days": 3,
        "households_per_share": 1000,
    },
    "evidence": {"minimum_weight": "50.00"},
    "adjustments": {"reward_limit": "5.00", "penalty_limit": "10.00"},
    "grades": {"a_from": "90.00", "b_from": "80.00", "c_from": "70.00"},
    "settlement": {"full_fee_from": "85.00", "percent_per_point": "0.50", "percent_cap": "10.00"},
    "annual": {"monthly": "70.00", "survey": "20.00", "review": "10.00", "minimum_months": 6},
}


@pytest.mark.req("TEN-09", "SCO-04")
def test_the_defaults_are_those_of_the_scoring_definition() -> None:
    assert ScoringRules().to_json() == DEFAULTS
    assert ScoringRules.from_json(DEFAULTS) == ScoringRules.from_json({}) == ScoringRules()


def test_every_value_can_be_described() -> None:
    keys = [key for key, _ in ScoringRules.leaves()]
    assert keys == [f"{group}.{key}" for group, values in DEFAULTS.items() for key in values]


@pytest.mark.req("SCO-04")
@pytest.mark.parametrize(
    ("values", "problems"),
    [
        (
            {"weights": {"inspection": "41"}},
            {"weights.satisfaction": "The weights must add up to 100.00; they add up to 101.00."},
        ),
        ({"annual": {"survey": "0"}}, {"annual.review": "The weights must add up to 100.00; they add up to 80.00."}),
        (
            {"inspection_weights": dict.fromkeys(DEFAULTS["inspection_weights"], "0")},
            {"inspection_weights.company": "At least one type of inspection must carry weight."},
        ),
        ({"grades": {"b_from": "90"}}, {"grades.a_from": "A must begin above B, B above C, and C above 0."}),
        ({"grades": {"c_from": "80"}}, {"grades.a_from": "A must begin above B, B above C, and C above 0."}),
        ({"grades": {"c_from": "0"}}, {"grades.a_from": "A must begin above B, B above C, and C above 0."}),
        ({"grades": {"a_from": "100.01"}}, {"grades.a_from": "Enter a number from 0.00 to 100.00."}),
        (
            {"inspection": {"second_month_multiplier": "0.99"}},
            {"inspection.second_month_multiplier": "Enter a number from 1.00 to 100.00."},
        ),
        ({"bonus": {}}, {"bonus": "There is no such setting."}),
    ],
)
def test_a_bad_value_is_named_by_its_key(values: dict[str, Any], problems: dict[str, str]) -> None:
    with translation.override("en"), pytest.raises(SettingsInvalid) as caught:
        ScoringRules.from_json(values)
    with translation.override("en"):
        assert {key: str(problem) for key, problem in caught.value.problems.items()} == problems


def test_weights_may_be_changed_as_long_as_they_add_up() -> None:
    rules = ScoringRules.from_json({"weights": {"inspection": "42.5", "personnel": "12.5"}})
    assert (rules.weights.inspection, rules.weights.personnel) == (4_250, 1_250)
