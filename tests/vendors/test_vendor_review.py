"""Reviewing vendors (VEN-04, VEN-06, VEN-07): states, aspects, conditions with evidence, result, refusals."""

from typing import Any

import pytest

from records.models import Attachment, JournalEntry, Notification
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tenancy.queries import actor_of
from tests.factories.contracts import a_draft
from tests.factories.inspections import a_photo
from tests.factories.qualification import a_candidate, a_passed_review, a_report, a_review, fill
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor, system
from vendors.actions import qualification, review
from vendors.choices import Aspect
from vendors.models import ReviewAspect, ReviewCondition, Vendor, VendorReview
from vendors.queries import review as queries

pytestmark = pytest.mark.django_db


def _status(vendor: Vendor) -> str:
    return Vendor.objects.values_list("status", flat=True).get(id=vendor.id)


def _events() -> list[str]:
    rows = JournalEntry.objects.filter(event__startswith="vendors.").exclude(event="vendors.vendor_registered")
    return list(rows.order_by("id").values_list("event", flat=True))


def _complete(row: VendorReview, result: str = "passed", **more: Any) -> VendorReview:
    values: dict[str, Any] = {"conclusion": "同意", "reviewers": ["王芳"], "by": system(), "at": AT} | more
    return review.complete_review(review_id=row.id, result=result, **values)


def test_vendor_hands_in_its_papers_in_its_own_session(world: World) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor(status="candidate")
    member = add_vendor_person(world, vendor_id=vendor.id, vendor_name="自己", role="vendor_manager")
    with acting_for(world.tenant, vendor_id=vendor.id):
        own = actor_of(member)
        assert queries.qualification_actions(vendor, own) == ["submit"]
        assert qualification.submit(vendor_id=vendor.id, by=own, at=AT).status == "docs_submitted"
        with pytest.raises(AlreadyDone):
            qualification.submit(vendor_id=vendor.id, by=own, at=AT)
    with acting_for(world.tenant):
        assert (_status(vendor), _events()) == ("docs_submitted", ["vendors.papers_submitted"])


def test_vendor_cannot_write_anything_else_of_its_own_row(world: World) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor(status="candidate")
    with acting_for(world.tenant, vendor_id=vendor.id), pytest.raises(Exception, match=r"row-level security|denied"):
        Vendor.objects.filter(id=vendor.id).update(status="qualified")
    with acting_for(world.tenant, vendor_id=vendor.id), pytest.raises(Exception, match="nothing of its own row"):
        Vendor.objects.filter(id=vendor.id).update(status="docs_submitted", legal_name="改名")
    with acting_for(world.tenant):
        assert (_status(vendor), Vendor.objects.get(id=vendor.id).legal_name) == ("candidate", vendor.legal_name)


@pytest.mark.parametrize("role", ["vendor_supervisor", "auditor", "property_manager"])
def test_papers_are_handed_in_by_nobody_else(world: World, role: str) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor(status="candidate")
    if role == "vendor_supervisor":
        add_vendor_person(world, vendor_id=vendor.id, vendor_name="自己", role=role)
    actor = world.actor(role)
    with acting_for(world.tenant, vendor_id=actor.vendor_id), pytest.raises(NotAllowed):
        qualification.submit(vendor_id=vendor.id, by=actor, at=AT)
    with acting_for(world.tenant):
        assert (_status(vendor), _events()) == ("candidate", [])


@pytest.mark.req("VEN-06", "VEN-07")
def test_review_takes_a_vendor_from_papers_to_under_review(world: World, tenant: Tenant) -> None:
    vendor = a_candidate()
    row = review.start_review(
        vendor_id=vendor.id, reviewers=["王芳", " 王芳 ", "李强"], by=world.actor("tender_officer"), at=AT
    )
    assert (row.number, row.reviewers, _status(vendor)) == ("PS-2026-0001", ["王芳", "李强"], "under_review")
    with pytest.raises(RuleBroken) as refusal:
        review.start_review(vendor_id=vendor.id, reviewers=[], by=system(), at=AT)
    assert (refusal.value.code, VendorReview.objects.count()) == ("review_running", 1)
    assert _events() == ["vendors.papers_submitted", "vendors.vendor_under_review", "vendors.review_started"]


@pytest.mark.parametrize("status", ["candidate"])
def test_review_of_a_vendor_without_papers_is_refused(tenant: Tenant, status: str) -> None:
    vendor = a_vendor(status=status)
    with pytest.raises(IllegalTransition):
        review.start_review(vendor_id=vendor.id, reviewers=[], by=system(), at=AT)
    assert (_status(vendor), VendorReview.objects.count(), _events()) == (status, 0, [])


@pytest.mark.parametrize("role", ["finance", "customer_service", "general_manager", "auditor"])
def test_review_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    vendor = a_candidate()
    with pytest.raises(NotAllowed):
        review.start_review(vendor_id=vendor.id, reviewers=[], by=world.actor(role), at=AT)
    assert (_status(vendor), VendorReview.objects.count()) == ("docs_submitted", 0)


@pytest.mark.req("TEN-03")
def test_property_manager_reviews_vendors_of_the_own_sites_only(world: World, tenant: Tenant) -> None:
    from tenancy.actions import people

    there = people.add_member(email="there@alpha.example", name="there", by=None, at=AT)
    people.grant_role(membership=there, role="property_manager", unit=world.second_project, by=None, at=AT)
    vendor = a_vendor()
    a_draft(project=world.project, vendor=vendor)
    assert queries.qualification_actions(vendor, actor_of(there)) == []
    with pytest.raises(NotAllowed):
        review.start_review(vendor_id=vendor.id, reviewers=[], by=actor_of(there), at=AT)
    a_draft(project=world.second_project, vendor=vendor)
    assert queries.qualification_actions(vendor, actor_of(there)) == ["start_review"]


@pytest.mark.req("VEN-06", "VEN-07")
def test_every_aspect_is_noted_once_with_its_evidence(tenant: Tenant) -> None:
    row = a_review()
    review.note_aspect(
        review_id=row.id, aspect="price", result="partly", note="高于均价", uploads=[a_photo()], by=system(), at=AT
    )
    review.note_aspect(review_id=row.id, aspect="price", result="meets", note="重新报价", by=system(), at=AT)
    noted = ReviewAspect.objects.get()
    assert (noted.result, noted.note) == ("meets", "重新报价")
    assert Attachment.objects.filter(object_type="vendors.reviewaspect", object_id=noted.id).count() == 1
    shown = queries.shown_aspects(row)
    assert [one.code for one in shown] == [one.value for one in Aspect]
    assert [one.is_screening for one in shown] == [False] * 8 + [True] * 6


def test_aspect_that_is_not_fully_met_needs_a_note(tenant: Tenant) -> None:
    row = a_review()
    with pytest.raises(RuleBroken) as refusal:
        review.note_aspect(review_id=row.id, aspect="price", result="fails", note="  ", by=system(), at=AT)
    assert (refusal.value.code, refusal.value.field, ReviewAspect.objects.count()) == ("aspect_failed", "note", 0)


@pytest.mark.req("VEN-04")
def test_condition_is_ticked_with_evidence_of_this_vendor_only(tenant: Tenant) -> None:
    row, other = a_review(), a_vendor()
    foreign = a_report(other)
    for evidence in ("", f"vendors.servicereport:{foreign.id}", "vendors.vendor:1", "x"):
        with pytest.raises(RuleBroken) as refusal:
            review.tick_condition(review_id=row.id, condition="capacity", evidence=evidence, by=system(), at=AT)
        assert refusal.value.code == "evidence_missing"
    assert ReviewCondition.objects.count() == 0
    review.tick_condition(review_id=row.id, condition="capacity", upload=a_photo(), by=system(), at=AT)
    with pytest.raises(RuleBroken):  # a photo is no service report
        review.tick_condition(review_id=row.id, condition="service_report", upload=a_photo(), by=system(), at=AT)
    report = a_report(row.vendor)
    review.tick_condition(
        review_id=row.id, condition="service_report", evidence=f"vendors.servicereport:{report.id}", by=system(), at=AT
    )
    assert set(ReviewCondition.objects.values_list("condition", flat=True)) == {"capacity", "service_report"}
    review.untick_condition(review_id=row.id, condition="capacity", by=system(), at=AT)
    assert [one.code for one in queries.shown_conditions(row) if one.row] == ["service_report"]


@pytest.mark.req("VEN-04", "VEN-06")
def test_review_passes_with_everything_and_the_vendor_waits_for_the_list(tenant: Tenant) -> None:
    row = a_passed_review()
    assert (row.status, row.result, row.completed_at, _status(row.vendor)) == (
        "completed",
        "passed",
        AT,
        "under_review",
    )
    assert queries.qualifying([row.vendor_id]) == {row.vendor_id}
    with pytest.raises(RuleBroken) as refusal:
        review.note_aspect(review_id=row.id, aspect="price", result="meets", by=system(), at=AT)
    assert refusal.value.code == "review_closed"


@pytest.mark.req("VEN-04")
@pytest.mark.parametrize(
    "condition", ["legal_person", "track_record", "quality_assurance", "capacity", "service_report"]
)
def test_review_cannot_pass_while_one_of_the_five_conditions_is_missing(tenant: Tenant, condition: str) -> None:
    row = a_review()
    fill(row, without=condition)
    with pytest.raises(RuleBroken) as refusal:
        _complete(row)
    row.refresh_from_db()
    assert (refusal.value.code, refusal.value.conditions) == ("conditions_missing", [condition])  # type: ignore[attr-defined]
    assert (row.status, row.completed_at, _status(row.vendor)) == ("open", None, "under_review")
    assert "vendors.review_completed" not in _events()


@pytest.mark.req("VEN-06")
@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"conclusion": " "}, "conclusion_missing", "conclusion"),
        ({"reviewers": [" "]}, "reviewers_missing", "reviewers"),
    ],
)
def test_review_without_words_or_people_is_not_completed(
    tenant: Tenant, more: dict[str, Any], code: str, field: str
) -> None:
    row = a_review()
    fill(row)
    with pytest.raises(RuleBroken) as refusal:
        _complete(row, **more)
    row.refresh_from_db()
    assert (refusal.value.code, refusal.value.field, row.status) == (code, field, "open")


@pytest.mark.req("VEN-06")
def test_review_with_a_failed_or_missing_aspect_cannot_pass(tenant: Tenant) -> None:
    row = a_review()
    with pytest.raises(RuleBroken) as refusal:
        _complete(row, "failed")
    assert refusal.value.code == "aspects_missing"
    fill(row, results={"liability": "fails"})
    with pytest.raises(RuleBroken) as refusal:
        _complete(row)
    assert (refusal.value.code, refusal.value.field) == ("aspect_failed", "result")


@pytest.mark.parametrize(("result", "status"), [("failed", "candidate"), ("more_papers", "docs_submitted")])
def test_review_that_does_not_pass_sends_the_vendor_back_and_tells_it(
    world: World, tenant: Tenant, result: str, status: str
) -> None:
    row = a_review()
    member = add_vendor_person(world, vendor_id=row.vendor_id, vendor_name="自己", role="vendor_manager")
    fill(row)
    _complete(row, result, conclusion="缺设备清单")
    assert (_status(row.vendor), queries.qualifying([row.vendor_id])) == (status, set())
    note = Notification.objects.get(membership=member)
    assert note.params == {"conclusion": "缺设备清单"}


def test_abandoned_review_leaves_the_papers_waiting(tenant: Tenant) -> None:
    row = a_review()
    with pytest.raises(RuleBroken):
        review.abandon_review(review_id=row.id, reason=" ", by=system(), at=AT)
    assert review.abandon_review(review_id=row.id, reason="改期", by=system(), at=AT).status == "abandoned"
    assert _status(row.vendor) == "docs_submitted"
    assert queries.qualification_actions(Vendor.objects.get(id=row.vendor_id), system()) == ["start_review"]


def test_watch_and_back_by_the_quality_officer_with_reasons(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    with pytest.raises(NotAllowed):
        qualification.watch(vendor_id=vendor.id, reason="D级", by=world.actor("tender_officer"), at=AT)
    with pytest.raises(RuleBroken):
        qualification.watch(vendor_id=vendor.id, reason=" ", by=world.actor("quality_officer"), at=AT)
    with pytest.raises(AlreadyDone):
        qualification.end_watch(vendor_id=vendor.id, reason="x", by=world.actor("quality_officer"), at=AT)
    assert (_status(vendor), _events()) == ("qualified", [])
    qualification.watch(vendor_id=vendor.id, reason="连续两月D级", by=world.actor("quality_officer"), at=AT)
    assert _status(vendor) == "under_watch"
    qualification.end_watch(vendor_id=vendor.id, reason="整改完成", by=world.actor("quality_officer"), at=AT)
    assert (_status(vendor), _events()) == ("qualified", ["vendors.vendor_watched", "vendors.vendor_watch_ended"])


def test_watch_is_not_the_way_to_qualify_a_vendor_under_review(tenant: Tenant) -> None:
    row = a_review()
    with pytest.raises(IllegalTransition):
        qualification.end_watch(vendor_id=row.vendor_id, reason="x", by=system(), at=AT)
    assert _status(row.vendor) == "under_review"
