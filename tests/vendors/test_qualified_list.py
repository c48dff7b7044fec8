"""The qualified-vendor list as versions (VEN-08, VEN-09, X-21): compile, change, sign, compare; refusals, race."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections

from records.actions import approval as approvals
from records.models import Approval, JournalEntry
from tenancy.actions import people
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tests.factories.qualification import a_candidate, a_passed_review, a_review, an_approved_list
from tests.factories.tenancy import AT, World, add_vendor_person, make_world
from tests.factories.vendors import a_line, a_vendor, system
from vendors.actions import qualified_list as verbs
from vendors.actions.vendor import set_active
from vendors.models import QualifiedList, QualifiedListEntry, Vendor
from vendors.queries import eligibility
from vendors.queries import qualified_list as queries

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 15)


def _names(version: QualifiedList) -> list[str]:
    return sorted(row.legal_name for row in queries.entries_of(version))


def _decide(world: World, version: QualifiedList, role: str, *, approve: bool = True) -> Approval:
    return approvals.decide(
        approval_id=version.approval_id or 0,
        approve=approve,
        reason="" if approve else "缺百净",
        by=world.actor(role),
        at=AT,
        on=ON,
    )


def _submitted(world: World) -> QualifiedList:
    version = verbs.compile_list(by=world.actor("tender_officer"), at=AT)
    return verbs.submit_list(version_id=version.id, by=world.actor("tender_officer"), at=AT)


@pytest.mark.req("VEN-08", "VEN-09")
def test_compile_takes_whom_the_register_says_and_leaves_out_the_rest(world: World, tenant: Tenant) -> None:
    kept = a_vendor(legal_name="甲", lines=[a_line("CLN"), a_line("PST")])
    passed = a_passed_review(a_candidate(legal_name="乙"))
    a_candidate(legal_name="资料")
    a_review(a_candidate(legal_name="评审中"))
    a_vendor(legal_name="候选", status="candidate")
    gone = a_vendor(legal_name="停用")
    set_active(vendor_id=gone.id, is_active=False, by=system(), at=AT)
    for status in ("disqualified", "banned"):
        Vendor.objects.filter(id=a_vendor(legal_name=status).id).update(status=status)
    version = verbs.compile_list(by=world.actor("tender_officer"), at=AT)
    assert (version.number, version.status, _names(version)) == (1, "draft", ["乙", "甲"])
    entry = QualifiedListEntry.objects.get(version=version, vendor=kept)
    assert ([line["code"] for line in entry.lines], entry.credit_code) == (["CLN", "PST"], kept.credit_code)
    assert Vendor.objects.get(id=passed.vendor_id).status == "under_review"


@pytest.mark.req("VEN-08")
def test_representative_then_general_manager_make_it_count_and_its_vendors_qualified(
    world: World, tenant: Tenant
) -> None:
    vendor = a_passed_review().vendor
    version = _submitted(world)
    assert queries.is_on_current_list([vendor.id]) == {vendor.id: False}
    with pytest.raises(NotAllowed):
        _decide(world, version, "general_manager")
    _decide(world, version, "quality_officer")
    version.refresh_from_db()
    assert (version.status, Vendor.objects.get(id=vendor.id).status) == ("in_approval", "under_review")
    _decide(world, version, "general_manager")
    version.refresh_from_db()
    assert (version.status, version.valid_from, version.approved_at) == ("approved", ON, AT)
    assert (version.reviewed_by_name, version.approved_by_name) == (
        world.person("quality_officer").name,
        world.person("general_manager").name,
    )
    assert Vendor.objects.get(id=vendor.id).status == "qualified"
    assert queries.current() == version
    assert queries.is_on_current_list([vendor.id], a_line("CLN").id, ON) == {vendor.id: True}
    assert queries.is_on_current_list([vendor.id], a_line("SEC").id, ON) == {vendor.id: False}
    assert JournalEntry.objects.filter(event="vendors.vendor_qualified", object_id=vendor.id).count() == 1


@pytest.mark.req("VEN-08")
def test_representative_is_never_the_approver_nor_the_compiler(world: World, tenant: Tenant) -> None:
    a_vendor()
    manager = world.member("general_manager")
    people.grant_role(membership=manager, role="quality_officer", unit=None, by=None, at=AT)
    version = _submitted(world)
    _decide(world, version, "general_manager")
    with pytest.raises(NotAllowed):
        _decide(world, version, "general_manager")
    version.refresh_from_db()
    assert version.status == "in_approval"
    QualifiedList.objects.filter(id=version.id).update(status="discarded")
    own = verbs.compile_list(by=world.actor("quality_officer"), at=AT)
    own = verbs.submit_list(version_id=own.id, by=world.actor("quality_officer"), at=AT)
    with pytest.raises(NotAllowed):
        _decide(world, own, "quality_officer")


def test_refused_version_does_not_count_and_the_next_can_be_compiled(world: World, tenant: Tenant) -> None:
    first = an_approved_list_with(world, "甲")
    a_vendor(legal_name="乙")
    second = _submitted(world)
    _decide(world, second, "quality_officer", approve=False)
    second.refresh_from_db()
    assert (second.status, queries.current()) == ("refused", first)
    assert verbs.compile_list(by=world.actor("tender_officer"), at=AT).number == 3


def an_approved_list_with(world: World, *names: str) -> QualifiedList:
    for name in names:
        a_vendor(legal_name=name)
    return an_approved_list(world)


@pytest.mark.req("VEN-08")
def test_only_the_latest_approved_version_opens_the_way_to_an_invitation(world: World, tenant: Tenant) -> None:
    listed, left = a_vendor(legal_name="甲", lines=[a_line("CLN"), a_line("SEC")]), a_vendor(legal_name="乙")

    def stops(purpose: str, code: str = "CLN") -> list[list[str]]:
        found = eligibility.blockers(
            [listed.id, left.id], purpose=purpose, unit_id=None, line_id=a_line(code).id, on=ON
        )
        return [[str(one.code) for one in found[row.id] if one.code == "not_qualified"] for row in (listed, left)]

    assert stops("invitation") == [[], []]
    officer = world.actor("tender_officer")
    version = verbs.compile_list(by=officer, at=AT)
    gone = QualifiedListEntry.objects.get(version=version, vendor=left)
    verbs.remove_entry(entry_id=gone.id, reason="合同到期", by=officer, at=AT)
    verbs.submit_list(version_id=version.id, by=officer, at=AT)
    version.refresh_from_db()
    assert stops("invitation") == [[], []]
    for role in ("quality_officer", "general_manager"):
        _decide(world, version, role)
    assert stops("invitation") == [[], ["not_qualified"]]
    assert stops("invitation", "SEC") == [[], ["not_qualified"]]
    assert stops("invitation", "GRN") == [["not_qualified"], ["not_qualified"]]
    assert stops("signing") == [[], []]


@pytest.mark.req("VEN-08")
def test_versions_are_compared_who_entered_left_and_changed(world: World, tenant: Tenant) -> None:
    stays = a_vendor(legal_name="甲", lines=[a_line("CLN"), a_line("SEC")])
    leaves = a_vendor(legal_name="乙")
    first = an_approved_list(world)
    Vendor.objects.filter(id=leaves.id).update(status="banned")
    enters = a_vendor(legal_name="丙")
    second = verbs.compile_list(by=world.actor("tender_officer"), at=AT)
    entry = QualifiedListEntry.objects.get(version=second, vendor=stays)
    verbs.change_entry(entry_id=entry.id, line_ids=[a_line("CLN").id], by=world.actor("tender_officer"), at=AT)
    found = queries.comparison(first, second)
    assert [one.vendor_id for one in found.entered] == [enters.id]
    assert [one.vendor_id for one in found.left] == [leaves.id]
    assert [(one.vendor_id, one.lines_added, one.lines_gone) for one in found.changed] == [(stays.id, (), ("SEC",))]
    assert queries.before(second) == first


@pytest.mark.req("VEN-09")
def test_vendor_banned_during_approval_stops_the_last_signature(world: World, tenant: Tenant) -> None:
    vendor = a_vendor(legal_name="甲")
    version = _submitted(world)
    _decide(world, version, "quality_officer")
    Vendor.objects.filter(id=vendor.id).update(status="banned")
    with pytest.raises(RuleBroken) as refusal:
        _decide(world, version, "general_manager")
    version.refresh_from_db()
    assert (refusal.value.code, version.status, queries.current()) == ("not_listable", "in_approval", None)
    assert not JournalEntry.objects.filter(event="vendors.list_approved").exists()


def test_draft_is_changed_by_reasons_and_never_after_it_left(world: World, tenant: Tenant) -> None:
    first, second = a_vendor(legal_name="甲"), a_vendor(legal_name="乙")
    officer = world.actor("tender_officer")
    version = verbs.compile_list(by=officer, at=AT)
    entry = QualifiedListEntry.objects.get(version=version, vendor=first)
    with pytest.raises(RuleBroken):
        verbs.remove_entry(entry_id=entry.id, reason=" ", by=officer, at=AT)
    verbs.remove_entry(entry_id=entry.id, reason="合同到期", by=officer, at=AT)
    assert _names(version) == ["乙"]
    assert [one.vendor.id for one in queries.addable(version, on=ON)] == [first.id]
    with pytest.raises(AlreadyDone):
        verbs.add_entry(version_id=version.id, vendor_id=second.id, by=officer, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        verbs.add_entry(version_id=version.id, vendor_id=a_candidate().id, by=officer, at=AT)
    assert refusal.value.code == "not_listable"
    added = verbs.add_entry(version_id=version.id, vendor_id=first.id, by=officer, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        verbs.change_entry(entry_id=added.id, line_ids=[a_line("SEC").id], by=officer, at=AT)
    assert refusal.value.code == "no_line"
    verbs.submit_list(version_id=version.id, by=officer, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        verbs.remove_entry(entry_id=added.id, reason="x", by=officer, at=AT)
    assert (refusal.value.code, _names(version)) == ("list_fixed", ["乙", "甲"])


def test_empty_list_is_not_sent_and_a_discarded_one_leaves_its_number(world: World, tenant: Tenant) -> None:
    officer = world.actor("tender_officer")
    version = verbs.compile_list(by=officer, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        verbs.submit_list(version_id=version.id, by=officer, at=AT)
    assert (refusal.value.code, Approval.objects.count()) == ("list_empty", 0)
    with pytest.raises(RuleBroken) as refusal:
        verbs.compile_list(by=officer, at=AT)
    assert refusal.value.code == "list_being_compiled"
    verbs.discard_list(version_id=version.id, by=officer, at=AT)
    assert verbs.compile_list(by=officer, at=AT).number == 2


def test_withdrawn_approval_makes_a_draft_again(world: World, tenant: Tenant) -> None:
    a_vendor()
    officer = world.actor("tender_officer")
    version = _submitted(world)
    with pytest.raises(AlreadyDone):
        verbs.reopen_list(version_id=version.id, by=officer, at=AT)
    approvals.withdraw(approval_id=version.approval_id or 0, by=officer, at=AT)
    assert queries.list_actions(QualifiedList.objects.get(id=version.id), officer) == ["reopen"]
    assert verbs.reopen_list(version_id=version.id, by=officer, at=AT).status == "draft"
    assert verbs.submit_list(version_id=version.id, by=officer, at=AT).status == "in_approval"


@pytest.mark.parametrize("role", ["property_manager", "general_manager", "tenant_admin", "auditor"])
def test_list_is_compiled_by_the_department_alone(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        verbs.compile_list(by=world.actor(role), at=AT)
    assert (QualifiedList.objects.count(), JournalEntry.objects.filter(event="vendors.list_compiled").count()) == (0, 0)


@pytest.mark.req("TEN-05", "TEN-01")
def test_no_vendor_and_no_other_tenant_sees_the_list(world: World) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
        an_approved_list(world)
    add_vendor_person(world, vendor_id=vendor.id, vendor_name="自己", role="vendor_manager")
    with acting_for(world.tenant, vendor_id=vendor.id):
        assert list(queries.lists_visible_to(world.actor("vendor_manager"))) == []
        assert (QualifiedList.objects.count(), QualifiedListEntry.objects.count()) == (0, 0)
    with acting_for(world.other):
        assert (QualifiedList.objects.count(), QualifiedListEntry.objects.count()) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_compile_at_once_and_one_version_is_begun() -> None:
    world = make_world()
    actors = [world.actor("tender_officer"), world.actor("quality_officer")]
    with acting_for(world.tenant):
        a_vendor()
    results: list[str] = []
    gate = threading.Barrier(2)

    def compile_one(actor: Any) -> None:
        try:
            gate.wait()
            with acting_for(world.tenant):
                verbs.compile_list(by=actor, at=AT)
                results.append("compiled")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=compile_one, args=(one,)) for one in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_for(world.tenant):
        assert (sorted(results), QualifiedList.objects.count()) == (["compiled", "list_being_compiled"], 1)
