"""The set-based computation and the pure rules give the same card, to the last byte of the receipt."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaints.choices import Responsibility, Severity
from inspections.choices import InspectionType
from scoring.choices import Component
from scoring.computation import statement
from scoring.models import Receipt, Scorecard, ScoringRun
from scoring.rules.card import compute_card
from scoring.rules.receipt import canonical_json, digest, line_to_json
from scoring.rules.settings import ScoringRules
from tenancy import queries as tenancy_queries
from tests.factories.scoring import (
    AT,
    MONTH,
    Chain,
    add_complaint,
    add_inspection,
    grant_measure,
    inputs_of,
    make_chain,
)
from tests.factories.tenancy import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant"), pytest.mark.req("SCO-02")]
RULES = ScoringRules()


def compute(chain: Chain, rules: ScoringRules = RULES, *, from_items: bool = False) -> tuple[Scorecard, bytes]:
    """Compute one chain's card by the statement; return it with its receipt lines as canonical JSON."""
    version = tenancy_queries.settings_in_force("scoring", MONTH.first_day)
    run, _new = ScoringRun.objects.get_or_create(
        month=MONTH.first_day, defaults={"settings_version": version, "opened_at": AT}
    )
    scope = statement.Scope([MONTH], rules, "Asia/Shanghai", AT, only=chain.key, from_items=from_items)
    statement.write_card(scope, run_id=run.pk, settings_version_id=version.pk, version=1)
    card = Scorecard.objects.get(contract=chain.contract, line=chain.line, month=MONTH.first_day)
    return card, stored_lines(card)


def stored_lines(card: Scorecard) -> bytes:
    """Return the stored text of the card's receipt."""
    return Receipt.objects.get(card=card, revision=card.revision).content.encode()


def assert_agrees(chain: Chain, rules: ScoringRules = RULES) -> Scorecard:
    """Compute both ways and compare every column and every byte."""
    card, lines = compute(chain, rules)
    pure = compute_card(inputs_of(chain, settings_version=card.settings_version_id), rules)
    expected = canonical_json([line_to_json(line) for line in pure.lines])
    assert lines.decode() == expected.decode()
    assert (card.total, card.base_total, card.grade) == (pure.total, pure.computed_total, pure.grade or "")
    assert (card.inspection_score, card.complaints_score) == (
        pure.scores[Component.INSPECTION],
        pure.scores[Component.COMPLAINTS],
    )
    assert card.evidence_weight == pure.evidence_weight
    assert card.digest == digest(expected)
    return card


INSPECTION = st.fixed_dictionaries(
    {
        "deductions": st.dictionaries(st.integers(1, 10), st.integers(0, 1000), max_size=10),
        "not_applicable": st.frozensets(st.integers(1, 10)),
        "multipliers": st.dictionaries(st.integers(1, 10), st.sampled_from([100, 150, 200]), max_size=10),
        "kind": st.sampled_from([kind.value for kind in InspectionType]),
        "on": st.dates(date(2026, 9, 1), date(2026, 9, 30)),
        "status": st.sampled_from(["published", "final", "published", "submitted"]),
    }
)
COMPLAINT = st.fixed_dictionaries(
    {
        "severity": st.sampled_from([one.value for one in Severity]),
        "responsibility": st.sampled_from([one.value for one in Responsibility]),
        "on": st.dates(date(2026, 9, 1), date(2026, 9, 30)),
        "answered_after_days": st.sampled_from([None, 0, 3, 4, 9]),
    }
)
MEASURE = st.one_of(
    st.tuples(st.sampled_from(["reward", "penalty"]), st.integers(1, 1200), st.just("")),
    st.tuples(st.just("proven_act"), st.just(0), st.sampled_from(["fraud", "law_broken"])),
)
HOUSEHOLDS = st.one_of(st.none(), st.integers(0, 5000), st.sampled_from([999, 1000, 1001]))


@pytest.mark.slow
@pytest.mark.req("SCO-02", "TEN-09")
@settings(
    max_examples=100,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    inspections=st.lists(INSPECTION, max_size=4),
    complaints=st.lists(COMPLAINT, max_size=5),
    measures=st.lists(MEASURE, max_size=4),
    households=HOUSEHOLDS,
    minimum=st.sampled_from([0, 4000, 5000, 5501, 10000]),
    reason=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)
def test_statement_and_rules_agree_on_random_evidence(
    world: World,
    inspections: list[dict],
    complaints: list[dict],
    measures: list[tuple],
    households: int | None,
    minimum: int,
    reason: str,
) -> None:
    number = f"HT-{Scorecard.objects.count()}"
    world.project.occupied_households = households
    world.project.save()
    chain = make_chain(world.project, number=number)
    for one in inspections:
        add_inspection(chain, **one)
    for one in complaints:
        add_complaint(chain, **one)
    for kind, points, act in measures:
        grant_measure(chain, kind, points, act, reason)
    rules = replace(RULES, evidence=replace(RULES.evidence, minimum_weight=minimum))
    card = assert_agrees(chain, rules)
    again, lines = compute(chain, rules, from_items=True)
    assert (again.revision, again.digest, lines) == (card.revision, card.digest, stored_lines(card))


# With the complaints component at 100 and 55 weight points, (40 * score + 1500) / 55 rounded half up.
@pytest.mark.parametrize(
    ("score", "total", "grade"),
    [(0, 2727, "D"), (5900, 7018, "C"), (5873, 6999, "D"), (5874, 6999, "D"), (5875, 7000, "C"), (10000, 10000, "A")],
)
def test_boundaries_with_complaints_component_at_100(world: World, score: int, total: int, grade: str) -> None:
    chain = make_chain(world.project)
    add_inspection(chain, score=score)
    card = assert_agrees(chain)
    assert (card.total, card.grade) == (total, grade)


# All weight on the inspections: the total is their mean, so each boundary is met exactly.
ONLY_INSPECTIONS = replace(
    RULES,
    weights=replace(RULES.weights, inspection=10000, personnel=0, rectification=0, complaints=0, satisfaction=0),
)


@pytest.mark.parametrize(
    ("scores", "total", "grade"),
    [
        ([0], 0, "D"),
        ([5900], 5900, "D"),
        ([6999], 6999, "D"),
        ([7000], 7000, "C"),
        ([7999, 8000], 8000, "B"),  # 79.995
        ([8999, 9000], 9000, "A"),  # 89.995
        ([8999], 8999, "B"),
        ([9000], 9000, "A"),
        ([10000], 10000, "A"),
    ],
)
def test_boundaries_of_the_grades(world: World, scores: list[int], total: int, grade: str) -> None:
    chain = make_chain(world.project)
    for score in scores:
        add_inspection(chain, score=score)
    card = assert_agrees(chain, ONLY_INSPECTIONS)
    assert (card.total, card.grade) == (total, grade)


def test_nothing_and_all_not_applicable_give_no_total(world: World) -> None:
    nothing = make_chain(world.project, number="HT-1")
    assert assert_agrees(nothing).total is None
    blank = make_chain(world.project, number="HT-2")
    add_inspection(blank, not_applicable=frozenset(range(1, 11)))
    card = assert_agrees(blank)
    assert (card.total, card.grade, card.inspection_score) == (None, "", None)
