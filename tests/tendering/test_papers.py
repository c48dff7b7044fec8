"""From the need to approved papers: initiation, plan, duties, the set, the secret draft (TND-02 to TND-11, TND-15)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from records.actions.approval import decide, withdraw
from records.models import Approval, JournalEntry
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import SettingsVersion, Tenant
from tendering.actions import appointing, evaluation, inviting, need, paper
from tendering.choices import Duty, PaperKind
from tendering.models import Appointment, EvaluationDraft, Tender, TenderPaper
from tendering.queries import papers as queries
from tests.factories.bids import a_sealed_tender, an_invitable_vendor, some_dates
from tests.factories.tenancy import AT, World
from tests.factories.tendering import (
    BASIS,
    LINES,
    PARTS,
    an_assessed_need,
    approve,
    initiate,
    make_tender,
    plan,
    write_set,
)

pytestmark = pytest.mark.django_db
KIND = PaperKind.INITIATION
FACTS = {"method": "invited", "budget": Decimal("780000.00"), "duration_months": 24}


def _events() -> int:
    return JournalEntry.objects.count()


def _refused(act: Any, code: str, kind: type[Exception] = RuleBroken) -> None:
    before, papers = _events(), list(TenderPaper.objects.order_by("id").values("kind", "status", "parts"))
    with pytest.raises(kind) as refusal:
        act()
    assert (getattr(refusal.value, "code", ""), _events()) == (code, before)
    assert list(TenderPaper.objects.order_by("id").values("kind", "status", "parts")) == papers


@pytest.mark.req("TND-02", "TEN-09")
def test_initiation_is_approved_before_anything_else_and_fixes_the_figures(world: World, tenant: Tenant) -> None:
    tender = an_assessed_need(world)
    initiate(world, tender)
    tender.refresh_from_db()
    assert (tender.status, tender.budget, tender.duration_months) == ("approved", Decimal("780000.00"), 24)
    assert (tender.rules["service_points"], tender.rules["minimum_valid_bids"]) == (7000, 3)
    row = TenderPaper.objects.get(tender=tender)
    assert (row.status, len(row.digest), row.approved_at) == ("approved", 64, AT)
    officer = world.actor("tender_officer")
    _refused(
        lambda: paper.write_paper(tender_id=tender.id, kind=KIND, parts=PARTS[KIND], by=officer, at=AT), "paper_locked"
    )


@pytest.mark.req("TND-02")
def test_initiation_with_gaps_or_by_a_wrong_role_is_refused(world: World, tenant: Tenant) -> None:
    tender = an_assessed_need(world)
    officer = world.actor("tender_officer")
    facts: dict[str, Any] = {"tender_id": tender.id, "kind": KIND, "at": AT}
    write: dict[str, Any] = facts | {"parts": PARTS[KIND], "facts": FACTS}
    for role in ("property_manager", "general_manager", "auditor"):
        _refused(lambda role=role: paper.write_paper(**write, by=world.actor(role)), "not_allowed", NotAllowed)
    for change, code in (
        ({"budget": None}, "out_of_range"),
        ({"duration_months": 0}, "out_of_range"),
        ({"method": "open"}, "method_not_allowed"),
        ({"method": "lottery"}, "method_not_allowed"),
    ):
        _refused(lambda c=change: paper.write_paper(**(write | {"facts": FACTS | c}), by=officer), code)
    _refused(lambda: paper.send_paper(**facts, by=officer), "not_ready")
    appointing.name_organiser(tender_id=tender.id, member_id=world.member("tender_officer").id, by=officer, at=AT)
    _refused(lambda: paper.send_paper(**facts, by=officer), "missing_fact")
    paper.write_paper(**(write | {"parts": PARTS[KIND] | {"scope": " "}}), by=officer)
    _refused(lambda: paper.send_paper(**facts, by=officer), "missing_fact")


@pytest.mark.req("TND-04")
def test_an_open_tender_needs_the_switch_and_its_announcement(world: World, tenant: Tenant) -> None:
    version = SettingsVersion.objects.get(area="tendering")
    SettingsVersion.objects.filter(id=version.id).update(values=version.values | {"allow_open": True})
    tender = an_assessed_need(world)
    officer = world.actor("tender_officer")
    appointing.name_organiser(tender_id=tender.id, member_id=world.member("tender_officer").id, by=officer, at=AT)
    facts = FACTS | {"method": "open"}
    paper.write_paper(tender_id=tender.id, kind=KIND, parts=PARTS[KIND], facts=facts, by=officer, at=AT)
    paper.send_paper(tender_id=tender.id, kind=KIND, by=officer, at=AT)
    approve(world, "tendering.initiation", tender)
    sent: dict[str, Any] = {"tender_id": tender.id, "kind": PaperKind.PLAN, "by": officer, "at": AT}
    paper.write_paper(**sent, parts=PARTS[PaperKind.PLAN])
    _refused(lambda: paper.send_paper(**sent), "missing_fact")
    announced = {"announcement_on": "2026-11-02", "announcement_media": "市招标网"}
    paper.write_paper(**sent, parts=PARTS[PaperKind.PLAN] | announced)
    assert paper.send_paper(**sent).status == "pending"


@pytest.mark.req("TND-03")
def test_an_owners_committee_cites_the_decision_of_the_assembly(world: World, tenant: Tenant) -> None:
    Tenant.objects.filter(id=tenant.id).update(profile="owners_committee")
    tender = an_assessed_need(world)
    initiate(world, tender)
    sent: dict[str, Any] = {
        "tender_id": tender.id,
        "kind": PaperKind.PLAN,
        "by": world.actor("tender_officer"),
        "at": AT,
    }
    paper.write_paper(**sent, parts=PARTS[PaperKind.PLAN])
    _refused(lambda: paper.send_paper(**sent), "missing_fact")
    paper.write_paper(**sent, parts=PARTS[PaperKind.PLAN] | {"owners_decision": "2026年第二次业主大会决议"})
    assert paper.send_paper(**sent).status == "pending"


@pytest.mark.req("TND-05")
def test_papers_begin_after_plan_author_and_custodian(world: World, tenant: Tenant) -> None:
    tender = an_assessed_need(world)
    initiate(world, tender)
    officer = world.actor("tender_officer")
    begin: dict[str, Any] = {"tender_id": tender.id, "by": officer, "at": AT}
    _refused(lambda: paper.begin_papers(**begin), "not_ready")
    plan(world, tender)
    tender.refresh_from_db()
    assert tender.status == "papers_drafting"
    _refused(lambda: paper.begin_papers(**begin), "already_done", AlreadyDone)


@pytest.mark.req("TND-06", "TND-09", "TND-11")
def test_organiser_author_and_custodian_are_three_people_in_their_places(world: World, tenant: Tenant) -> None:
    tender = an_assessed_need(world)
    officer = world.actor("tender_officer")

    def name(role: str) -> Any:
        return appointing.name_organiser(tender_id=tender.id, member_id=world.member(role).id, by=officer, at=AT)

    def put(duty: str, role: str, by: Any = officer) -> Any:
        return appointing.appoint(tender_id=tender.id, duty=duty, member_id=world.member(role).id, by=by, at=AT)

    _refused(lambda: name("quality_officer"), "duties_mixed")
    name("tender_officer")
    _refused(lambda: put(Duty.AUTHOR, "tender_officer"), "duties_mixed")
    _refused(lambda: put(Duty.CUSTODIAN, "quality_officer"), "duties_mixed")
    _refused(lambda: put(Duty.AUTHOR, "quality_officer", world.actor("property_manager")), "not_allowed", NotAllowed)
    put(Duty.CUSTODIAN, "office_custodian")
    _refused(lambda: put(Duty.AUTHOR, "office_custodian"), "duties_mixed")
    put(Duty.AUTHOR, "quality_officer")
    _refused(lambda: put(Duty.AUTHOR, "quality_officer"), "already_done", AlreadyDone)
    put(Duty.AUTHOR, "property_manager")
    held = Appointment.objects.filter(tender=tender, ended_at__isnull=True).values_list("duty", flat=True)
    assert sorted(held) == ["author", "custodian"]
    stranger = world.member("quality_officer", tenant=world.other).id
    _refused(
        lambda: appointing.appoint(tender_id=tender.id, duty=Duty.SPECIALIST, member_id=stranger, by=officer, at=AT),
        "not_a_colleague",
    )


@pytest.mark.req("TND-07", "TND-15")
def test_the_set_is_sent_only_whole_and_says_what_is_missing(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_drafting")
    officer = world.actor("tender_officer")
    missing = queries.missing_in_set(tender)
    assert len(missing) == 2 + 5 + 2 + 1
    _refused(lambda: paper.send_papers(tender_id=tender.id, by=officer, at=AT), "papers_missing")
    write_set(world, tender)
    assert queries.missing_in_set(tender) == []
    assert [part.kind for part in queries.tender_set(tender)] == [
        "invitation_letter",
        "tender_document",
        "technical_data",
        "evaluation",
        "other",
    ]
    paper.send_papers(tender_id=tender.id, by=officer, at=AT)
    for kind in (PaperKind.TENDER_DOCUMENT, PaperKind.OTHER):
        _refused(
            lambda k=kind: paper.write_paper(tender_id=tender.id, kind=k, parts={}, by=officer, at=AT),
            "paper_locked",
        )
    approve(world, "tendering.papers", tender)
    tender.refresh_from_db()
    draft = EvaluationDraft.objects.get()
    assert (tender.status, draft.approved_digest) == ("papers_approved", draft.digest)


@pytest.mark.req("TND-08", "TND-25")
@pytest.mark.parametrize(
    ("lines", "basis", "problem"),
    [
        (LINES[1:], BASIS, "service_sum"),
        (LINES[:4], BASIS, "financial_sum"),
        ((*LINES[:3], replace(LINES[3], is_price=False), LINES[4]), BASIS, "price_line"),
        (LINES, " ", "basis"),
    ],
)
def test_evaluation_papers_that_do_not_add_up_are_not_sent(
    world: World, tenant: Tenant, lines: Any, basis: str, problem: str
) -> None:
    tender = make_tender(world, status="papers_drafting")
    write_set(world, tender)
    author, officer = world.actor("quality_officer"), world.actor("tender_officer")
    evaluation.save_draft(tender_id=tender.id, lines=lines, notes="", basis=basis, by=author, at=AT)
    before = _events()
    with pytest.raises(RuleBroken) as refusal:
        paper.send_papers(tender_id=tender.id, by=officer, at=AT)
    assert (refusal.value.problem, _events(), Approval.objects.filter(status="pending").count()) == (problem, before, 0)  # type: ignore[attr-defined]


@pytest.mark.req("TND-08")
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (replace(LINES[0], code="S-02"), "twice"),
        (replace(LINES[0], heading=" "), "empty"),
        (replace(LINES[0], max_points=0), "points"),
        (replace(LINES[0], section="other"), "section"),
        (replace(LINES[0], is_price=True), "price"),
    ],
)
def test_a_wrong_line_is_named(world: World, tenant: Tenant, line: Any, problem: str) -> None:
    tender = make_tender(world, status="papers_drafting")
    author = world.actor("quality_officer")
    appointing.sign_undertaking(tender_id=tender.id, by=author, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        evaluation.save_draft(tender_id=tender.id, lines=(*LINES[1:], line), notes="", basis="", by=author, at=AT)
    assert (refusal.value.problem, refusal.value.line, EvaluationDraft.objects.count()) == (problem, 5, 0)  # type: ignore[attr-defined]


@pytest.mark.req("TND-10", "TND-11")
def test_the_draft_is_read_by_author_and_approvers_only_and_is_unreadable_at_rest(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_drafting")
    author = world.actor("quality_officer")
    save: dict[str, Any] = {"tender_id": tender.id, "lines": LINES, "notes": "金丝雀", "basis": BASIS, "at": AT}
    with pytest.raises(RuleBroken) as refusal:
        evaluation.save_draft(**save, by=author)
    assert refusal.value.code == "undertaking_missing"
    with pytest.raises(NotAllowed):
        appointing.sign_undertaking(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    appointing.sign_undertaking(tender_id=tender.id, by=author, at=AT)
    with pytest.raises(AlreadyDone):
        appointing.sign_undertaking(tender_id=tender.id, by=author, at=AT)
    for role in ("tender_officer", "general_manager", "office_custodian", "tenant_admin"):
        with pytest.raises(NotAllowed):
            evaluation.save_draft(**save, by=world.actor(role))
    evaluation.save_draft(**save, by=author)
    readers = ["quality_officer", "general_manager", "tender_officer", "office_custodian", "tenant_admin", "auditor"]

    def can_read() -> list[str]:
        return [role for role in readers if queries.may_read(tender, world.actor(role))]

    assert can_read() == ["quality_officer"]
    for kind in (PaperKind.INVITATION_LETTER, PaperKind.TENDER_DOCUMENT, PaperKind.TECHNICAL_DATA):
        paper.write_paper(tender_id=tender.id, kind=kind, parts=PARTS[kind], by=world.actor("tender_officer"), at=AT)
    paper.send_papers(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    assert can_read() == ["quality_officer", "general_manager"]
    read = evaluation.read_draft(tender_id=tender.id, by=world.actor("general_manager"), at=AT)
    assert (read["notes"], JournalEntry.objects.filter(event="tendering.draft_read").count()) == ("金丝雀", 1)
    with pytest.raises(NotAllowed):
        evaluation.read_draft(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("select content from tendering_evaluationdraft")
        (stored,) = cursor.fetchone()
    assert ("金丝雀" in stored, stored.startswith("a1$")) == (False, True)
    assert "金丝雀" not in str(list(JournalEntry.objects.values_list("changes", flat=True)))


@pytest.mark.req("TND-11", "TND-15")
def test_papers_signed_by_their_author_or_organiser_are_not_approved(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_drafting")
    manager = world.member("general_manager")
    officer = world.actor("tender_officer")
    appointing.appoint(tender_id=tender.id, duty=Duty.AUTHOR, member_id=manager.id, by=officer, at=AT)
    for kind in (PaperKind.INVITATION_LETTER, PaperKind.TENDER_DOCUMENT, PaperKind.TECHNICAL_DATA):
        paper.write_paper(tender_id=tender.id, kind=kind, parts=PARTS[kind], by=officer, at=AT)
    author = world.actor("general_manager")
    appointing.sign_undertaking(tender_id=tender.id, by=author, at=AT)
    evaluation.save_draft(tender_id=tender.id, lines=LINES, notes="", basis=BASIS, by=author, at=AT)
    row = paper.send_papers(tender_id=tender.id, by=officer, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        decide(approval_id=row.id, approve=True, reason="", by=author, at=AT, on=AT.date())
    row.refresh_from_db()
    tender.refresh_from_db()
    assert (refusal.value.code, row.status, tender.status) == ("duties_mixed", "pending", "papers_drafting")


def test_refused_papers_go_back_and_approved_ones_can_be_taken_back(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_drafting")
    write_set(world, tender)
    officer, manager = world.actor("tender_officer"), world.actor("general_manager")
    row = paper.send_papers(tender_id=tender.id, by=officer, at=AT)
    decide(approval_id=row.id, approve=False, reason="标准太松", by=manager, at=AT, on=AT.date())
    assert set(TenderPaper.objects.filter(kind="tender_document").values_list("status", flat=True)) == {"draft"}
    withdraw(approval_id=paper.send_papers(tender_id=tender.id, by=officer, at=AT).id, by=officer, at=AT)
    paper.write_paper(tender_id=tender.id, kind=PaperKind.OTHER, parts={"remarks": "承诺书样式"}, by=officer, at=AT)
    paper.send_papers(tender_id=tender.id, by=officer, at=AT)
    approve(world, "tendering.papers", tender)
    paper.take_papers_back(tender_id=tender.id, reason="补充说明", by=officer, at=AT)
    tender.refresh_from_db()
    assert (tender.status, EvaluationDraft.objects.get().approved_digest) == ("papers_drafting", "")


def test_a_cancelled_tender_leaves_no_decision_waiting(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_drafting")
    write_set(world, tender)
    row = paper.send_papers(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    need.cancel_tender(tender_id=tender.id, reason="停办", by=world.actor("general_manager"), at=AT)
    row.refresh_from_db()
    assert (row.status, Tender.objects.get().status) == ("withdrawn", "cancelled")
    with pytest.raises((IllegalTransition, AlreadyDone)):
        paper.begin_papers(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)


def test_cancelling_closes_the_waiting_approval_of_the_list_and_no_other_tenders(world: World, tenant: Tenant) -> None:
    officer = world.actor("tender_officer")
    asked = []
    for _number in range(2):
        tender, _key = a_sealed_tender(world)
        for _vendor in range(3):
            inviting.list_vendor(
                tender_id=tender.id, vendor=an_invitable_vendor(), source="qualified_list", by=officer, at=AT
            )
        inviting.set_dates(tender_id=tender.id, dates=some_dates(), by=officer, at=AT)
        row = inviting.ask_approval(tender_id=tender.id, by=officer, at=AT)
        asked.append(Approval.objects.get(document_type="tendering.invitations", object_id=row.id))
    need.cancel_tender(tender_id=tender.id, reason="停办", by=world.actor("general_manager"), at=AT)
    assert [Approval.objects.get(id=one.id).status for one in asked] == ["pending", "withdrawn"]
