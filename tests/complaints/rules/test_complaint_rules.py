"""Complaints: states, answer deadline and points."""

from datetime import UTC, date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from complaints.choices import (
    CHANNEL_LABELS,
    COMPLAINT_STATUS_LABELS,
    RESPONSIBILITY_LABELS,
    SATISFACTION_LABELS,
    SEVERITY_LABELS,
    Channel,
    Responsibility,
    Satisfaction,
    Severity,
)
from complaints.choices import ComplaintStatus as S
from complaints.errors import AnsweredBeforeReceived, CustomerNotSatisfied
from complaints.rules import lifecycle
from complaints.rules.deadlines import answer_due, answer_due_on, check_answer, is_answer_late
from complaints.rules.points import ComplaintRules, is_charged, late_points, severity_points
from tenancy.errors import IllegalTransition
from tests.lifecycles import pairs, table

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEGAL = pairs("""
    received > registered
    registered > assigned reported_to_customer escalated
    assigned > plan_proposed escalated
    plan_proposed > plan_confirmed assigned escalated
    plan_confirmed > handling escalated
    handling > handled escalated
    handled > reported_to_customer escalated
    reported_to_customer > closed reopened
    closed > reopened
    escalated > assigned plan_proposed
    reopened > assigned reported_to_customer escalated
""")


@pytest.mark.req("CMP-05")
def test_every_step_is_allowed_or_refused_by_the_table() -> None:
    assert table(lifecycle.TRANSITIONS) == LEGAL
    assert set(lifecycle.TRANSITIONS) == set(S)
    for frm, to in product(S, S):
        if (frm, to) in LEGAL:
            lifecycle.check(frm, to)
            continue
        with pytest.raises(IllegalTransition) as caught:
            lifecycle.check(frm, to)
        assert (caught.value.frm, caught.value.to) == (frm, to)


@pytest.mark.req("CMP-06")
@pytest.mark.parametrize(
    ("satisfaction", "reason", "by_quality", "closes"),
    [
        (Satisfaction.SATISFIED, "", False, True),
        (Satisfaction.FAIRLY_SATISFIED, "", False, True),
        (Satisfaction.DISSATISFIED, "", False, False),
        (Satisfaction.DISSATISFIED, "promised works are done", False, False),
        (Satisfaction.DISSATISFIED, " \u3000", True, False),
        (Satisfaction.DISSATISFIED, "promised works are done", True, True),
        (None, "", False, False),
        (None, "customer moved away", True, True),
    ],
)
def test_a_case_closes_when_the_customer_is_satisfied(
    satisfaction: Satisfaction | None, reason: str, by_quality: bool, closes: bool
) -> None:
    if closes:
        lifecycle.check_closing(satisfaction, reason=reason, closed_by_quality=by_quality)
        return
    with pytest.raises(CustomerNotSatisfied) as caught:
        lifecycle.check_closing(satisfaction, reason=reason, closed_by_quality=by_quality)
    assert (caught.value.code, caught.value.field) == ("customer_not_satisfied", "satisfaction")


@pytest.mark.req("CMP-03", "NTF-04")
def test_an_answer_is_due_at_the_end_of_the_third_day() -> None:
    received = datetime(2026, 10, 12, 15, 30, tzinfo=UTC)  # 23:30 of the 12th in Shanghai
    assert answer_due(received, SHANGHAI) == datetime(2026, 10, 16, tzinfo=SHANGHAI)
    assert answer_due(datetime(2026, 10, 12, 16, 0, tzinfo=UTC), SHANGHAI) == datetime(2026, 10, 17, tzinfo=SHANGHAI)
    assert answer_due_on(date(2026, 10, 30)) == date(2026, 11, 2)
    assert answer_due_on(date(2026, 10, 30), days=1) == date(2026, 10, 31)


@pytest.mark.req("CMP-03")
@pytest.mark.parametrize(
    ("answered_on", "as_of", "late"),
    [
        (date(2026, 10, 12), date(2026, 11, 1), False),
        (date(2026, 10, 15), date(2026, 11, 1), False),
        (date(2026, 10, 16), date(2026, 11, 1), True),
        (None, date(2026, 10, 15), False),
        (None, date(2026, 10, 16), True),
    ],
)
def test_an_answer_is_late_from_the_fourth_day(answered_on: date | None, as_of: date, late: bool) -> None:
    assert is_answer_late(date(2026, 10, 12), answered_on, as_of=as_of) is late


def test_an_answer_cannot_be_older_than_the_complaint() -> None:
    check_answer(date(2026, 10, 12), date(2026, 10, 12))
    with pytest.raises(AnsweredBeforeReceived) as caught:
        check_answer(date(2026, 10, 12), date(2026, 10, 11))
    assert (caught.value.code, caught.value.field) == ("answered_before_received", "answered_at")


@pytest.mark.req("CMP-08")
def test_only_the_vendors_responsibility_is_charged() -> None:
    assert [who.value for who in Responsibility if is_charged(who)] == ["vendor"]


def test_points_by_severity_are_settings() -> None:
    rules = ComplaintRules()
    assert [severity_points(severity, rules) for severity in Severity] == [200, 500, 1_500]
    assert [late_points(late, rules) for late in (False, True)] == [0, 300]
    changed = ComplaintRules.from_json({"minor": "1", "late_answer": "0.5"})
    assert (severity_points(Severity.MINOR, changed), late_points(True, changed)) == (100, 50)


def test_every_value_has_a_label() -> None:
    for labels, values in (
        (COMPLAINT_STATUS_LABELS, S),
        (SEVERITY_LABELS, Severity),
        (RESPONSIBILITY_LABELS, Responsibility),
        (CHANNEL_LABELS, Channel),
        (SATISFACTION_LABELS, Satisfaction),
    ):
        assert list(labels) == [value.value for value in values]
