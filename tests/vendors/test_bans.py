"""Bans: imposing, lifting, the daily end; standing and eligibility by credit code; ratings from scoring."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts.actions.contract import activate
from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tests.factories.contracts import a_department, a_draft, some_rules
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_credit_code, a_line, a_vendor, statements, system
from vendors.actions import ban as verbs
from vendors.actions.rating import PublishedGrade, publish_ratings
from vendors.actions.vendor import change_vendor, register_vendor
from vendors.models import Ban, DocumentRequirement, Vendor, VendorRating
from vendors.queries import eligibility, rating
from vendors.queries.standing import standing_of

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 15)


def _ban(vendor: Vendor, **more: Any) -> Ban:
    values: dict[str, Any] = {
        "ground": "four_acts",
        "reason": "转包",
        "starts_on": ON,
        "by": system(),
        "at": AT,
    } | more
    return verbs.impose_ban(vendor_id=vendor.id, **values)


def _entries(event: str) -> int:
    return JournalEntry.objects.filter(event=event).count()


@pytest.mark.req("RPA-03", "RPA-04")
def test_impose_ban_computes_its_end_and_takes_the_qualification(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    row = _ban(vendor, by=world.actor("general_manager"))
    row.refresh_from_db()
    vendor.refresh_from_db()
    assert (row.ends_on, row.credit_code, row.decided_by_id) == (
        date(2029, 10, 14),
        vendor.credit_code,
        world.person("general_manager").id,
    )
    assert vendor.status == "banned"
    entry = JournalEntry.objects.get(event="vendors.ban_imposed")
    assert (entry.object_id, entry.changes["status"]) == (vendor.id, ["qualified", "banned"])
    assert entry.seals.count() == 0  # joins the chain as the last statement of its transaction


@pytest.mark.req("RPA-02")
def test_annual_fail_disqualifies_for_two_years(tenant: Tenant) -> None:
    vendor = a_vendor()
    row = _ban(vendor, ground="annual_fail", starts_on=date(2026, 1, 10))
    vendor.refresh_from_db()
    assert (row.ends_on, vendor.status) == (date(2028, 1, 9), "disqualified")


@pytest.mark.req("RPA-06")
def test_other_ground_may_be_without_fixed_term(tenant: Tenant) -> None:
    vendor = a_vendor()
    assert _ban(vendor, ground="other").ends_on is None
    found = standing_of([vendor.id], unit_id=None, line_id=None, on=date(2099, 1, 1))[vendor.id]
    assert (found.is_banned, found.ban_until) == (True, None)


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"reason": " \u3000"}, "ban_reason_missing", "reason"),
        ({"starts_on": ON + timedelta(days=1)}, "ban_starts_later", "starts_on"),
        ({"ends_on": date(2030, 1, 1)}, "ban_ends_by_rule", "ends_on"),
        ({"ground": "other", "ends_on": date(2026, 10, 1)}, "ban_ends_before_it_starts", "ends_on"),
    ],
)
def test_impose_ban_with_bad_input_is_refused(tenant: Tenant, facts: dict[str, Any], code: str, field: str) -> None:
    vendor = a_vendor()
    with pytest.raises(RuleBroken) as refusal:
        _ban(vendor, **facts)
    vendor.refresh_from_db()
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert (Ban.objects.count(), vendor.status, _entries("vendors.ban_imposed")) == (0, "qualified", 0)


@pytest.mark.parametrize("role", ["tenant_admin", "quality_officer", "tender_officer", "property_manager", "auditor"])
def test_impose_ban_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    vendor = a_vendor()
    with pytest.raises(NotAllowed):
        _ban(vendor, by=world.actor(role))
    assert (Ban.objects.count(), _entries("vendors.ban_imposed")) == (0, 0)


def test_ban_of_another_tenant_is_out_of_reach(world: World) -> None:
    with acting_for(world.other):
        theirs = _ban(a_vendor())
    with acting_for(world.tenant):
        ours = a_vendor(credit_code=theirs.credit_code)
        assert ours.status == "qualified"
        with pytest.raises(Ban.DoesNotExist):
            verbs.lift_ban(ban_id=theirs.id, reason="x", by=system(), at=AT)


@pytest.mark.req("VEN-14")
def test_ban_follows_the_credit_code_not_the_name(tenant: Tenant) -> None:
    first = a_vendor(legal_name="旧名保洁有限公司")
    code = first.credit_code
    _ban(first)
    facts: dict[str, Any] = {
        "address": "杭州",
        "contact_name": "陈",
        "contact_phone": "1",
        "lines": [a_line()],
        "by": system(),
        "at": AT,
    }
    change_vendor(vendor_id=first.id, legal_name="旧名保洁有限公司", credit_code=a_credit_code(), **facts)
    again = register_vendor(legal_name="新名环境有限公司", credit_code=code, status="qualified", **facts)
    late = register_vendor(legal_name="改码有限公司", credit_code=a_credit_code(), status="qualified", **facts)
    assert (again.status, late.status) == ("banned", "qualified")
    found = eligibility.blockers([again.id], purpose="signing", unit_id=None, line_id=None, on=ON)
    assert [one.code for one in found[again.id]] == ["banned"]
    assert "2029-10-14" in str(found[again.id][0].text)


@pytest.mark.req("VEN-14")
def test_ban_of_a_node_and_a_line_holds_there_alone(world: World, tenant: Tenant) -> None:
    vendor = a_vendor(lines=[a_line("CLN"), a_line("SEC")])
    _ban(vendor, ground="other", unit_id=world.company.id, line_id=a_line("CLN").id)
    vendor.refresh_from_db()
    assert vendor.status == "qualified"

    def banned(unit_id: int | None, code: str | None) -> bool:
        line_id = a_line(code).id if code else None
        return standing_of([vendor.id], unit_id=unit_id, line_id=line_id, on=ON)[vendor.id].is_banned

    assert [
        banned(world.project.id, "CLN"),
        banned(world.project.id, "SEC"),
        banned(world.company.id, "CLN"),
        banned(None, None),
        banned(None, "CLN"),
    ] == [True, False, True, False, False]


@pytest.mark.req("VEN-14")
def test_contract_with_a_vendor_banned_at_the_project_cannot_be_activated(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules()
    draft = a_draft(project=world.project)
    _ban(draft.vendor, ground="other", unit_id=world.project.id)
    with pytest.raises(RuleBroken) as refusal:
        activate(contract_id=draft.id, by=system(), at=AT)
    draft.refresh_from_db()
    assert (refusal.value.code, draft.status) == ("vendor_blocked", "drafting")
    assert _entries("contracts.contract_activated") == 0


@pytest.mark.req("VEN-14")
def test_contract_with_an_expired_licence_cannot_be_activated(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules()
    draft = a_draft(project=world.project, vendor=a_vendor(licence_valid_until=ON - timedelta(days=1)))
    with pytest.raises(RuleBroken) as refusal:
        activate(contract_id=draft.id, by=system(), at=AT)
    assert refusal.value.code == "vendor_blocked"


@pytest.mark.req("RPA-04")
def test_lift_ban_makes_a_candidate_once_no_other_ban_holds(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    first, second = _ban(vendor), _ban(vendor, ground="other", ends_on=date(2026, 12, 31))
    manager = world.actor("general_manager")
    verbs.lift_ban(ban_id=first.id, reason="复议成立", by=manager, at=AT)
    vendor.refresh_from_db()
    assert vendor.status == "banned"
    verbs.lift_ban(ban_id=second.id, reason="复议成立", by=manager, at=AT)
    vendor.refresh_from_db()
    assert (vendor.status, _entries("vendors.ban_lifted"), _entries("vendors.ban_ended")) == ("candidate", 2, 1)
    with pytest.raises(AlreadyDone):
        verbs.lift_ban(ban_id=second.id, reason="再次", by=manager, at=AT)


@pytest.mark.parametrize(
    ("reason", "at", "code"), [(" ", AT, "ban_reason_missing"), ("x", AT + timedelta(days=99), "ban_is_over")]
)
def test_lift_ban_that_cannot_be_is_refused(tenant: Tenant, reason: str, at: datetime, code: str) -> None:
    row = _ban(a_vendor(), ground="other", ends_on=date(2026, 12, 31))
    with pytest.raises(RuleBroken) as refusal:
        verbs.lift_ban(ban_id=row.id, reason=reason, by=system(), at=at)
    row.refresh_from_db()
    assert (refusal.value.code, row.lifted_at, _entries("vendors.ban_lifted")) == (code, None, 0)


def test_lift_ban_by_a_wrong_role_is_refused(world: World, tenant: Tenant) -> None:
    row = _ban(a_vendor())
    with pytest.raises(NotAllowed):
        verbs.lift_ban(ban_id=row.id, reason="x", by=world.actor("quality_officer"), at=AT)
    row.refresh_from_db()
    assert row.lifted_at is None


@pytest.mark.req("RPA-04")
def test_end_bans_returns_candidates_on_the_day_after_the_last_and_once(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    _ban(vendor, ground="other", ends_on=date(2026, 12, 31))
    without_ban = a_vendor()
    Vendor.objects.filter(id=without_ban.id).update(status="banned")
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
    at = datetime(2027, 1, 1, tzinfo=UTC)
    assert [verbs.end_bans(by=system(), at=at, on=day) for day in days] == [0, 1, 0]
    vendor.refresh_from_db()
    without_ban.refresh_from_db()
    assert (vendor.status, without_ban.status, _entries("vendors.ban_ended")) == ("candidate", "banned", 1)
    with pytest.raises(NotAllowed):
        verbs.end_bans(by=world.actor("general_manager"), at=at, on=days[0])


def _rate(
    vendor: Vendor, world: World, month: date, total: int | None, grade: str, card: int, number: str = "1"
) -> None:
    grades = [PublishedGrade(vendor.id, number, world.project.id, a_line().id, month, total, grade, card)]
    publish_ratings(grades, by=system(), at=AT)


@pytest.mark.req("VEN-09")
def test_last_ratings_of_twelve_months_and_corrections(world: World, tenant: Tenant) -> None:
    vendor, other = a_vendor(), a_vendor()
    _rate(vendor, world, date(2025, 10, 1), 1000, "D", 1)  # thirteen months back
    _rate(vendor, world, date(2026, 8, 1), 9000, "A", 2)
    _rate(vendor, world, date(2026, 9, 1), 7000, "C", 3)
    _rate(vendor, world, date(2026, 9, 1), 8000, "B", 4)  # the correction of the card before
    _rate(vendor, world, date(2026, 9, 1), 8000, "B", 4)  # and once more: nothing changes
    found = rating.last_ratings([vendor.id, other.id], on=ON)
    assert found == {
        vendor.id: rating.Rating("B", date(2026, 9, 1), 8500, 2),
        other.id: rating.Rating("", None, None, 0),
    }
    assert rating.last_ratings([vendor.id], line_id=a_line("SEC").id, on=ON)[vendor.id].months == 0
    assert rating.last_ratings([vendor.id], months=24, on=ON)[vendor.id].months == 3
    assert [(one.total, one.grade) for one in rating.monthly(vendor.id, on=ON)] == [(9000, "A"), (8000, "B")]
    assert VendorRating.objects.count() == 4


def test_publish_rating_by_a_wrong_role_is_refused(world: World, tenant: Tenant) -> None:
    grade = PublishedGrade(a_vendor().id, "1", world.project.id, a_line().id, ON.replace(day=1), 1, "D", 1)
    with pytest.raises(NotAllowed):
        publish_ratings([grade], by=world.actor("tender_officer"), at=AT)
    assert VendorRating.objects.count() == 0


def test_required_papers_are_there_on_day_one(tenant: Tenant) -> None:
    rows = DocumentRequirement.objects.order_by("id").values_list(
        "kind", "for_invitation", "for_signing", "for_settlement"
    )
    assert list(rows) == [
        ("business_licence", True, True, True),
        ("legal_person_proof", True, True, False),
        ("similar_record", True, False, False),
        ("service_report", False, True, False),
        ("service_plan", False, True, False),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_standing_costs_the_same_for_any_number_of_vendors(world: World, tenant: Tenant, number: int) -> None:
    vendors = [a_vendor() for _unused in range(number)]
    _ban(vendors[0])
    with statements() as seen:
        found = standing_of([row.id for row in vendors], unit_id=world.project.id, line_id=a_line().id, on=ON)
    assert (len(found), len(seen)) == (number, 14)
    assert found[vendors[0].id].is_banned


def test_a_vendor_behind_its_wall_sees_no_ban_and_no_rating(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    _ban(vendor)
    _rate(vendor, world, date(2026, 9, 1), 9000, "A", 1)
    with acting_for(tenant, vendor_id=vendor.id):
        assert (Ban.objects.count(), VendorRating.objects.count()) == (0, 0)
