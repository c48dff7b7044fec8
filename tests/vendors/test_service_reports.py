"""Service reports (VEN-05) and the organisation of a vendor (VEN-12): verbs, walls, refusals."""

from typing import Any

import pytest

from records.models import JournalEntry, Notification
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tests.factories.qualification import REPORT, a_report
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_line, a_vendor, system
from vendors.actions import report as verbs
from vendors.models import ServiceReport, Vendor, VendorProfile
from vendors.queries import review as queries

pytestmark = pytest.mark.django_db


def _own(world: World, vendor: Vendor) -> Any:
    add_vendor_person(world, vendor_id=vendor.id, vendor_name="自己", role="vendor_manager")
    return world.actor("vendor_manager")


@pytest.mark.req("VEN-05")
def test_vendor_writes_a_draft_and_hands_it_in(world: World) -> None:
    with acting_for(world.tenant):
        vendor, rival = a_vendor(), a_vendor()
    own = _own(world, vendor)
    with acting_for(world.tenant, vendor_id=vendor.id):
        draft = verbs.save_report(vendor_id=vendor.id, responsible_person=" 陈强\n经理 ", by=own, at=AT)
        assert (draft.status, draft.responsible_person) == ("draft", "陈强 经理")
        assert queries.service_report_complete(vendor.id) is False
        with pytest.raises(RuleBroken) as refusal:
            verbs.hand_in(report_id=draft.id, by=own, at=AT)
        assert (refusal.value.code, refusal.value.field) == ("report_fact_missing", "service_standard")
        row = verbs.save_report(vendor_id=vendor.id, report_id=draft.id, hand_in=True, **REPORT, by=own, at=AT)
        assert (row.status, row.handed_in_at, row.handed_in_by_name) == ("handed_in", AT, own.name)
        with pytest.raises(RuleBroken) as refusal:
            verbs.save_report(vendor_id=vendor.id, report_id=draft.id, **REPORT, by=own, at=AT)
        assert refusal.value.code == "report_handed_in"
        with pytest.raises(NotAllowed):
            verbs.save_report(vendor_id=rival.id, **REPORT, by=own, at=AT)
    with acting_for(world.tenant):
        assert queries.service_report_complete(vendor.id) is True
        assert ServiceReport.objects.count() == 1


@pytest.mark.req("VEN-05")
@pytest.mark.parametrize("field", sorted(REPORT))
def test_report_that_leaves_out_one_of_the_five_is_not_handed_in(tenant: Tenant, field: str) -> None:
    vendor = a_vendor()
    blank: dict[str, Any] = {field: " \u3000"}
    with pytest.raises(RuleBroken) as refusal:
        a_report(vendor, **blank)
    assert (refusal.value.code, refusal.value.field) == ("report_fact_missing", field)
    assert (ServiceReport.objects.count(), JournalEntry.objects.filter(event__contains="report").count()) == (0, 0)


def test_draft_that_says_nothing_is_not_kept(tenant: Tenant) -> None:
    with pytest.raises(RuleBroken):
        verbs.save_report(vendor_id=a_vendor().id, by=system(), at=AT)
    assert ServiceReport.objects.count() == 0


@pytest.mark.req("VEN-05")
def test_report_counts_for_its_project_and_line_only(world: World, tenant: Tenant) -> None:
    vendor, cleaning, guarding = a_vendor(), a_line("CLN"), a_line("SEC")
    a_report(vendor, project=world.project, line=cleaning)
    asked: dict[str, Any] = {"project_id": world.project.id, "line_ids": [cleaning.id]}
    assert queries.service_report_complete(vendor.id, **asked) is True
    assert queries.service_report_complete(vendor.id, **{**asked, "project_id": world.second_project.id}) is False
    assert queries.service_report_complete(vendor.id, **{**asked, "line_ids": [cleaning.id, guarding.id]}) is False
    a_report(vendor, line=guarding)
    assert queries.service_report_complete(vendor.id, **{**asked, "line_ids": [cleaning.id, guarding.id]}) is True


def test_returned_report_no_longer_counts_and_the_vendor_is_told(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    own = _own(world, vendor)
    row = a_report(vendor)
    with pytest.raises(NotAllowed):
        verbs.return_report(report_id=row.id, reason="x", by=world.actor("finance"), at=AT)
    with pytest.raises(RuleBroken):
        verbs.return_report(report_id=row.id, reason=" ", by=world.actor("tender_officer"), at=AT)
    assert queries.service_report_complete(vendor.id) is True
    verbs.return_report(report_id=row.id, reason="进度不详", by=world.actor("tender_officer"), at=AT)
    with pytest.raises(AlreadyDone):
        verbs.return_report(report_id=row.id, reason="进度不详", by=world.actor("tender_officer"), at=AT)
    assert queries.service_report_complete(vendor.id) is False
    assert Notification.objects.get(membership_id=own.membership_id).params == {"reason": "进度不详"}
    assert queries.report_actions(ServiceReport.objects.get(id=row.id), own) == ["change", "hand_in"]


@pytest.mark.req("TEN-05")
def test_rival_neither_reads_nor_changes_a_report(world: World) -> None:
    with acting_for(world.tenant):
        vendor, rival = a_vendor(), a_vendor()
        row = a_report(vendor, hand_in=False)
    own = _own(world, rival)
    with acting_for(world.tenant, vendor_id=rival.id):
        assert list(queries.reports_visible_to(own)) == []
        assert ServiceReport.objects.filter(id=row.id).update(service_standard="改") == 0


@pytest.mark.req("VEN-12")
def test_organisation_is_told_by_the_vendor_or_by_staff(world: World) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    own = _own(world, vendor)
    with acting_for(world.tenant, vendor_id=vendor.id):
        verbs.change_profile(vendor_id=vendor.id, has_training=True, has_emergency_plan=False, by=own, at=AT)
        verbs.change_profile(vendor_id=vendor.id, has_training=True, has_emergency_plan=False, by=own, at=AT)
    with acting_for(world.tenant):
        row = VendorProfile.objects.get()
        assert (row.has_training, row.has_emergency_plan, row.has_maintenance) == (True, False, None)
        entry = JournalEntry.objects.get(event="vendors.profile_changed")
        assert entry.changes == {"has_training": [None, True], "has_emergency_plan": [None, False]}
        with pytest.raises(NotAllowed):
            verbs.change_profile(vendor_id=vendor.id, has_training=None, by=world.actor("finance"), at=AT)
        verbs.change_profile(vendor_id=vendor.id, remarks="现场核实", by=world.actor("tender_officer"), at=AT)
        row.refresh_from_db()
        assert (row.has_training, row.remarks) == (None, "现场核实")
