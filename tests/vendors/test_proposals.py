"""Changes a vendor proposes of its own facts: only what differs, decided fact by fact, journalled; walls, refusals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_line, a_vendor, system
from vendors import queries
from vendors.actions import proposal as verbs
from vendors.actions.proposal import Verdict
from vendors.models import ChangeProposal, ProposedFact, Vendor
from vendors.queries.proposal import shown_facts

pytestmark = pytest.mark.django_db


def _own(world: World, vendor: Vendor, role: str = "vendor_manager") -> Actor:
    add_vendor_person(world, vendor_id=vendor.id, vendor_name="自己", role=role)
    return world.actor(role)


def _facts(vendor: Vendor, **changes: Any) -> dict[str, Any]:
    names = ("legal_name", "address", "legal_representative", "contact_name", "contact_phone")
    return {"lines": [a_line()], **{name: getattr(vendor, name) for name in names}, **changes}


def _proposed(world: World, **changes: Any) -> tuple[Vendor, ChangeProposal]:
    with acting_for(world.tenant):
        vendor, lines = a_vendor(), [a_line(code) for code in ("CLN", "PST")]
    own = _own(world, vendor)
    values = _facts_in(world, vendor, {"address": "杭州市拱墅区1号", "contact_name": "周敏", "lines": lines} | changes)
    with acting_for(world.tenant, vendor_id=vendor.id):
        return vendor, verbs.propose(vendor_id=vendor.id, **values, by=own, at=AT)


def _facts_in(world: World, vendor: Vendor, changes: dict[str, Any]) -> dict[str, Any]:
    with acting_for(world.tenant):
        return _facts(vendor, **changes)


def test_vendor_proposes_only_what_differs(world: World) -> None:
    vendor, proposal = _proposed(world)
    with acting_for(world.tenant):
        found = {row.field: (row.old, row.new) for row in ProposedFact.objects.filter(proposal=proposal)}
        assert found == {
            "address": (vendor.address, "杭州市拱墅区1号"),
            "contact_name": (vendor.contact_name, "周敏"),
            "lines": ([a_line("CLN").id], sorted([a_line("CLN").id, a_line("PST").id])),
        }
        assert [one.field for one in shown_facts(proposal)] == ["address", "contact_name", "lines"]
        assert Vendor.objects.get(id=vendor.id).address == vendor.address
        assert JournalEntry.objects.filter(event="vendors.change_proposed", object_id=vendor.id).count() == 1


def test_proposal_is_decided_fact_by_fact(world: World) -> None:
    vendor, proposal = _proposed(world)
    with acting_for(world.tenant):
        verdicts = {"address": Verdict(accept=True), "lines": Verdict(accept=True)}
        officer = world.actor("tender_officer")
        with pytest.raises(RuleBroken) as refusal:
            verbs.decide(proposal_id=proposal.id, verdicts=verdicts, by=officer, at=AT)
        assert (refusal.value.code, refusal.value.field) == ("decision_missing", "contact_name_decision")
        with pytest.raises(RuleBroken) as refusal:
            verbs.decide(
                proposal_id=proposal.id, verdicts=verdicts | {"contact_name": Verdict(accept=False)}, by=officer, at=AT
            )
        assert (refusal.value.code, refusal.value.field) == ("reason_missing", "contact_name_reason")
        assert set(ProposedFact.objects.values_list("decision", flat=True)) == {"pending"}
        verdicts["contact_name"] = Verdict(accept=False, reason="请附授权书")
        verbs.decide(proposal_id=proposal.id, verdicts=verdicts, by=officer, at=AT)
        row = Vendor.objects.get(id=vendor.id)
        assert (row.address, row.contact_name) == ("杭州市拱墅区1号", vendor.contact_name)
        assert [line.code for line in queries.lines_of([vendor.id])[vendor.id]] == ["CLN", "PST"]
        changed = JournalEntry.objects.get(event="vendors.vendor_changed")
        assert sorted(changed.changes) == ["address", "lines"]
        with pytest.raises(AlreadyDone):
            verbs.decide(proposal_id=proposal.id, verdicts=verdicts, by=officer, at=AT)


def test_proposal_with_nothing_new_or_a_second_one_is_refused(world: World) -> None:
    vendor, proposal = _proposed(world)
    own = world.actor("vendor_manager")
    values = _facts_in(world, vendor, {"address": "别处"})
    with acting_for(world.tenant, vendor_id=vendor.id):
        with pytest.raises(RuleBroken) as refusal:
            verbs.propose(vendor_id=vendor.id, **values, by=own, at=AT)
        assert refusal.value.code == "proposal_running"
        verbs.withdraw(proposal_id=proposal.id, by=own, at=AT)
        with pytest.raises(AlreadyDone):
            verbs.withdraw(proposal_id=proposal.id, by=own, at=AT)
        with pytest.raises(RuleBroken) as refusal:
            verbs.propose(vendor_id=vendor.id, **(values | {"address": vendor.address}), by=own, at=AT)
        assert refusal.value.code == "nothing_proposed"
        with pytest.raises(RuleBroken) as refusal:
            verbs.propose(vendor_id=vendor.id, **(values | {"address": " "}), by=own, at=AT)
        assert (refusal.value.code, refusal.value.field) == ("missing_fact", "address")
        assert ChangeProposal.objects.count() == 1


@pytest.mark.req("TEN-05")
def test_only_the_own_manager_proposes_and_no_rival_reads(world: World) -> None:
    vendor, proposal = _proposed(world)
    with acting_for(world.tenant):
        rival = a_vendor()
        with pytest.raises(NotAllowed):
            verbs.propose(vendor_id=vendor.id, **_facts(vendor, address="别处"), by=system(), at=AT)
    site = _own(world, vendor, "vendor_supervisor")
    with acting_for(world.tenant, vendor_id=vendor.id), pytest.raises(NotAllowed):
        verbs.withdraw(proposal_id=proposal.id, by=site, at=AT)
    with acting_for(world.tenant, vendor_id=rival.id):
        assert (ChangeProposal.objects.count(), ProposedFact.objects.count()) == (0, 0)


def test_pages_of_both_sides(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor, line = a_vendor(), a_line()
    _own(world, vendor)
    own, base = client_for("vendor_manager"), f"/{world.tenant.slug}/vendors/"
    typed = _facts_in(world, vendor, {"lines": [line.id], "address": "新地址8号"})
    assert own.get(f"{base}{vendor.id}/proposals/new/").status_code == 200
    refused = own.post(f"{base}{vendor.id}/proposals/new/", typed | {"address": ""})
    assert (refused.status_code, vendor.contact_phone in refused.content.decode()) == (422, True)
    made = own.post(f"{base}{vendor.id}/proposals/new/", typed)
    assert made.status_code == 302
    page = client_for("tender_officer")
    assert "新地址8号" in page.get(made["Location"]).content.decode()
    assert client_for("finance").post(made["Location"], {"address_decision": "accept"}).status_code == 403
    missing = page.post(made["Location"], {})
    assert missing.status_code == 422
    assert page.post(made["Location"], {"address_decision": "refuse"}).status_code == 422
    assert page.post(made["Location"], {"address_decision": "accept"}).status_code == 302
    with acting_for(world.tenant):
        assert Vendor.objects.get(id=vendor.id).address == "新地址8号"
    assert page.get(f"{base}proposals/").status_code == 200


def test_api_decides_with_the_same_codes(world: World, client_for: Callable[..., Client]) -> None:
    _vendor, proposal = _proposed(world)
    url = f"/api/v1/vendors/proposals/{proposal.id}/decide/"
    staff = client_for("tender_officer")
    body: dict[str, Any] = {"verdicts": [{"field": "address", "accept": True}]}
    refused = staff.post(url, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "decision_missing")
    body["verdicts"] += [
        {"field": "lines", "accept": True},
        {"field": "contact_name", "accept": False, "reason": "请附授权书"},
    ]
    assert staff.post(url, body, content_type="application/json").json()["status"] == "decided"
    assert staff.post(url, body, content_type="application/json").json()["code"] == "already_done"
