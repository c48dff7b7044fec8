"""A whole card and its receipt: one source, readable with a calculator, the same bytes for the same inputs."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from complaints.choices import Responsibility, Severity
from inspections.choices import InspectionType as T
from scoring.choices import (
    LINE_TEXTS,
    PART_LABELS,
    AdjustmentKind,
    Component,
    Grade,
    Insufficient,
    LineText,
    Part,
    ProvenAct,
)
from scoring.rules.card import Card, compute_card, receipt_bytes, recompute
from scoring.rules.evidence import Act, Adjustment, CardInputs, RepeatedFault, inputs_from_json, inputs_to_json
from scoring.rules.receipt import (
    ReceiptLine,
    canonical_json,
    describe,
    digest,
    e4_as_text,
    line_from_json,
    line_to_json,
)
from scoring.rules.settings import ScoringRules
from tests.scoring.rules.evidence import card_inputs, cards, complaint, inspection

RULES = ScoringRules()
FULL = card_inputs(
    inspections=(
        inspection(2, T.COMPANY, 8_765, 21),
        replace(inspection(1, T.SELF_CHECK, 9_210, 10), repeats=(RepeatedFault(31, "P-03", 200, 150, 300),)),
        inspection(3, T.RECHECK, 10_000, 28),
    ),
    complaints=(
        complaint(11, Severity.ORDINARY, is_late=True),
        complaint(12, Severity.SERIOUS, Responsibility.UNFOUNDED),
        complaint(13, Severity.MINOR, Responsibility.PENDING),
    ),
    adjustments=(Adjustment(21, AdjustmentKind.REWARD, 150, "Flood night", "Wang Fang"),),
    households=1_500,
)


@pytest.mark.req("SCO-02", "SCO-16")
def test_the_receipt_tells_the_whole_story() -> None:
    card = compute_card(FULL, RULES)
    with translation.override("en"):
        told = [(line.part.value, describe(line), shown(line.points_e4), shown(line.running_e4)) for line in card.lines]
    assert told == [
        ("inspection", "Project self-check JC-1 of 2026-10-10", "46.05", "46.05"),
        ("inspection", "Repeated fault in JC-1: P-03, deduction 2.00 × 1.50, counted as 3.00", None, None),
        ("inspection", "Company monthly check JC-2 of 2026-10-21", "87.65", "133.70"),
        ("inspection", "Re-check JC-3 of 2026-10-28, carries no weight", "0.00", "133.70"),
        ("inspection", "Weighted mean of the month's inspections: 133.70 ÷ 1.50", "89.13", None),
        ("complaints", "Complaint TS-11 of 2026-10-05: Ordinary, charged to the vendor", "-5.00", "-5.00"),
        ("complaints", "Complaint TS-11: answered later than 3 days", "-3.00", "-8.00"),
        ("complaints", "Complaint TS-12 of 2026-10-05: Unfounded, not charged", "0.00", "-8.00"),
        ("complaints", "Complaint TS-13 of 2026-10-05: responsibility not decided, not charged", "0.00", "-8.00"),
        (
            "complaints",
            "Complaints, scaled to 1000 of 1500 occupied households: 100 − 8.00 × 1000 ÷ 1500, not below 0",
            "94.67",
            None,
        ),
        ("total", "Inspections: score × weight", "3565.20", "3565.20"),
        ("total", "Personnel and roster: no evidence, its weight goes to the others", None, None),
        ("total", "Rectification: no evidence, its weight goes to the others", None, None),
        ("total", "Complaints: score × weight", "1420.05", "4985.25"),
        ("total", "Satisfaction: no evidence, its weight goes to the others", None, None),
        ("total", "Weighted mean: 4985.25 ÷ 55.00", "90.64", None),
        ("adjustment", "Reward: Flood night (approved by Wang Fang)", "1.50", "92.14"),
        ("adjustment", "Total after rewards and penalties", "92.14", None),
        ("grade", "Grade A: from 90.00", None, None),
    ]
    assert (card.computed_total, card.total, card.grade, card.insufficient) == (9_064, 9_214, Grade.A, None)
    assert card.scores == {**dict.fromkeys(Component), Component.INSPECTION: 8_913, Component.COMPLAINTS: 9_467}


def shown(value: int | None) -> str | None:
    return None if value is None else e4_as_text(value)


def test_a_card_without_inspection_has_no_total_and_no_grade() -> None:
    card = compute_card(replace(FULL, inspections=()), RULES)
    assert (card.total, card.computed_total, card.grade) == (None, None, None)
    assert (card.insufficient, card.evidence_weight) == (Insufficient.NO_INSPECTION, 1_500)
    with translation.override("en"):
        assert describe(card.lines[0]) == "No counted inspection in the month: no evidence"
        assert describe(card.lines[-1]) == ("Insufficient evidence: no inspection in the month, so there is no total")


def test_a_card_with_too_little_evidence_says_how_much_there_is() -> None:
    rules = ScoringRules.from_json({"evidence": {"minimum_weight": "55.01"}})
    card = compute_card(FULL, rules)
    assert (card.total, card.insufficient) == (None, Insufficient.TOO_LITTLE_EVIDENCE)
    with translation.override("en"):
        assert describe(card.lines[-1]) == (
            "Insufficient evidence: 55.00 of 100 weight points have evidence, at least 55.01 are needed,"
            " so there is no total"
        )


def test_a_proven_act_makes_a_fail_and_leaves_the_total() -> None:
    card = compute_card(replace(FULL, acts=(Act(9, ProvenAct.FRAUD),)), RULES)
    assert (card.total, card.grade) == (9_214, Grade.D)
    with translation.override("en"):
        assert describe(card.lines[-1]) == "Grade D whatever the total: Fraud or hiding facts"


def test_a_penalty_and_a_quiet_month_are_told() -> None:
    inputs = card_inputs(
        inspections=(inspection(1, T.COMPANY, 9_000),),
        adjustments=(Adjustment(5, AdjustmentKind.PENALTY, 200, "Late report", "Li"),),
    )
    card = compute_card(inputs, RULES)
    with translation.override("en"):
        told = [describe(line) for line in card.lines if line.part in (Part.COMPLAINTS, Part.ADJUSTMENT)]
    assert told[:2] == ["No complaint in the month: 100", "Penalty: Late report (approved by Li)"]
    assert card.total == 9_073


@pytest.mark.req("RPT-05")
def test_a_frozen_card_computed_again_gives_the_same_bytes() -> None:
    stored_inputs = json.loads(canonical_json(inputs_to_json(FULL)))
    stored_rules = json.loads(canonical_json(RULES.to_json()))
    content = receipt_bytes(compute_card(FULL, RULES))
    assert recompute(stored_inputs, stored_rules) == content
    assert digest(content) == "065d08419bc5827433b80cc4314d4076b4ef3e5dab538c298e126dc88224a50a"


@pytest.mark.slow
@pytest.mark.req("RPT-05")
@given(cards)
def test_any_card_computed_again_gives_the_same_bytes(inputs: CardInputs) -> None:
    stored = json.loads(canonical_json(inputs_to_json(inputs)))
    assert inputs_from_json(stored) == inputs
    assert recompute(stored, RULES.to_json()) == receipt_bytes(compute_card(inputs, RULES))


@pytest.mark.slow
@given(cards, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(inputs: CardInputs, chance: random.Random) -> None:
    def shuffled(rows: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(sorted(rows, key=lambda row: chance.random()))

    other = replace(
        inputs,
        inspections=shuffled(inputs.inspections),
        complaints=shuffled(inputs.complaints),
        adjustments=shuffled(inputs.adjustments),
        acts=shuffled(inputs.acts),
    )
    assert receipt_bytes(compute_card(other, RULES)) == receipt_bytes(compute_card(inputs, RULES))


@pytest.mark.slow
@given(cards)
def test_a_pocket_calculator_finds_the_same_figures(inputs: CardInputs) -> None:
    """Read nothing but the printed lines, with plain decimals, and arrive at the card's numbers."""
    card = compute_card(inputs, RULES)
    lines = [line_from_json(line_to_json(line)) for line in card.lines]
    assert lines == list(card.lines)
    check_mean(lines, Part.INSPECTION, LineText.INSPECTION_MEAN, card.scores[Component.INSPECTION])
    check_complaints(lines, card)
    check_mean(lines, Part.TOTAL, LineText.WEIGHTED_MEAN, card.computed_total)
    granted = [line for line in lines if line.part is Part.ADJUSTMENT and line.running_e4 is not None]
    total = card.computed_total
    if total is not None:
        assert total + sum((line.points_e4 or 0) // 100 for line in granted) == card.total
        assert card.total is not None
        assert 0 <= card.total <= 10_000
    for part in Part:
        assert_running(line for line in lines if line.part is part and line.running_e4 is not None)


def hundredths(value: int | None) -> Decimal:
    return Decimal(value or 0) / 100


def rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)


def check_mean(lines: list[ReceiptLine], part: Part, result: LineText, expected: int | None) -> None:
    stated = [line.points_e4 for line in lines if line.part is part and line.text is result]
    assert stated == ([] if expected is None else [expected * 100])
    if expected is None:
        return
    parts = [line for line in lines if line.part is part and line.base is not None and line.weight is not None]
    products = sum((hundredths(line.base) * hundredths(line.weight) for line in parts), Decimal(0))
    weight = sum((hundredths(line.weight) for line in parts), Decimal(0))
    assert rounded(products / weight) == expected


def check_complaints(lines: list[ReceiptLine], card: Card) -> None:
    deducted = sum((hundredths(line.base) for line in lines if line.part is Part.COMPLAINTS), Decimal(0))
    households = card.inputs.households or 0
    score = 100 - (deducted * 1000 / households if households > 1000 else deducted)
    assert rounded(max(Decimal(0), score)) == card.scores[Component.COMPLAINTS]


def assert_running(lines: Iterable[ReceiptLine]) -> None:
    previous = None
    for line in lines:
        if previous is not None:
            assert line.running_e4 == previous + (line.points_e4 or 0)
        previous = line.running_e4


@pytest.mark.slow
@given(cards)
def test_every_line_can_be_told_in_both_languages(inputs: CardInputs) -> None:
    for line in compute_card(inputs, RULES).lines:
        for language in ("en", "zh-hans"):
            with translation.override(language):
                assert "%(" not in describe(line)


def test_every_text_and_part_has_words() -> None:
    assert list(LINE_TEXTS) == [text.value for text in LineText]
    assert list(PART_LABELS) == [part.value for part in Part]


def test_a_float_has_no_canonical_form() -> None:
    assert canonical_json({"b": [1, "電梯", None], "a": {"x": True}}) == '{"a":{"x":true},"b":[1,"電梯",null]}'.encode()
    for value in (1.5, {"a": [0.1]}, [{"b": float("nan")}]):
        with pytest.raises(ValueError, match="float"):
            canonical_json(value)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0.00"), (1_314_750, "131.475"), (-50_000, "-5.00"), (1, "0.0001"), (35_060_000, "3506.00")]
)
def test_products_are_shown_with_the_digits_they_have(value: int, text: str) -> None:
    assert e4_as_text(value) == text


def test_evidence_of_one_day_is_ordered_by_id() -> None:
    rows = tuple(replace(inspection(row, T.COMPANY, 9_000), on=date(2026, 10, 2)) for row in (3, 1, 2))
    lines = compute_card(card_inputs(inspections=rows), RULES).lines
    assert [line.evidence_id for line in lines[:3]] == [1, 2, 3]
