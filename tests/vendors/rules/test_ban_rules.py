"""How long bans last, where they hold, what they make of a qualification, what stops a vendor: tables of cases."""

from datetime import date

import pytest

from tenancy.errors import RuleBroken
from vendors.choices import BanGround, Purpose, Qualification
from vendors.rules.bans import Reach, last_day, status_after
from vendors.rules.eligibility import Facts, reasons
from vendors.rules.ratings import Rated, Rating, first_month, summary
from vendors.rules.settings import VendorRules, is_usable

ON = date(2026, 10, 15)
RULES = VendorRules()


@pytest.mark.req("RPA-04")
@pytest.mark.parametrize(
    ("ground", "starts_on", "asked", "end"),
    [
        (BanGround.ANNUAL_FAIL, date(2026, 1, 31), None, date(2028, 1, 30)),
        (BanGround.FOUR_ACTS, date(2026, 10, 15), None, date(2029, 10, 14)),
        (BanGround.FOUR_ACTS, date(2024, 2, 29), None, date(2027, 2, 28)),
        (BanGround.OTHER, date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1)),
        (BanGround.OTHER, date(2026, 1, 1), None, None),
    ],
)
def test_last_day_of_a_ban(ground: BanGround, starts_on: date, asked: date | None, end: date | None) -> None:
    assert last_day(ground, starts_on, asked, RULES) == end


@pytest.mark.parametrize(
    ("ground", "asked", "code"),
    [
        (BanGround.ANNUAL_FAIL, date(2030, 1, 1), "ban_ends_by_rule"),
        (BanGround.OTHER, date(2026, 10, 14), "ban_ends_before_it_starts"),
    ],
)
def test_last_day_that_cannot_be(ground: BanGround, asked: date, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        last_day(ground, ON, asked, RULES)
    assert (refusal.value.code, refusal.value.field) == (code, "ends_on")


def test_years_of_a_ban_follow_the_settings() -> None:
    rules = VendorRules(annual_fail_years=1, four_acts_years=5)
    assert last_day(BanGround.ANNUAL_FAIL, ON, None, rules) == date(2027, 10, 14)
    assert last_day(BanGround.FOUR_ACTS, ON, None, rules) == date(2031, 10, 14)


@pytest.mark.parametrize(
    ("status", "ground", "after"),
    [
        ("qualified", "annual_fail", "disqualified"),
        ("under_watch", "annual_fail", "disqualified"),
        ("candidate", "annual_fail", "banned"),
        ("banned", "annual_fail", "banned"),
        ("disqualified", "annual_fail", "disqualified"),
        ("disqualified", "four_acts", "banned"),
        ("qualified", "four_acts", "banned"),
        ("banned", "other", "banned"),
        ("candidate", "other", "banned"),
    ],
)
def test_status_after_a_ban(status: str, ground: str, after: str) -> None:
    assert status_after(Qualification(status), BanGround(ground)) == after


@pytest.mark.parametrize(
    ("reach", "path", "line_id", "covers"),
    [
        (Reach("", None, ON, ON), "", None, True),
        (Reach("", None, ON, None), "/1/2/", 7, True),
        (Reach("/1/2/", None, ON, ON), "/1/2/3/", 7, True),
        (Reach("/1/2/", None, ON, ON), "/1/", 7, False),
        (Reach("/1/2/", None, ON, ON), "/1/22/", 7, False),
        (Reach("/1/2/", None, ON, ON), "", None, False),
        (Reach("", 7, ON, ON), "/1/", 7, True),
        (Reach("", 7, ON, ON), "/1/", 8, False),
        (Reach("", 7, ON, ON), "/1/", None, False),
        (Reach("", None, date(2026, 10, 16), None), "", None, False),
        (Reach("", None, date(2020, 1, 1), date(2026, 10, 14)), "", None, False),
        (Reach("", None, ON, None, is_lifted=True), "", None, False),
    ],
)
def test_where_and_when_a_ban_holds(reach: Reach, path: str, line_id: int | None, covers: bool) -> None:
    assert reach.covers(path=path, line_id=line_id, on=ON) is covers


def _facts(**more: object) -> Facts:
    values: dict[str, object] = {
        "status": Qualification.QUALIFIED,
        "is_active": True,
        "is_banned": False,
        "ban_until": None,
        "papers": {"business_licence": None},
    } | more
    return Facts(**values)  # type: ignore[arg-type]


@pytest.mark.req("VEN-14")
@pytest.mark.parametrize(
    ("facts", "purpose", "found"),
    [
        ({}, "invitation", []),
        ({"is_banned": True, "status": Qualification.BANNED}, "settlement", [("banned", "")]),
        ({"status": Qualification.DISQUALIFIED}, "signing", [("banned", "")]),
        ({"is_active": False}, "signing", [("inactive", "")]),
        ({"status": Qualification.CANDIDATE}, "invitation", [("not_qualified", "")]),
        ({"status": Qualification.UNDER_WATCH}, "invitation", []),
        ({"status": Qualification.CANDIDATE}, "signing", []),
        ({"papers": {"business_licence": date(2026, 10, 14)}}, "signing", [("document_expired", "business_licence")]),
        ({"papers": {"business_licence": ON}}, "signing", []),
        ({"papers": {}}, "invitation", [("document_missing", "business_licence")]),
        ({"papers": {}}, "signing", []),
        ({"papers": {}, "licence_until": date(2026, 1, 1)}, "signing", [("document_expired", "business_licence")]),
        ({"papers": {}, "licence_is_permanent": True}, "invitation", []),
        ({"papers": {"business_licence": None}, "licence_until": date(2026, 1, 1)}, "signing", []),
    ],
)
def test_what_stops_a_vendor(facts: dict[str, object], purpose: str, found: list[tuple[str, str]]) -> None:
    stops = reasons(_facts(**facts), purpose=Purpose(purpose), required=["business_licence"], on=ON, rules=RULES)
    assert [(one.code, one.document_kind) for one in stops] == found
    assert all(str(one.text) for one in stops)


def test_settings_decide_whether_a_missing_paper_stops() -> None:
    rules = VendorRules(missing_blocks_invitation=False, missing_blocks_signing=True, invitation_needs_qualified=False)
    bare = _facts(papers={}, status=Qualification.CANDIDATE)
    asked = {
        purpose.value: [
            one.code for one in reasons(bare, purpose=purpose, required=["qms_certificate"], on=ON, rules=rules)
        ]
        for purpose in Purpose
    }
    assert asked == {"invitation": [], "signing": ["document_missing"], "settlement": []}


def test_summary_of_ratings() -> None:
    rows = [
        Rated(date(2026, 8, 1), 9000, "A"),
        Rated(date(2026, 9, 1), 8001, "B"),
        Rated(date(2026, 9, 1), 7000, "C"),
        Rated(date(2026, 10, 1), None, ""),
    ]
    assert summary(rows) == Rating("C", date(2026, 9, 1), 8000, 2)
    assert summary([]) == Rating("", None, None, 0)
    assert summary([Rated(ON, 1, "D"), Rated(ON, 2, "D")]).mean_total == 2


@pytest.mark.parametrize(
    ("months", "first"),
    [(1, date(2026, 10, 1)), (12, date(2025, 11, 1)), (10, date(2026, 1, 1)), (11, date(2025, 12, 1))],
)
def test_first_of_so_many_months(months: int, first: date) -> None:
    assert first_month(ON, months) == first


def test_settings_of_an_older_version_have_the_day_one_values() -> None:
    assert VendorRules.from_json({"allow_individuals": True, "unknown": 1}) == VendorRules(allow_individuals=True)
    assert VendorRules().reminder_days == (60, 30, 7)
    assert [is_usable("annual_fail_years", value) for value in (0, 1, 10, 11, True, "2")] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]
    assert [is_usable("allow_individuals", value) for value in (True, 1)] == [True, False]
