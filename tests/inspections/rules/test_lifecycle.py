"""States of an inspection (requirements.md, section 5)."""

from itertools import product

import pytest

from inspections.choices import (
    INSPECTION_STATUS_LABELS,
    INSPECTION_TYPE_LABELS,
    SECOND_WEEK_LABELS,
    InspectionType,
    SecondWeek,
)
from inspections.choices import InspectionStatus as S
from inspections.rules import lifecycle
from tenancy.errors import IllegalTransition
from tests.lifecycles import pairs, table

LEGAL = pairs("""
    planned > in_progress cancelled
    in_progress > submitted cancelled
    submitted > reviewed published superseded
    reviewed > published superseded
    published > final superseded
""")
REVIEWED = {"company", "region", "hq_special", "bottom_elimination", "third_party"}


@pytest.mark.req("INS-12")
def test_the_table_holds_exactly_the_legal_steps() -> None:
    assert table(lifecycle.TRANSITIONS) == LEGAL
    assert set(lifecycle.TRANSITIONS) == set(S)


@pytest.mark.parametrize("kind", InspectionType)
def test_every_step_is_allowed_or_refused_by_the_table(kind: InspectionType) -> None:
    legal = LEGAL - {("submitted", "published" if kind in REVIEWED else "reviewed")}
    for frm, to in product(S, S):
        if (frm, to) in legal:
            lifecycle.check(frm, to, kind)
            continue
        with pytest.raises(IllegalTransition) as caught:
            lifecycle.check(frm, to, kind)
        assert (caught.value.frm, caught.value.to) == (frm, to)


def test_only_the_upper_levels_need_a_review() -> None:
    assert {kind.value for kind in InspectionType if lifecycle.needs_review(kind)} == REVIEWED


def test_every_value_has_a_label() -> None:
    assert list(INSPECTION_STATUS_LABELS) == [state.value for state in S]
    assert list(INSPECTION_TYPE_LABELS) == [kind.value for kind in InspectionType]
    assert list(SECOND_WEEK_LABELS) == [kind.value for kind in SecondWeek]
