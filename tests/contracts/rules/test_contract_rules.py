"""Contracts: states and terms."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import CONTRACT_STATUS_LABELS
from contracts.choices import ContractStatus as S
from contracts.errors import EndsBeforeItStarts, TermsOverlap
from contracts.rules import lifecycle
from contracts.rules.terms import Term, check_no_overlap, end_after_extensions, expiry_warning, in_force
from records.rules.periods import Month
from tenancy.errors import IllegalTransition
from tests.lifecycles import pairs, table

LEGAL = pairs("""
    drafting > negotiating active abandoned
    negotiating > legal_review drafting abandoned
    legal_review > approval negotiating abandoned
    approval > vendor_confirmed negotiating abandoned
    vendor_confirmed > signed negotiating abandoned
    signed > filed terminated
    filed > active terminated
    active > amending expiring expired terminated
    amending > active expiring expired terminated
    expiring > active amending renewed expired terminated
    renewed > settled terminated
    expired > settled
    terminated > settled
    settled > archived
""")
FIRST, LAST = date(2025, 3, 1), date(2027, 2, 28)


@pytest.mark.req("CON-10")
def test_every_step_is_allowed_or_refused_by_the_table() -> None:
    assert table(lifecycle.TRANSITIONS) == LEGAL
    assert set(lifecycle.TRANSITIONS) == set(S)
    for frm, to in product(S, S):
        if (frm, to) in LEGAL:
            lifecycle.check(frm, to)
            continue
        with pytest.raises(IllegalTransition):
            lifecycle.check(frm, to)


def test_a_contract_runs_from_activation_to_its_end() -> None:
    assert {state.value for state in lifecycle.RUNNING} == {"active", "amending", "expiring", "renewed"}
    assert {S.EXPIRED, S.TERMINATED, S.SETTLED, S.ARCHIVED} == lifecycle.EVER_RUNNING - lifecycle.RUNNING
    assert list(CONTRACT_STATUS_LABELS) == [state.value for state in S]


@pytest.mark.req("CON-14")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_first_and_last_day_are_in_force(on: date, expected: bool) -> None:
    assert in_force(FIRST, LAST, on) is expected
    assert (on in Term.inclusive(FIRST, LAST)) is expected


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_the_day_of_termination_is_the_last_one(on: date, expected: bool) -> None:
    assert in_force(FIRST, LAST, on, terminated_on=date(2026, 6, 30)) is expected
    assert (on in Term.inclusive(FIRST, LAST).ended_on(date(2026, 6, 30))) is expected


def test_a_term_of_one_day_has_one_day() -> None:
    term = Term.inclusive(FIRST, FIRST)
    assert (term.days, term.last_day) == (1, FIRST)


def test_a_term_cannot_end_before_it_starts() -> None:
    with pytest.raises(EndsBeforeItStarts) as caught:
        Term.inclusive(FIRST, FIRST - timedelta(days=1))
    assert (caught.value.code, caught.value.field) == ("ends_before_it_starts", "end_on")
    with pytest.raises(EndsBeforeItStarts):
        Term.inclusive(FIRST, LAST).ended_on(FIRST - timedelta(days=1))


def test_ending_after_the_end_changes_nothing() -> None:
    term = Term.inclusive(FIRST, LAST)
    assert term.ended_on(LAST + timedelta(days=9)) == term


def test_terms_that_touch_do_not_overlap() -> None:
    first, second = Term.inclusive(FIRST, LAST), Term.inclusive(LAST + timedelta(days=1), LAST + timedelta(days=400))
    assert not first.overlaps(second)
    check_no_overlap([second, first])
    shared = Term.inclusive(LAST, LAST + timedelta(days=400))
    assert (first.overlaps(shared), first.common_days(shared)) == (True, 1)
    with pytest.raises(TermsOverlap) as caught:
        check_no_overlap([shared, first])
    assert (caught.value.code, caught.value.field) == ("terms_overlap", "start_on")


def test_days_in_a_month_are_counted() -> None:
    term = Term.inclusive(FIRST, LAST)
    assert term.common_days(Term.of_month(Month(2026, 10))) == 31
    assert term.common_days(Term.of_month(Month(2027, 2))) == 28
    assert term.common_days(Term.of_month(Month(2027, 3))) == 0


day = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


@given(day, day, day, day)
def test_common_days_agree_with_overlap(a: date, b: date, c: date, d: date) -> None:
    one, two = Term.inclusive(min(a, b), max(a, b)), Term.inclusive(min(c, d), max(c, d))
    assert one.overlaps(two) == two.overlaps(one) == (one.common_days(two) > 0)
    assert one.common_days(two) == two.common_days(one)


@pytest.mark.req("CON-18")
@pytest.mark.parametrize(
    ("extensions", "last"),
    [
        ([], date(2027, 2, 28)),
        ([date(2028, 2, 29)], date(2028, 2, 29)),
        ([date(2027, 8, 31), date(2028, 2, 29), date(2030, 12, 31)], date(2030, 12, 31)),
    ],
)
def test_the_end_follows_a_chain_of_extensions(extensions: list[date], last: date) -> None:
    assert end_after_extensions(LAST, extensions) == last


def test_an_extension_must_reach_further() -> None:
    with pytest.raises(EndsBeforeItStarts):
        end_after_extensions(LAST, [date(2028, 1, 1), date(2028, 1, 1)])


@pytest.mark.req("NTF-05")
@pytest.mark.parametrize(
    ("days_left", "stage"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_expiry_warns_at_sixty_thirty_and_seven_days(days_left: int, stage: int | None) -> None:
    assert expiry_warning(LAST, LAST - timedelta(days=days_left)) == stage
