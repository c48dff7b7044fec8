"""States of a tender and the figures it runs by."""

import pytest

from tenancy.errors import AlreadyDone, IllegalTransition
from tendering.choices import TenderStatus as S
from tendering.rules import lifecycle, tender_rules
from tendering.rules.tender_rules import TenderRules

EVERY_STEP = [(frm, to) for frm in S for to in S]


@pytest.mark.parametrize(("frm", "to"), EVERY_STEP)
def test_every_step_is_allowed_by_the_table_or_refused(frm: S, to: S) -> None:
    """The table alone decides; a second time is told apart from a wrong time."""
    if frm == to:
        with pytest.raises(AlreadyDone):
            lifecycle.check(frm, to)
    elif to in lifecycle.TRANSITIONS[frm]:
        lifecycle.check(frm, to)
    else:
        with pytest.raises(IllegalTransition):
            lifecycle.check(frm, to)


def test_the_main_road_leads_from_need_to_contract_without_a_gap() -> None:
    """Each stage of the bar may follow the one before."""
    for frm, to in zip(lifecycle.STAGES, lifecycle.STAGES[1:], strict=False):
        assert to in lifecycle.TRANSITIONS[frm]
    assert lifecycle.STAGES[0] == S.NEED_APPLIED
    assert lifecycle.STAGES[-1] == S.CLOSED


def test_day_one_figures_are_sound_and_survive_storage() -> None:
    """Defaults pass their own check; unknown keys of a later version are left out."""
    rules = TenderRules()
    assert tender_rules.problems(rules.to_json()) == {}
    assert TenderRules.from_json({**rules.to_json(), "later": 1}) == rules


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("allow_open", "yes", "switch"),
        ("missing_judge", "perhaps", "choice"),
        ("minimum_valid_bids", 0, "number"),
        ("minimum_valid_bids", True, "number"),
        ("grade_bonus_a", -1, "points"),
    ],
)
def test_wrong_figures_are_named_by_key(key: str, value: object, kind: str) -> None:
    """Every wrong figure is named with its kind of fault."""
    assert tender_rules.problems({**TenderRules().to_json(), key: value}) == {key: kind}


def test_points_must_add_up_to_a_hundred() -> None:
    """Service and financial points together are 100."""
    assert tender_rules.problems({**TenderRules().to_json(), "service_points": 6000}) == {"financial_points": "sum"}
