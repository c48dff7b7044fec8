"""Settings are typed, bounded and read from JSON with a problem per key (TEN-09)."""

from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest
from django.utils import translation

from records.errors import Wording
from records.rules.setting_values import Number, Points, Problems, Section, SettingsInvalid


@dataclass(frozen=True, slots=True)
class Inner(Section):
    low: Points = 10_00
    high: Points = 20_00

    def problems(self) -> Problems:
        return {"high": Wording("must not be below %(low)s", {"low": "low"})} if self.high < self.low else {}


@dataclass(frozen=True, slots=True)
class Outer(Section):
    factor: Annotated[int, Number("decimal", 100, 300)] = 150
    days: Annotated[int, Number("integer", 1, 60)] = 3
    inner: Inner = field(default_factory=Inner)


@pytest.mark.req("TEN-09")
def test_missing_keys_take_their_defaults() -> None:
    assert Outer.from_json({}) == Outer()
    assert Outer.from_json({"inner": {"low": "5"}}) == Outer(inner=Inner(low=500))


def test_json_gives_the_same_section_back() -> None:
    changed = Outer(factor=125, days=7, inner=Inner(low=1, high=9_999))
    assert changed.to_json() == {"factor": "1.25", "days": 7, "inner": {"low": "0.01", "high": "99.99"}}
    assert Outer.from_json(changed.to_json()) == changed


def test_leaves_name_every_single_value() -> None:
    assert list(Outer.leaves()) == [
        ("factor", Number("decimal", 100, 300)),
        ("days", Number("integer", 1, 60)),
        ("inner.low", Number("decimal", 0, 10_000)),
        ("inner.high", Number("decimal", 0, 10_000)),
    ]


@pytest.mark.parametrize(
    ("values", "key", "text"),
    [
        ({"factor": "0.99"}, "factor", "Enter a number from 1.00 to 3.00."),
        ({"factor": "3.01"}, "factor", "Enter a number from 1.00 to 3.00."),
        ({"factor": 1.5}, "factor", "Enter a number."),
        ({"factor": True}, "factor", "Enter a number."),
        ({"factor": None}, "factor", "Enter a number."),
        ({"factor": "one"}, "factor", "Enter a number."),
        ({"factor": "NaN"}, "factor", "Enter a number."),
        ({"factor": "1e99999999"}, "factor", "Enter a number."),
        ({"factor": "1.001"}, "factor", "At most two decimal places."),
        ({"days": "1.5"}, "days", "Enter a whole number."),
        ({"days": "1.555"}, "days", "Enter a whole number."),
        ({"days": 0}, "days", "Enter a number from 1 to 60."),
        ({"days": 61}, "days", "Enter a number from 1 to 60."),
        ({"inner": 3}, "inner", "This must be a group of settings."),
        ({"inner": {"low": "x"}}, "inner.low", "Enter a number."),
        ({"inner": {"odd": 1}}, "inner.odd", "There is no such setting."),
        ({"odd": 1}, "odd", "There is no such setting."),
        ({"inner": {"low": "30"}}, "inner.high", "must not be below low"),
    ],
)
def test_a_problem_names_its_key(values: dict[str, Any], key: str, text: str) -> None:
    with pytest.raises(SettingsInvalid) as caught, translation.override("en"):
        Outer.from_json(values)
    with translation.override("en"):
        assert {name: str(problem) for name, problem in caught.value.problems.items()} == {key: text}


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Outer.from_json({"factor": "x", "days": "y", "inner": {"low": "z"}})
    assert sorted(caught.value.problems) == ["days", "factor", "inner.low"]
    assert str(caught.value) == "days, factor, inner.low"


def test_values_that_are_no_group_are_refused() -> None:
    values: Any = [1, 2]
    with pytest.raises(SettingsInvalid):
        Outer.from_json(values)
