"""The qualification file: handing in, checking, renewing, what expires, reminders, pages, API, walls, race."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone

from records.models import Attachment, JournalEntry, Notification
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import Membership, Tenant
from tenancy.queries import actor_of
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT, World, add_vendor_person, make_world
from tests.factories.vendors import a_line, a_paper, a_scan, a_vendor, reads_of, statements, system, with_papers
from vendors.actions import document as verbs
from vendors.actions import requirement as requirement_verbs
from vendors.actions.ban import impose_ban
from vendors.duties import duties
from vendors.models import DocumentRequirement, QualificationDocument, Vendor
from vendors.queries import documents, eligibility
from vendors.rules.documents import PaperFacts

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 15)
LICENCE = PaperFacts("business_licence", number="91330106MA", issuer="市场监管局", valid_until=date(2030, 1, 1))


def _manager(world: World, vendor: Vendor, role: str = "vendor_manager") -> Membership:
    return add_vendor_person(world, vendor_id=vendor.id, vendor_name=vendor.legal_name, role=role)


def _acting(world: World, member: Membership) -> Actor:
    with acting_for(world.tenant, vendor_id=member.vendor_id):
        return actor_of(member)


def _proposed(world: World, vendor: Vendor, **more: Any) -> QualificationDocument:
    member = Membership.objects.filter(vendor_id=vendor.id).first() or _manager(world, vendor)
    by = _acting(world, member)
    with acting_for(world.tenant, vendor_id=vendor.id):
        values: dict[str, Any] = {"vendor_id": vendor.id, "facts": LICENCE, "scan": a_scan(), "by": by, "at": AT}
        return verbs.hand_in(**(values | more))


def _entries(event: str) -> int:
    return JournalEntry.objects.filter(event=event).count()


@pytest.mark.req("VEN-03")
def test_vendor_hands_in_and_staff_accept(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    row = _proposed(world, vendor)
    assert (row.status, row.version, row.is_by_vendor) == ("proposed", 1, True)
    assert documents.best_papers([vendor.id]) == {vendor.id: {}}
    verbs.accept_document(document_id=row.id, by=world.actor("tender_officer"), at=AT)
    row.refresh_from_db()
    vendor.refresh_from_db()
    assert (row.status, row.accepted_by_id) == ("accepted", world.person("tender_officer").id)
    assert documents.best_papers([vendor.id]) == {vendor.id: {"business_licence": date(2030, 1, 1)}}
    assert vendor.licence_valid_until == date(2030, 1, 1)
    assert Attachment.objects.get(object_id=row.id, kind="scan").vendor_id == vendor.id
    with pytest.raises(AlreadyDone):
        verbs.accept_document(document_id=row.id, by=world.actor("tender_officer"), at=AT)
    assert (_entries("vendors.document_proposed"), _entries("vendors.document_accepted")) == (1, 1)
    assert Notification.objects.filter(vendor_id=vendor.id).count() == 1


@pytest.mark.req("VEN-03")
def test_renewal_replaces_the_version_before_which_stays_readable(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    first = a_paper(vendor, valid_until=date(2026, 12, 31))
    second = _proposed(world, vendor, supersedes_id=first.id)
    first.refresh_from_db()
    assert (first.status, second.version) == ("accepted", 2)
    verbs.accept_document(document_id=second.id, by=system(), at=AT)
    first.refresh_from_db()
    assert first.status == "superseded"
    assert documents.best_papers([vendor.id])[vendor.id] == {"business_licence": date(2030, 1, 1)}
    assert [one.id for one in documents.versions_of(first)] == [second.id, first.id]
    third = a_paper(vendor, supersedes=second)
    assert (third.version, third.status) == (3, "accepted")
    assert [one.id for one in documents.versions_of(third)] == [third.id, second.id, first.id]
    with pytest.raises(RuleBroken) as refusal:
        a_paper(vendor, supersedes=second)
    assert refusal.value.code == "paper_not_current"


def test_only_one_renewal_waits_at_a_time(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    first = a_paper(vendor, valid_until=date(2026, 12, 31))
    _proposed(world, vendor, supersedes_id=first.id)
    with pytest.raises(RuleBroken) as refusal:
        _proposed(world, vendor, supersedes_id=first.id)
    assert (refusal.value.code, QualificationDocument.objects.count()) == ("paper_not_current", 2)


def test_renewal_of_another_vendors_paper_is_refused(world: World, tenant: Tenant) -> None:
    rivals = a_paper(a_vendor())
    with pytest.raises(RuleBroken) as refusal:
        _proposed(world, a_vendor(), supersedes_id=rivals.id)
    assert refusal.value.code == "paper_not_current"


def test_refusal_needs_a_reason_and_tells_the_vendor(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    row = _proposed(world, vendor)
    officer = world.actor("quality_officer")
    with pytest.raises(RuleBroken) as refusal:
        verbs.refuse_document(document_id=row.id, reason=" ", by=officer, at=AT)
    row.refresh_from_db()
    assert (refusal.value.code, row.status, _entries("vendors.document_refused")) == (
        "refusal_reason_missing",
        "proposed",
        0,
    )
    verbs.refuse_document(document_id=row.id, reason="扫描件不清", by=officer, at=AT)
    row.refresh_from_db()
    assert (row.status, row.refusal_reason) == ("refused", "扫描件不清")
    assert Notification.objects.get(vendor_id=vendor.id).params["reason"] == "扫描件不清"
    with pytest.raises(IllegalTransition):
        verbs.accept_document(document_id=row.id, by=officer, at=AT)


def test_vendor_withdraws_what_waits(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    row = _proposed(world, vendor)
    with pytest.raises(NotAllowed):
        verbs.withdraw_document(document_id=row.id, by=world.actor("quality_officer"), at=AT)
    by = _acting(world, Membership.objects.get(vendor_id=vendor.id))
    with acting_for(tenant, vendor_id=vendor.id):
        assert verbs.withdraw_document(document_id=row.id, by=by, at=AT).status == "withdrawn"
        with pytest.raises(AlreadyDone):
            verbs.withdraw_document(document_id=row.id, by=by, at=AT)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scan": None}, "scan_missing"),
        ({"facts": PaperFacts("business_licence")}, "paper_term_missing"),
        ({"scan": SimpleUploadedFile("a.exe", b"MZ\x00")}, "file_type"),
    ],
)
def test_vendor_hands_in_badly_and_nothing_is_kept(
    world: World, tenant: Tenant, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        _proposed(world, a_vendor(), **more)
    assert (refusal.value.code, QualificationDocument.objects.count(), Attachment.objects.count()) == (code, 0, 0)
    assert _entries("vendors.document_proposed") == 0


@pytest.mark.parametrize("role", ["property_manager", "general_manager", "auditor", "finance"])
def test_papers_by_a_wrong_role_are_refused(world: World, tenant: Tenant, role: str) -> None:
    vendor = a_vendor()
    row = _proposed(world, vendor)
    by = world.actor(role)
    for verb in (
        lambda: a_paper(vendor, by=by),
        lambda: verbs.accept_document(document_id=row.id, by=by, at=AT),
        lambda: verbs.refuse_document(document_id=row.id, reason="x", by=by, at=AT),
        lambda: verbs.add_scan(document_id=row.id, scan=a_scan(), by=by, at=AT),
    ):
        with pytest.raises(NotAllowed):
            verb()
    row.refresh_from_db()
    assert (row.status, QualificationDocument.objects.count()) == ("proposed", 1)


def test_site_supervisor_and_rival_cannot_hand_in(world: World, tenant: Tenant) -> None:
    vendor, rival = a_vendor(), a_vendor()
    supervisor = _acting(world, _manager(world, vendor, "vendor_supervisor"))
    for by in (supervisor, _acting(world, _manager(world, rival))):
        with acting_for(tenant, vendor_id=by.vendor_id), pytest.raises(NotAllowed):
            verbs.hand_in(vendor_id=vendor.id, facts=LICENCE, scan=a_scan(), by=by, at=AT)
    with acting_for(tenant, vendor_id=rival.id):
        assert QualificationDocument.objects.count() == 0


def test_scan_is_added_once(world: World, tenant: Tenant) -> None:
    row = a_paper(a_vendor())
    verbs.add_scan(document_id=row.id, scan=a_scan(), by=system(), at=AT)
    with pytest.raises(RuleBroken) as refusal:
        verbs.add_scan(document_id=row.id, scan=a_scan(), by=system(), at=AT)
    assert (refusal.value.code, Attachment.objects.count()) == ("scan_there", 1)


@pytest.mark.req("VEN-14")
def test_expired_and_missing_papers_stop_an_invitation(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    a_paper(vendor, "business_licence", valid_until=ON - timedelta(days=1))
    a_paper(vendor, "legal_person_proof")
    found = eligibility.blockers([vendor.id], purpose="invitation", unit_id=None, line_id=a_line().id, on=ON)
    assert [(one.code, one.document_kind) for one in found[vendor.id]] == [
        ("document_expired", "business_licence"),
        ("document_missing", "similar_record"),
    ]
    whole = with_papers(a_vendor())
    assert eligibility.blockers([whole.id], purpose="invitation", unit_id=None, line_id=None, on=ON) == {whole.id: []}


@pytest.mark.req("VEN-03")
def test_old_papers_never_stop_anything_and_cannot_be_required(world: World, tenant: Tenant) -> None:
    vendor = with_papers(a_vendor())
    a_paper(vendor, "tax_registration", valid_until=ON - timedelta(days=900))
    a_paper(vendor, "organisation_code", valid_until=ON - timedelta(days=900))
    assert eligibility.blockers([vendor.id], purpose="invitation", unit_id=None, line_id=None, on=ON)[vendor.id] == []
    with pytest.raises(RuleBroken) as refusal:
        requirement_verbs.require_paper(kind="tax_registration", by=system(), at=AT)
    assert refusal.value.code == "legacy_paper"


@pytest.mark.req("VEN-03")
def test_a_line_may_require_a_paper_of_its_own(world: World, tenant: Tenant) -> None:
    admin, lift = world.actor("tenant_admin"), a_line("ELV")
    row = requirement_verbs.require_paper(kind="staff_certificates", line_id=lift.id, by=admin, at=AT)
    vendor = with_papers(a_vendor(lines=[a_line(), lift]))

    def stops(code: str) -> list[str]:
        found = eligibility.blockers([vendor.id], purpose="invitation", unit_id=None, line_id=a_line(code).id, on=ON)
        return [one.document_kind for one in found[vendor.id]]

    assert (stops("ELV"), stops("CLN")) == (["staff_certificates"], [])
    uses = {"for_invitation": False, "for_signing": True, "for_settlement": False}
    requirement_verbs.change_requirement(requirement_id=row.id, **uses, by=admin, at=AT)
    assert stops("ELV") == []
    with pytest.raises(RuleBroken) as twice:
        requirement_verbs.require_paper(kind="staff_certificates", line_id=lift.id, by=admin, at=AT)
    with pytest.raises(RuleBroken) as useless:
        requirement_verbs.change_requirement(
            requirement_id=row.id, for_invitation=False, for_signing=False, for_settlement=False, by=admin, at=AT
        )
    assert (twice.value.code, useless.value.code) == ("requirement_taken", "requirement_useless")
    requirement_verbs.drop_requirement(requirement_id=row.id, by=admin, at=AT)
    with pytest.raises(AlreadyDone):
        requirement_verbs.drop_requirement(requirement_id=row.id, by=admin, at=AT)
    with pytest.raises(NotAllowed):
        requirement_verbs.require_paper(kind="emergency_plan", by=world.actor("tender_officer"), at=AT)
    assert not DocumentRequirement.objects.filter(kind="staff_certificates").exists()


@pytest.mark.req("NTF-05")
def test_reminders_come_once_per_step_to_keepers_and_the_vendor(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    member = _manager(world, vendor)
    a_paper(vendor, valid_until=ON + timedelta(days=60))
    a_paper(vendor, "qms_certificate", valid_until=ON + timedelta(days=61))

    def told(on: date) -> int:
        verbs.remind(by=system(), at=AT, on=on)
        return Notification.objects.filter(membership=member).count()

    days = [ON, ON, ON + timedelta(days=29), ON + timedelta(days=30), ON + timedelta(days=53), ON + timedelta(days=61)]
    # The certificate ends a day later: it joins on each following day that is asked for.
    assert [told(day) for day in days] == [1, 1, 2, 3, 5, 7]
    keepers = Notification.objects.filter(vendor_id__isnull=True).values_list("membership", flat=True).distinct()
    assert set(keepers) == {world.member(role).id for role in ("tenant_admin", "quality_officer", "tender_officer")}
    with pytest.raises(NotAllowed):
        verbs.remind(by=world.actor("quality_officer"), at=AT, on=ON)


@pytest.mark.req("NTF-05")
def test_duties_of_keepers_and_of_the_vendor(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    by = _acting(world, _manager(world, vendor))
    a_paper(vendor, "qms_certificate", valid_until=ON - timedelta(days=1))
    a_paper(vendor, "emergency_plan", valid_until=ON + timedelta(days=60))
    a_paper(vendor, "client_references", valid_until=ON + timedelta(days=61))
    a_paper(a_vendor(), "qms_certificate", valid_until=ON + timedelta(days=5))
    _proposed(world, vendor)
    kinds = [(one.kind, one.is_overdue) for one in duties(world.actor("tender_officer"), ON)]
    assert kinds == [
        ("vendors.paper_to_check", False),
        ("vendors.paper_ending", True),
        ("vendors.paper_ending", False),
        ("vendors.paper_ending", False),
    ]
    assert duties(world.actor("auditor"), ON) == []
    with acting_for(tenant, vendor_id=vendor.id):
        assert [(one.kind, one.is_overdue) for one in duties(by, ON)] == [
            ("vendors.paper_ending", True),
            ("vendors.paper_ending", False),
        ]


def test_pages_of_the_file_for_staff(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tender_officer")
    base = f"/{world.tenant.slug}/vendors"
    with acting_for(world.tenant):
        vendor = a_vendor()
        waiting = _proposed(world, vendor)
    page = client.get(f"{base}/{vendor.id}/papers/")
    assert page.status_code == 200
    assert "Legal-person proof" in page.content.decode()
    typed = {"kind": "qms_certificate", "number": "Q-1", "valid_until": "2020-01-01"}
    refused = client.post(f"{base}/{vendor.id}/papers/new/", {"kind": "qms_certificate", "number": "Q-1"})
    assert refused.status_code == 422
    assert "Q-1" in refused.content.decode()
    made = client.post(f"{base}/{vendor.id}/papers/new/", typed)
    assert (made.status_code, made.headers["Location"]) == (302, f"{base}/{vendor.id}/papers/")
    assert "Expired" in client.get(f"{base}/papers/", {"ends": "expired"}).content.decode()
    assert client.get(f"{base}/papers/{waiting.id}/").status_code == 200
    assert client.get(f"{base}/papers/{waiting.id}/accept/").status_code == 200
    assert client.post(f"{base}/papers/{waiting.id}/refuse/", {"reason": ""}).status_code == 422
    assert client.post(f"{base}/papers/{waiting.id}/accept/").status_code == 302
    assert client.post(f"{base}/papers/{waiting.id}/scan/", {"scan": a_scan()}).status_code == 422
    renewed = client.post(
        f"{base}/papers/{waiting.id}/renew/", {"number": "N-2", "is_permanent": "on", "scan": a_scan()}
    )
    assert renewed.status_code == 302
    with acting_for(world.tenant):
        row = QualificationDocument.objects.get(number="N-2")
        assert (row.version, row.status, row.kind) == (2, "accepted", "business_licence")


def test_pages_of_required_papers(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    base = f"/{world.tenant.slug}/vendors/requirements"
    assert client.get(f"{base}/").status_code == 200
    typed = {"kind": "emergency_plan", "line_id": "", "for_signing": "on"}
    assert client.post(f"{base}/new/", typed).status_code == 302
    assert client.post(f"{base}/new/", typed).status_code == 422
    with acting_for(world.tenant):
        row = DocumentRequirement.objects.get(kind="emergency_plan")
    assert (row.for_invitation, row.for_signing) == (False, True)
    assert client.post(f"{base}/{row.id}/change/", {"for_invitation": "on"}).status_code == 302
    assert client.get(f"{base}/{row.id}/remove/").status_code == 200
    assert client.post(f"{base}/{row.id}/remove/").status_code == 302
    assert client_for("auditor").get(f"{base}/new/").status_code == 403


@pytest.mark.req("TEN-05")
def test_vendor_hands_in_on_its_own_page_and_sees_no_other(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor, rival = a_vendor(), a_vendor()
        theirs = a_paper(rival, scan=a_scan())
        scan = Attachment.objects.get(object_id=theirs.id)
    client = client_for(person=_manager(world, vendor).person)
    base = f"/{world.tenant.slug}/vendors"
    typed = {"kind": "business_licence", "number": "L-1", "is_permanent": "on"}
    assert client.post(f"{base}/{vendor.id}/papers/new/", typed).status_code == 422
    assert client.post(f"{base}/{vendor.id}/papers/new/", typed | {"scan": a_scan()}).status_code == 302
    with acting_for(world.tenant):
        row = QualificationDocument.objects.get(number="L-1")
    assert (row.status, row.vendor_id) == ("proposed", vendor.id)
    assert "L-1" in client.get(f"{base}/{vendor.id}/papers/").content.decode()
    assert client.get(f"{base}/papers/{row.id}/").status_code == 200
    assert client.post(f"{base}/papers/{row.id}/accept/").status_code == 403
    for path in (f"{base}/{rival.id}/papers/", f"{base}/papers/{theirs.id}/", f"{base}/papers/{theirs.id}/renew/"):
        assert client.get(path).status_code == 404
    assert client.get(f"/{world.tenant.slug}/records/files/{scan.id}/").status_code == 404
    assert client.get(f"{base}/papers/").status_code == 403
    assert client.post(f"{base}/papers/{row.id}/withdraw/").status_code == 302


def test_list_of_papers_costs_the_same_for_one_and_three_rows(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("quality_officer")
    found = []
    for more in (1, 2):
        with acting_for(world.tenant):
            for _unused in range(more):
                a_paper(a_vendor(), valid_until=timezone.now().date() + timedelta(days=100))
        url = f"/{world.tenant.slug}/vendors/papers/"
        client.get(url)
        with statements() as seen:
            assert client.get(url).status_code == 200
        found.append(len(reads_of("vendors", seen)))
    # Besides the rows and their count: what waits for the to-do count.
    assert found == [10, 10]


def test_file_of_a_vendor_costs_the_same_for_any_number_of_papers(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    found = []
    for more in (1, 3):
        for _unused in range(more):
            a_paper(vendor, "client_references", scan=a_scan())
        with statements() as seen:
            documents.file_of(vendor.id, on=ON)
        found.append(len(seen))
    assert found == [4, 4]


def test_api_speaks_the_same_language(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    member = _manager(world, vendor)
    own = client_for(person=member.person)
    base = "/api/v1/vendors/papers/"
    typed = {"vendor": vendor.id, "kind": "business_licence", "number": "A-1", "is_permanent": "true"}
    assert own.post(base, typed).json()["code"] == "scan_missing"
    made = own.post(base, typed | {"scan": a_scan()})
    assert (made.status_code, made.json()["status"], made.json()["allowed_actions"]) == (201, "proposed", ["withdraw"])
    url = f"{base}{made.json()['id']}/"
    assert own.post(f"{url}accept/").status_code == 403
    staff = client_for("quality_officer")
    assert staff.get(url).json()["allowed_actions"] == ["accept", "refuse"]
    refused = staff.post(f"{url}refuse/", {"reason": ""}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "refusal_reason_missing")
    assert staff.post(f"{url}accept/").json()["status"] == "accepted"
    assert staff.post(f"{url}accept/").json()["code"] == "already_done"
    assert staff.post(f"{url}scan/", {"scan": a_scan()}).json()["code"] == "scan_there"
    rules = "/api/v1/vendors/requirements/"
    admin = client_for("tenant_admin")
    uses = {"for_invitation": True, "for_signing": False, "for_settlement": False}
    added = admin.post(rules, {"kind": "emergency_plan"} | uses, content_type="application/json")
    assert added.status_code == 201
    changed = admin.post(
        f"{rules}{added.json()['id']}/change/", uses | {"for_signing": True}, content_type="application/json"
    )
    assert changed.json()["for_signing"] is True
    assert admin.post(f"{rules}{added.json()['id']}/remove/").status_code == 204
    assert len(own.get(rules).json()["results"]) == 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once_and_one_is_told() -> None:
    world = make_world()
    with acting_for(world.tenant):
        row = _proposed(world, a_vendor())
    start, results = threading.Barrier(2), []

    def accept() -> None:
        try:
            with acting_for(world.tenant):
                start.wait(timeout=10)
                verbs.accept_document(document_id=row.id, by=system(), at=AT)
                results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _unused in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["already_done", "done"]
    with acting_for(world.tenant):
        assert _entries("vendors.document_accepted") == 1


def test_register_is_filtered_by_papers_and_bans(world: World, client_for: Callable[..., Client]) -> None:
    today = timezone.now().date()
    with acting_for(world.tenant):
        names = {"过期保洁": -1, "七天保洁": 7, "六十天保洁": 60, "长期保洁": None}
        for name, days in names.items():
            until: dict[str, Any] = {} if days is None else {"valid_until": today + timedelta(days=days)}
            a_paper(a_vendor(legal_name=f"{name}有限公司"), **until)
        banned = Vendor.objects.get(legal_name="长期保洁有限公司")
        impose_ban(vendor_id=banned.id, ground="four_acts", reason="转包", starts_on=ON, by=system(), at=AT)
    client = client_for("auditor")

    def shown(**query: str) -> list[str]:
        page = client.get(f"/{world.tenant.slug}/vendors/", query).content.decode()
        return [name for name in names if f"{name}有限公司" in page]

    assert shown(papers="expired") == ["过期保洁"]
    assert shown(papers="7") == ["七天保洁"]
    assert shown(papers="60") == ["七天保洁", "六十天保洁"]
    assert shown(banned="yes") == ["长期保洁"]
    assert shown(banned="no") == ["过期保洁", "七天保洁", "六十天保洁"]
    assert shown(papers="nonsense") == list(names)
