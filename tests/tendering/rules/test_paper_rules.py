"""Rules of papers, duties, openings and recovery shares, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from tendering.choices import Duty
from tendering.errors import DutiesMixed, OpeningBeforeDeadline, TooEarly
from tendering.rules import paper_parts, separation, unsealing
from tendering.rules.separation import Candidate
from tendering.rules.unsealing import OpeningFacts

AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
FACTS = OpeningFacts(
    1, 7, "ZB-2026-001", "保洁", AT, AT + timedelta(hours=1), "ab" * 32, b"k" * 32, [{"heading": "服务"}]
)


@pytest.mark.req("TND-13")
def test_any_other_fact_is_another_text() -> None:
    text = unsealing.statement(FACTS)
    assert unsealing.statement(FACTS) == text
    others = {
        "tenant_id": 2,
        "tender_id": 8,
        "number": "ZB-2026-002",
        "title": "绿化",
        "deadline_at": AT - timedelta(minutes=1),
        "opens_at": AT + timedelta(hours=1, seconds=1),
        "papers_sha256": "cd" * 32,
        "public_key": b"x" * 32,
        "headings": [{"heading": "价格"}],
    }
    changed = {unsealing.statement(OpeningFacts(**(vars(FACTS) | {key: value}))) for key, value in others.items()}
    assert (len(changed), text in changed) == (len(others), False)


@pytest.mark.req("TND-13")
def test_an_opening_lies_not_before_its_deadline_and_no_second_is_given_away() -> None:
    unsealing.check_dates(deadline_at=AT, opens_at=AT)
    for deadline, opens in ((None, AT), (AT, None), (AT, AT - timedelta(seconds=1))):
        with pytest.raises(OpeningBeforeDeadline):
            unsealing.check_dates(deadline_at=deadline, opens_at=opens)
    unsealing.check_due(clock=AT, opens_at=AT)
    with pytest.raises(TooEarly):
        unsealing.check_due(clock=AT - timedelta(microseconds=1), opens_at=AT)


@pytest.mark.req("TND-10", "TND-11")
def test_who_may_read_a_draft_in_every_combination() -> None:
    allowed = set()
    for is_author, is_signed, is_approver, may_organise in product((False, True), repeat=4):
        if separation.may_read_draft(
            person_id=5,
            author_person_id=5 if is_author else 6,
            is_approver=is_approver,
            may_organise=may_organise,
            is_signed=is_signed,
        ):
            assert not may_organise
            allowed.add((is_author and is_signed, is_approver))
    assert allowed == {(True, False), (False, True), (True, True)}
    nobody = {"author_person_id": None, "is_approver": True, "may_organise": False, "is_signed": True}
    assert not separation.may_read_draft(person_id=None, **nobody)  # type: ignore[arg-type]


@pytest.mark.req("TND-11", "TND-12")
@pytest.mark.parametrize(
    ("duty", "candidate", "problem"),
    [
        (Duty.AUTHOR, Candidate(9, may_organise=True, may_seal=False), "author_organises"),
        (Duty.AUTHOR, Candidate(1, may_organise=False, may_seal=False), "author_organises"),
        (Duty.AUTHOR, Candidate(3, may_organise=False, may_seal=True), "author_keeps"),
        (Duty.CUSTODIAN, Candidate(9, may_organise=False, may_seal=False), "not_office"),
        (Duty.CUSTODIAN, Candidate(1, may_organise=True, may_seal=True), "custodian_organises"),
        (Duty.CUSTODIAN, Candidate(2, may_organise=False, may_seal=True), "author_keeps"),
        (Duty.AUTHOR, Candidate(9, may_organise=False, may_seal=False), ""),
        (Duty.CUSTODIAN, Candidate(9, may_organise=False, may_seal=True), ""),
        (Duty.SPECIALIST, Candidate(1, may_organise=True, may_seal=False), ""),
    ],
)
def test_duties_stay_apart(duty: Duty, candidate: Candidate, problem: str) -> None:
    found = ""
    try:
        separation.check_duty(duty, candidate, organiser_person_id=1, author_person_id=2, custodian_person_id=3)
    except DutiesMixed as refused:
        found = refused.problem
    assert found == problem


@pytest.mark.req("TND-03", "TND-04", "TND-07")
def test_missing_parts_follow_method_profile_and_files() -> None:
    assert "announcement_on" in paper_parts.wanted_parts("plan", method="open", cites_owners=False)
    assert "owners_decision" not in paper_parts.wanted_parts("plan", method="invited", cites_owners=False)
    wanted = paper_parts.wanted_parts("technical_data", method="invited", cites_owners=False)
    assert paper_parts.missing_parts(wanted, {}) == ["site_plan", "facilities"]
    assert paper_parts.missing_parts(wanted, {"facilities": "x"}, {"site_plan"}) == []
