"""Vendors: credit code and states of qualification."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenancy.errors import IllegalTransition
from tests.lifecycles import pairs, table
from vendors.choices import QUALIFICATION_LABELS
from vendors.choices import Qualification as S
from vendors.errors import InvalidCreditCode, LegacyNumber
from vendors.rules import credit_code, lifecycle

LEGAL = pairs("""
    candidate > docs_submitted banned
    docs_submitted > under_review candidate banned
    under_review > qualified docs_submitted candidate banned
    qualified > under_watch disqualified banned
    under_watch > qualified disqualified banned
    disqualified > candidate banned
    banned > candidate
""")


@pytest.mark.req("VEN-04")
def test_every_step_is_allowed_or_refused_by_the_table() -> None:
    assert table(lifecycle.TRANSITIONS) == LEGAL
    assert set(lifecycle.TRANSITIONS) == set(S)
    for frm, to in product(S, S):
        if (frm, to) in LEGAL:
            lifecycle.check(frm, to)
            continue
        with pytest.raises(IllegalTransition):
            lifecycle.check(frm, to)


def test_states_that_may_work_and_states_that_may_not() -> None:
    assert {state.value for state in lifecycle.USABLE} == {"qualified", "under_watch"}
    assert {state.value for state in lifecycle.EXCLUDED} == {"disqualified", "banned"}
    assert list(QUALIFICATION_LABELS) == [state.value for state in S]


@pytest.mark.req("RPA-02", "RPA-03", "RPA-04")
@pytest.mark.parametrize(
    ("state", "decided", "years", "until"),
    [
        (S.DISQUALIFIED, date(2026, 1, 31), None, date(2028, 1, 31)),
        (S.BANNED, date(2026, 1, 31), None, date(2029, 1, 31)),
        (S.BANNED, date(2028, 2, 29), None, date(2031, 3, 1)),
        (S.BANNED, date(2028, 2, 29), 4, date(2032, 2, 29)),
    ],
)
def test_an_exclusion_ends_after_its_years(state: S, decided: date, years: int | None, until: date) -> None:
    assert lifecycle.excluded_until(state, decided, years) == until


def test_a_state_that_excludes_nobody_has_no_end() -> None:
    with pytest.raises(KeyError):
        lifecycle.excluded_until(S.QUALIFIED, date(2026, 1, 1))


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize(
    "typed",
    [
        "91510107MAJNLCWRTR",
        "91510107majnlcwrtr",
        " 91510107 MAJNLC\u3000WRTR ",
        "９１５１０１０７ＭＡＪＮＬＣＷＲＴＲ",
        "91510107MAJNLCWRTR\u200b",
    ],
)
def test_a_valid_code_is_accepted_as_typed(typed: str) -> None:
    assert credit_code.check(typed) == "91510107MAJNLCWRTR"


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize(
    "typed",
    ["", "91510107MAJNLCWRTA", "91510107MAJNLCWRT", "91510107MAJNLCWRTRR", "91510107MAINLCWRTR", "电梯", "=1+1"],
)
def test_an_invalid_code_is_refused(typed: str) -> None:
    with pytest.raises(InvalidCreditCode) as caught:
        credit_code.check(typed)
    assert (caught.value.code, caught.value.field) == ("invalid_credit_code", "credit_code")


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize("typed", ["MAJNLCWR-X", "majnlcwrx", "600037341", "510107123456789", "510107600037341"])
def test_a_number_of_an_older_paper_is_named_as_such(typed: str) -> None:
    with pytest.raises(LegacyNumber) as caught:
        credit_code.check(typed, field="code")
    assert (caught.value.code, caught.value.field) == ("legacy_number", "code")


def test_the_old_organisation_code_is_inside() -> None:
    assert credit_code.organisation_code("91510107MAJNLCWRTR") == "MAJNLCWR-T"


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.integers(min_value=0, max_value=17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(position: int, character: str) -> None:
    code = "91510107MAJNLCWRTR"
    changed = code[:position] + character + code[position + 1 :]
    if changed == code:
        return
    with pytest.raises((InvalidCreditCode, LegacyNumber)):
        credit_code.check(changed)
