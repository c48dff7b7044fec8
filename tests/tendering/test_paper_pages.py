"""Pages and API from the need to the opening: the same verbs, refusals, readers kept out, input kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from records.models import Attachment, JournalEntry
from tenancy.models import Tenant
from tendering.models import CustodyKey, EvaluationDraft, PapersHandover, Tender, TenderPaper, UnsealApplication
from tendering.queries.papers import tender_set
from tests.factories.inspections import a_photo
from tests.factories.openings import ready_to_open
from tests.factories.tenancy import World
from tests.factories.tendering import (
    CUSTODIAN_PASSPHRASE,
    LINES,
    MANAGER_PASSPHRASE,
    PARTS,
    make_keys,
    make_tender,
    set_dates,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Clients = Callable[..., Client]


def _page(world: World, tender: Tender, rest: str = "") -> str:
    return f"/{world.tenant.slug}/tendering/{tender.id}/{rest}"


def test_organiser_writes_initiation_and_sends_it(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = make_tender(world, status="need_assessed")
    officer = client_for("tender_officer")
    member = world.member("tender_officer").id
    assert officer.post(_page(world, tender, "people/organiser/"), {"member": member}).status_code == 302
    address = _page(world, tender, "papers/initiation/")
    typed = {**PARTS["initiation"], "method": "invited", "budget": "x", "duration_months": "24"}
    refused = officer.post(address, typed)
    assert (refused.status_code, "楼道、大堂" in refused.content.decode()) == (422, True)
    assert officer.post(address, typed | {"method": "open", "budget": "1"}).status_code == 422
    assert officer.post(address, typed | {"budget": "780000"}).status_code == 302
    page = officer.get(_page(world, tender, "papers/")).content.decode()
    assert _page(world, tender, "papers/initiation/send/") in page
    assert officer.get(_page(world, tender, "papers/initiation/send/")).status_code == 200
    assert officer.post(_page(world, tender, "papers/initiation/send/")).status_code == 302
    assert TenderPaper.objects.get().status == "submitted"
    assert officer.get(_page(world, tender, "papers/nonsense/")).status_code == 404
    assert client_for("auditor").get(_page(world, tender, "papers/")).status_code == 200
    assert client_for("auditor").get(address).status_code == 403


def test_people_are_named_on_the_page(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = make_tender(world, status="approved")
    officer = client_for("tender_officer")
    address = _page(world, tender, "people/appoint/")
    assert officer.get(address).status_code == 200
    typed: dict[str, Any] = {"duty": "author", "member": world.member("tender_officer").id, "speciality": "高级专员"}
    refused = officer.post(address, typed)
    assert (refused.status_code, "高级专员" in refused.content.decode()) == (422, True)
    assert officer.post(address, typed | {"member": world.member("quality_officer").id}).status_code == 302
    assert (
        officer.post(address, typed | {"duty": "specialist", "member": world.member("finance").id}).status_code == 302
    )
    page = officer.get(_page(world, tender, "people/")).content.decode()
    assert "finance alpha" in page
    appointment = tender.appointments.get(duty="specialist")
    end = _page(world, tender, f"people/{appointment.id}/end/")
    assert (officer.get(end).status_code, officer.post(end).status_code) == (200, 302)
    assert client_for("auditor").get(address).status_code == 403
    assert client_for("finance").get(_page(world, tender)).status_code == 404


@pytest.mark.req("TND-07")
def test_a_file_stands_for_the_site_plan_and_is_read_by_those_who_see_the_tender(
    world: World, tenant: Tenant, client_for: Clients
) -> None:
    tender = make_tender(world, status="papers_drafting")
    officer = client_for("tender_officer")
    address = _page(world, tender, "papers/technical_data/file/")
    assert officer.get(address).status_code == 200
    assert officer.post(address, {"kind": "site_plan"}).status_code == 422
    broken = SimpleUploadedFile("plan.jpg", b"no picture at all")
    assert officer.post(address, {"kind": "site_plan", "file": broken}).status_code == 422
    assert officer.post(address, {"kind": "site_plan", "file": a_photo("总平面图.jpg")}).status_code == 302
    kept = Attachment.objects.get()
    link = f"/{world.tenant.slug}/records/files/{kept.id}/"
    assert link in officer.get(_page(world, tender, "papers/")).content.decode()
    assert len(tender_set(tender)[2].missing) == 1
    assert (officer.get(link).status_code, client_for("finance").get(link).status_code) == (200, 404)
    assert client_for("auditor").post(address, {"kind": "site_plan", "file": a_photo()}).status_code == 403


@pytest.mark.req("TND-10", "TND-11")
def test_the_draft_is_written_by_its_author_on_the_page(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = make_tender(world, status="papers_drafting")
    author = client_for("quality_officer")
    assert author.get(_page(world, tender, "undertaking/")).status_code == 200
    assert author.post(_page(world, tender, "undertaking/")).status_code == 302
    typed: dict[str, Any] = {"basis": "专业分册", "notes": "", "lines-TOTAL_FORMS": "5", "lines-INITIAL_FORMS": "0"}
    for number, line in enumerate(LINES):
        typed |= {
            f"lines-{number}-code": line.code,
            f"lines-{number}-section": line.section,
            f"lines-{number}-heading": line.heading,
            f"lines-{number}-standard": line.standard,
            f"lines-{number}-points": str(line.max_points / 100),
        }
    typed["lines-3-is_price"] = "on"
    address = _page(world, tender, "evaluation/write/")
    assert author.get(address).status_code == 200
    refused = author.post(address, typed | {"lines-1-code": "S-01"})
    assert (refused.status_code, "缺一项扣五分" in refused.content.decode()) == (422, True)
    assert author.post(address, typed | {"lines-1-points": "many"}).status_code == 422
    assert author.post(address, typed).status_code == 302
    assert EvaluationDraft.objects.count() == 1
    shown = author.get(_page(world, tender, "evaluation/"))
    assert ("缺一项扣五分" in shown.content.decode(), shown.headers["Cache-Control"]) == (True, "no-store")
    for role in ("tender_officer", "general_manager", "office_custodian", "auditor"):
        other = client_for(role)
        assert other.get(_page(world, tender, "evaluation/")).status_code == 403
        assert other.get(address).status_code == 403
        assert "缺一项扣五分" not in other.get(_page(world, tender, "papers/")).content.decode()


@pytest.mark.req("TND-12")
def test_keys_are_made_and_papers_sealed_on_the_page(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = make_tender(world, status="papers_approved")
    keys = f"/{world.tenant.slug}/tendering/custody/"
    manager, custodian = client_for("general_manager"), client_for("office_custodian")
    assert manager.get(keys).status_code == 200
    typed = {"holder": "general_manager", "passphrase": MANAGER_PASSPHRASE, "again": "other"}
    assert manager.post(keys, typed).status_code == 422
    assert manager.post(keys, typed | {"passphrase": "short", "again": "short"}).status_code == 422
    assert manager.post(keys, typed | {"again": MANAGER_PASSPHRASE}).status_code == 302
    typed = {"holder": "office_custodian", "passphrase": CUSTODIAN_PASSPHRASE, "again": CUSTODIAN_PASSPHRASE}
    assert custodian.post(keys, typed).status_code == 302
    key = CustodyKey.objects.get(holder="general_manager")
    assert manager.post(f"{keys}{key.id}/try/", {"passphrase": "wrong"}).status_code == 422
    assert manager.post(f"{keys}{key.id}/try/", {"passphrase": MANAGER_PASSPHRASE}).status_code == 302
    assert custodian.get(f"{keys}{key.id}/try/").status_code == 404
    assert client_for("tender_officer").get(keys).status_code == 403
    assert manager.get(_page(world, tender, "seal/")).status_code == 403
    assert custodian.get(_page(world, tender, "seal/")).status_code == 200
    done = custodian.post(_page(world, tender, "seal/"))
    assert (done.status_code, done.headers["Cache-Control"], "Recovery share" in done.content.decode()) == (
        200,
        "no-store",
        True,
    )
    tender.refresh_from_db()
    assert tender.status == "sealed"


@pytest.mark.req("TND-13")
def test_application_signature_and_opening_on_the_pages(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = make_tender(world)
    moment = timezone.now() - timedelta(minutes=1)
    set_dates(tender, deadline_at=moment, opens_at=moment)
    Tender.objects.filter(id=tender.id).update(status="bids_closed")
    officer, manager, custodian = (client_for(one) for one in ("tender_officer", "general_manager", "office_custodian"))
    assert officer.get(_page(world, tender, "opening/apply/")).status_code == 200
    assert officer.post(_page(world, tender, "opening/apply/")).status_code == 302
    row = UnsealApplication.objects.get()
    sign = _page(world, tender, "opening/sign/")
    assert custodian.get(sign).status_code == 403
    assert custodian.post(sign, {"passphrase": "x", "statement": row.statement}).status_code == 403
    assert manager.get(sign).status_code == 200
    assert manager.post(sign, {"passphrase": "wrong", "statement": row.statement}).status_code == 422
    assert manager.post(sign, {"passphrase": MANAGER_PASSPHRASE, "statement": "another text"}).status_code == 422
    assert manager.post(sign, {"passphrase": MANAGER_PASSPHRASE, "statement": row.statement}).status_code == 302
    assert JournalEntry.objects.filter(event="tendering.unseal_refused").count() == 3
    opening = _page(world, tender, "opening/open/")
    assert client_for("auditor").get(opening).status_code == 403
    assert custodian.get(opening).status_code == 200
    assert custodian.post(opening, {"custodian_passphrase": CUSTODIAN_PASSPHRASE}).status_code == 422
    assert JournalEntry.objects.filter(event="tendering.opening_refused").count() == 1
    typed = {"custodian_passphrase": CUSTODIAN_PASSPHRASE, "manager_passphrase": MANAGER_PASSPHRASE}
    assert custodian.post(opening, typed).status_code == 302
    assert PapersHandover.objects.count() == 1
    page = officer.get(_page(world, tender, "opening/")).content.decode()
    assert "General manager" in page
    printing = _page(world, tender, "opening/print/")
    assert officer.post(printing, {"copies": "0", "purpose": "x"}).status_code == 422
    assert officer.post(printing, {"copies": "5", "purpose": "评委"}).status_code == 302


@pytest.mark.req("TND-13")
def test_a_signature_is_taken_back_on_the_page(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = ready_to_open(world)
    manager = client_for("general_manager")
    address = _page(world, tender, "opening/revoke/")
    assert (manager.get(address).status_code, manager.post(address, {"reason": "改期"}).status_code) == (200, 302)
    assert UnsealApplication.objects.get().void_reason == "改期"
    assert client_for("tender_officer").get(address).status_code == 403


def test_the_same_road_through_the_interface(world: World, tenant: Tenant, client_for: Clients) -> None:
    tender = make_tender(world, status="papers_drafting")
    make_keys(world)
    base = f"/api/v1/tendering/desks/{tender.id}/"
    who = {one: client_for(one) for one in ("tender_officer", "quality_officer", "general_manager", "office_custodian")}

    def send(role: str, rest: str, body: Any = None) -> Any:
        return who[role].post(f"{base}{rest}", body or {}, content_type="application/json")

    for kind in ("invitation_letter", "tender_document", "technical_data"):
        assert send("tender_officer", "write/", {"kind": kind, "parts": PARTS[kind]}).status_code == 200
    assert send("tender_officer", "send_set/").json()["code"] == "papers_missing"
    assert send("quality_officer", "undertake/").status_code == 200
    lines = [{**vars(line)} for line in LINES]
    assert send("quality_officer", "evaluation/", {"lines": lines, "basis": "分册"}).json()["basis"] == "分册"
    assert who["tender_officer"].get(f"{base}evaluation/").status_code == 403
    assert send("tender_officer", "send_set/").status_code == 200
    shown = who["tender_officer"].get(base).json()
    assert (shown["status"], shown["missing"]) == ("papers_drafting", [])
    assert who["quality_officer"].get("/api/v1/tendering/tenders/").json()["results"][0]["number"] == tender.number


def test_the_opening_through_the_interface_keeps_refusals_on_record(
    world: World, tenant: Tenant, client_for: Clients
) -> None:
    tender = ready_to_open(world)
    base = f"/api/v1/tendering/desks/{tender.id}/"
    custodian = client_for("office_custodian")
    json = {"content_type": "application/json"}
    refused = custodian.post(f"{base}open/", {"custodian_passphrase": CUSTODIAN_PASSPHRASE}, **json)  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["code"]) == (422, "shares_missing")
    assert JournalEntry.objects.filter(event="tendering.opening_refused").count() == 1
    typed = {"custodian_passphrase": CUSTODIAN_PASSPHRASE, "manager_passphrase": MANAGER_PASSPHRASE}
    assert custodian.post(f"{base}open/", typed, **json).json()["status"] == "opened"  # type: ignore[arg-type]
    assert custodian.post(f"{base}open/", typed, **json).status_code == 409  # type: ignore[arg-type]


def test_custody_keys_and_duties_through_the_interface(world: World, tenant: Tenant, client_for: Clients) -> None:
    json: Any = {"content_type": "application/json"}
    base = "/api/v1/tendering/custody-keys/"
    manager, custodian = client_for("general_manager"), client_for("office_custodian")
    typed = {"holder": "general_manager", "passphrase": "short"}
    assert manager.post(base, typed, **json).json()["code"] == "passphrase_too_short"
    made = manager.post(base, typed | {"passphrase": MANAGER_PASSPHRASE}, **json)
    assert (made.status_code, sorted(made.json())) == (201, ["created_at", "holder", "id"])
    assert custodian.post(base, typed | {"passphrase": MANAGER_PASSPHRASE}, **json).status_code == 403
    own = f"{base}{made.json()['id']}/try/"
    assert manager.post(own, {"passphrase": "wrong"}, **json).json()["code"] == "wrong_passphrase"
    assert manager.post(own, {"passphrase": MANAGER_PASSPHRASE}, **json).status_code == 200
    assert custodian.post(own, {"passphrase": MANAGER_PASSPHRASE}, **json).status_code == 404
    tender = make_tender(world, status="approved")
    officer, desk = client_for("tender_officer"), f"/api/v1/tendering/desks/{tender.id}/"
    named = {"duty": "specialist", "member_id": world.member("finance").id}
    assert officer.post(f"{desk}appoint/", named, **json).status_code == 200
    ended = {"appointment_id": tender.appointments.get(duty="specialist").id}
    assert officer.post(f"{desk}end_duty/", ended, **json).status_code == 200
    assert officer.post(f"{desk}end_duty/", ended, **json).json()["code"] == "already_done"
    assert officer.post(f"{desk}end_duty/", {"appointment_id": 999_999}, **json).status_code == 404
