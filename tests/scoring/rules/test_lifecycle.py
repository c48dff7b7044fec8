"""States of scorecards and runs (requirements.md, section 5)."""

from itertools import product

import pytest

from scoring.choices import (
    ADJUSTMENT_KIND_LABELS,
    CARD_STATUS_LABELS,
    COMPONENT_LABELS,
    GRADE_LABELS,
    INSUFFICIENT_LABELS,
    PROVEN_ACT_LABELS,
    RUN_STATUS_LABELS,
    AdjustmentKind,
    CardStatus,
    Component,
    Grade,
    Insufficient,
    ProvenAct,
    RunStatus,
)
from scoring.rules import lifecycle
from tenancy.errors import IllegalTransition
from tests.lifecycles import pairs, table

CARD = pairs("""
    pending > computed
    computed > computed evaluated
    evaluated > computed confirmed
    confirmed > computed evaluated published
    published > under_appeal revised frozen
    under_appeal > published revised
    frozen > revised
""")
RUN = pairs("""
    opened > computing
    computing > computing computed
    computed > computing published
    published > frozen
""")


@pytest.mark.req("SCO-11")
def test_every_step_of_a_card_is_allowed_or_refused_by_the_table() -> None:
    assert table(lifecycle.TRANSITIONS) == CARD
    assert set(lifecycle.TRANSITIONS) == set(CardStatus)
    for frm, to in product(CardStatus, CardStatus):
        if (frm, to) in CARD:
            lifecycle.check(frm, to)
            continue
        with pytest.raises(IllegalTransition):
            lifecycle.check(frm, to)


@pytest.mark.req("NTF-07")
def test_every_step_of_a_run_is_allowed_or_refused_by_the_table() -> None:
    assert table(lifecycle.RUN_TRANSITIONS) == RUN
    assert set(lifecycle.RUN_TRANSITIONS) == set(RunStatus)
    for frm, to in product(RunStatus, RunStatus):
        if (frm, to) in RUN:
            lifecycle.check_run(frm, to)
            continue
        with pytest.raises(IllegalTransition):
            lifecycle.check_run(frm, to)


@pytest.mark.req("SCO-11", "SCO-16")
def test_a_card_is_open_or_seen_by_its_vendor_never_both() -> None:
    assert set(CardStatus) == lifecycle.OPEN | lifecycle.VENDOR_VISIBLE
    assert not lifecycle.OPEN & lifecycle.VENDOR_VISIBLE


def test_every_value_has_a_label() -> None:
    for labels, values in (
        (CARD_STATUS_LABELS, CardStatus),
        (RUN_STATUS_LABELS, RunStatus),
        (COMPONENT_LABELS, Component),
        (GRADE_LABELS, Grade),
        (INSUFFICIENT_LABELS, Insufficient),
        (ADJUSTMENT_KIND_LABELS, AdjustmentKind),
        (PROVEN_ACT_LABELS, ProvenAct),
    ):
        assert list(labels) == [value.value for value in values]
