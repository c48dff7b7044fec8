"""The vendor log (VEN-11, VEN-15, VEN-16) and outsourcing files (VEN-10): verbs, pages, exports, walls."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from records.models import Attachment, JournalEntry, Notification
from tenancy.actions import people
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tests.factories.contracts import a_contract, a_draft
from tests.factories.qualification import a_pdf, a_report
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor, system
from vendors.actions import log as verbs
from vendors.models import ProjectPaper, VendorLogEntry
from vendors.queries.log import entries_visible_to

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 15)
TEXTS: dict[str, dict[str, str]] = {
    "change": {"source": "工商公示", "content": "法定代表人变更"},
    "market": {"source": "业主微信群"},
    "training": {"attendees": "全体保洁员", "result": "考核合格"},
    "communication": {"needs": "增加仓库"},
}


def _added(vendor_id: int, kind: str, **facts: Any) -> VendorLogEntry:
    values: dict[str, Any] = {"happened_on": ON, "topic": "主题", "by": system(), "at": AT, **TEXTS[kind]} | facts
    return verbs.add_entry(vendor_id=vendor_id, kind=kind, **values)


@pytest.mark.req("VEN-11", "VEN-15", "VEN-16")
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_entry_of_each_kind_keeps_its_texts_and_only_some_are_reported(world: World, tenant: Tenant, kind: str) -> None:
    vendor = a_vendor()
    entry = _added(vendor.id, kind, by=world.actor("property_manager"), difficulties="招工难")
    assert {name: getattr(entry, name) for name in TEXTS[kind]} == TEXTS[kind]
    assert entry.difficulties == ("招工难" if kind == "communication" else "")
    told = list(Notification.objects.filter(event="vendors.log_entry_added").values_list("membership_id", flat=True))
    is_reported = kind in {"change", "market"}
    assert told == ([world.member("general_manager").id] if is_reported else [])
    assert (entry.reported_at == AT) is is_reported


@pytest.mark.req("VEN-11", "VEN-15", "VEN-16")
@pytest.mark.parametrize(
    ("kind", "facts", "code", "field"),
    [
        ("change", {"source": " "}, "log_fact_missing", "source"),
        ("market", {"source": ""}, "log_fact_missing", "source"),
        ("training", {"attendees": ""}, "log_fact_missing", "attendees"),
        ("training", {"result": ""}, "log_fact_missing", "result"),
        ("communication", {"needs": ""}, "log_fact_missing", "difficulties"),
        ("change", {"topic": " "}, "log_fact_missing", "topic"),
        ("change", {"happened_on": ON + timedelta(days=1)}, "in_the_future", "happened_on"),
    ],
)
def test_entry_without_what_its_kind_needs_is_refused(
    tenant: Tenant, kind: str, facts: dict[str, Any], code: str, field: str
) -> None:
    vendor = a_vendor()
    with pytest.raises(RuleBroken) as refusal:
        _added(vendor.id, kind, **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not JournalEntry.objects.filter(event="vendors.log_entry_added").exists()
    assert VendorLogEntry.objects.count() == 0


def test_entry_is_struck_out_with_a_reason_and_stays(tenant: Tenant) -> None:
    entry = _added(a_vendor().id, "change")
    with pytest.raises(RuleBroken):
        verbs.strike_entry(entry_id=entry.id, reason=" ", by=system(), at=AT)
    assert verbs.strike_entry(entry_id=entry.id, reason="写错单位", by=system(), at=AT).struck_at == AT
    with pytest.raises(AlreadyDone):
        verbs.strike_entry(entry_id=entry.id, reason="写错单位", by=system(), at=AT)
    assert list(VendorLogEntry.objects.values_list("id", flat=True)) == [entry.id]


@pytest.mark.parametrize("role", ["finance", "auditor", "customer_service"])
def test_log_is_written_by_those_who_keep_or_review_vendors(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        _added(a_vendor().id, "change", by=world.actor(role))
    assert VendorLogEntry.objects.count() == 0


@pytest.mark.req("TEN-05")
def test_no_vendor_sees_the_log(world: World) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
        _added(vendor.id, "market")
    add_vendor_person(world, vendor_id=vendor.id, vendor_name="自己", role="vendor_manager")
    with acting_for(world.tenant, vendor_id=vendor.id):
        assert (VendorLogEntry.objects.count(), entries_visible_to(world.actor("vendor_manager")).count()) == (0, 0)


def test_pages_of_the_log(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    staff, base = client_for("tender_officer"), f"/{world.tenant.slug}/vendors/log/"
    assert staff.get(f"{base}new/training/?vendor={vendor.id}").status_code == 200
    assert staff.get(f"{base}new/nonsense/").status_code == 404
    typed = {"vendor": vendor.id, "happened_on": "2026-01-02", "topic": "安全培训", "attendees": "12人"}
    refused = staff.post(f"{base}new/training/", typed)
    assert (refused.status_code, "12人" in refused.content.decode()) == (422, True)
    made = staff.post(f"{base}new/training/", typed | {"result": "合格"})
    assert made.status_code == 302
    assert "合格" in staff.get(made["Location"]).content.decode()
    for query in ("", "?kind=training", f"?vendor={vendor.id}&since=2026-01-01", "?q=诚修", "?vendor=x&since=y"):
        assert staff.get(base + query).status_code == 200
    assert staff.post(made["Location"] + "strike/", {"reason": "重复"}).status_code == 302
    body = {"vendor": vendor.id, "kind": "communication", "happened_on": "2026-01-03", "topic": "座谈"}
    api = "/api/v1/vendors/log-entries/"
    refused = staff.post(api, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "log_fact_missing")
    done = staff.post(api, body | {"needs": "仓库"}, content_type="application/json")
    assert (done.status_code, done.json()["allowed_actions"]) == (201, ["strike"])


@pytest.mark.req("VEN-10")
def test_project_file_collects_what_every_room_keeps(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor(legal_name="百净保洁服务有限公司")
        contract = a_contract(project=world.project, vendor=vendor)
        a_draft(project=world.second_project, title="别处的合同")
        a_report(vendor, project=world.second_project, responsible_person="别处")
        verbs.file_paper(
            project=world.project, title="交接清单", dated_on=ON, upload=a_pdf(), vendor=vendor, by=system(), at=AT
        )
    url = f"/{world.tenant.slug}/vendors/files/{world.project.id}/"
    client = client_for("property_manager")
    page = client.get(url).content.decode()
    assert contract.number in page
    assert "交接清单" in page
    assert "别处" not in page
    book = openpyxl.load_workbook(io.BytesIO(client.post(f"{url}index/").content))
    rows = [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert [row[1] for row in rows[1:]] == [
        str(contract),
        "Service report: all projects, all service lines",
        "交接清单",
    ]
    with acting_for(world.tenant):
        assert JournalEntry.objects.filter(event="vendors.file_index_exported").count() == 1
    listed = client.get(f"/{world.tenant.slug}/vendors/files/?q=云栖").content.decode()
    assert world.project.name in listed
    assert world.second_project.name not in listed


@pytest.mark.req("VEN-10")
def test_paper_is_filed_once_and_for_good(world: World, client_for: Callable[..., Client]) -> None:
    url = f"/{world.tenant.slug}/vendors/files/{world.project.id}/papers/new/"
    client = client_for("property_manager")
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "清单", "dated_on": "2026-01-05"}).status_code == 422
    assert client.post(url, {"title": "清单", "dated_on": "2099-01-05", "upload": a_pdf()}).status_code == 422
    assert client.post(url, {"title": "清单", "dated_on": "2026-01-05", "upload": a_pdf()}).status_code == 302
    with acting_for(world.tenant):
        paper = ProjectPaper.objects.get()
        kept = Attachment.objects.get(object_type="vendors.projectpaper", object_id=paper.id)
    assert client.get(f"/{world.tenant.slug}/vendors/files/papers/{paper.id}/").status_code == 200
    assert client.get(f"/{world.tenant.slug}/records/files/{kept.id}/").status_code == 200
    assert client_for("auditor").post(url, {}).status_code == 403


@pytest.mark.req("TEN-03")
def test_file_of_another_site_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        there = people.add_member(email="there@alpha.example", name="there", by=None, at=AT)
        people.grant_role(membership=there, role="property_manager", unit=world.second_project, by=None, at=AT)
    client = client_for(person=there.person)
    base = f"/{world.tenant.slug}/vendors/files/"
    assert client.get(f"{base}{world.second_project.id}/").status_code == 200
    for path in ("", "papers/new/"):
        assert client.get(f"{base}{world.project.id}/{path}").status_code == 404
    assert client.post(f"{base}{world.project.id}/index/").status_code == 404
