"""The organiser's side: list, approval, letters, dates, meetings, answers, the closed box, too few bids."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from records.actions.approval import decide
from records.models import Approval, JournalEntry, Notification
from records.queries import journal_visible_to
from tenancy.errors import AlreadyDone, DomainError, NotAllowed
from tenancy.models import Job, Tenant
from tenancy.rules.actor import system_actor
from tenancy.work import JobRun
from tendering.actions import clarifying, closing, inviting, sending
from tendering.choices import Occasion
from tendering.errors import (
    AnswererNotAppointed,
    DateWrong,
    DeadlineAhead,
    EnoughBids,
    ListNotApproved,
    ListTooShort,
    MeetingNotRecorded,
    ScoringIsSecret,
    VendorNotInvitable,
    WrongStage,
)
from tendering.models import Attendance, BidderNotice, Invitation, InvitationList, Question, Tender
from tendering.queries.inviting import ready_to_close
from tendering.schedule import schedule
from tendering.tasks import close_bids
from tests.factories.bids import (
    Inviting,
    a_sealed_tender,
    accept,
    an_invitable_vendor,
    an_inviting_tender,
    approve_list,
    hand_in,
    pass_deadline,
    some_dates,
)
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_vendor
from vendors.models import Vendor

pytestmark = pytest.mark.slow
ClientFor = Callable[..., Client]


@pytest.fixture
def officer(world: World) -> Any:
    return world.actor("tender_officer")


@pytest.fixture
def drawn_up(world: World, tenant: Tenant, officer: Any) -> Inviting:
    """A sealed tender with three vendors on its list and dates, not yet approved."""
    tender, key = a_sealed_tender(world)
    made = Inviting(world, tender, key, [an_invitable_vendor() for _unused in range(3)])
    for vendor in made.vendors:
        inviting.list_vendor(tender_id=tender.id, vendor=vendor, source="recommendation", by=officer, at=AT)
    inviting.set_dates(tender_id=tender.id, dates=some_dates(), by=officer, at=AT)
    return made


@pytest.fixture
def running(world: World, tenant: Tenant) -> Inviting:
    return an_inviting_tender(world)


def _events(prefix: str = "tendering.") -> list[str]:
    rows = JournalEntry.objects.filter(event__startswith=prefix).order_by("id")
    return list(rows.values_list("event", flat=True))


def _send(made: Inviting, by: Any) -> Tender:
    return sending.send_invitations(tender_id=made.tender.id, by=by, at=AT)


@pytest.mark.req("TND-16")
def test_letters_leave_only_after_the_general_manager_approved(drawn_up: Inviting, officer: Any) -> None:
    with pytest.raises(ListNotApproved):
        _send(drawn_up, officer)
    assert set(Invitation.objects.values_list("status", flat=True)) == {"listed"}
    approve_list(drawn_up)
    tender = _send(drawn_up, officer)
    assert tender.status == "inviting"
    rows = list(Invitation.objects.order_by("id"))
    assert {row.status for row in rows} == {"sent"}
    assert {row.source for row in rows} == {"recommendation"}
    assert all(row.tender_number == tender.number and row.is_taking_bids and row.public_key for row in rows)
    assert len({row.letter_number for row in rows}) == 3
    assert _events("tendering.tender_") == ["tendering.tender_inviting"]
    with pytest.raises(AlreadyDone):
        _send(drawn_up, officer)


@pytest.mark.req("TND-16")
@pytest.mark.parametrize("change", ["vendor added", "vendor removed", "date"])
def test_any_change_voids_the_approval(drawn_up: Inviting, officer: Any, change: str) -> None:
    approve_list(drawn_up)
    if change == "vendor added":
        inviting.list_vendor(
            tender_id=drawn_up.tender.id, vendor=an_invitable_vendor(), source="past_evaluation", by=officer, at=AT
        )
    elif change == "vendor removed":
        inviting.unlist_vendor(invitation_id=drawn_up.invitation().id, by=officer, at=AT)
    else:
        later = some_dates(timezone.now() + timedelta(days=1))
        inviting.set_dates(tender_id=drawn_up.tender.id, dates=later, by=officer, at=AT)
    assert InvitationList.objects.get().status == "void"
    with pytest.raises((ListNotApproved, ListTooShort)):
        _send(drawn_up, officer)
    assert "tendering.tender_inviting" not in _events()


def test_a_change_while_the_manager_reads_takes_the_question_back(
    drawn_up: Inviting, officer: Any, world: World
) -> None:
    row = inviting.ask_approval(tender_id=drawn_up.tender.id, by=officer, at=AT)
    waiting = Approval.objects.get(document_type="tendering.invitations", object_id=row.id)
    inviting.unlist_vendor(invitation_id=drawn_up.invitation().id, by=officer, at=AT)
    with pytest.raises(AlreadyDone):
        decide(
            approval_id=waiting.id,
            approve=True,
            reason="",
            by=world.actor("general_manager"),
            at=AT,
            on=AT.date(),
        )
    row.refresh_from_db()
    assert row.status == "void"


def test_a_row_slipped_in_past_the_verbs_is_noticed_at_sending(drawn_up: Inviting, officer: Any) -> None:
    """The list's digest is computed anew: whoever changes rows by SQL has no approval for them."""
    approve_list(drawn_up)
    Invitation.objects.create(tender=drawn_up.tender, vendor=an_invitable_vendor(), source="recommendation")
    with pytest.raises(ListNotApproved):
        _send(drawn_up, officer)


@pytest.mark.req("TND-16")
def test_a_refused_list_sends_nothing(drawn_up: Inviting, officer: Any, world: World) -> None:
    row = inviting.ask_approval(tender_id=drawn_up.tender.id, by=officer, at=AT)
    waiting = Approval.objects.get(object_id=row.id, document_type="tendering.invitations")
    decide(
        approval_id=waiting.id,
        approve=False,
        reason="少一家",
        by=world.actor("general_manager"),
        at=AT,
        on=AT.date(),
    )
    row.refresh_from_db()
    assert row.status == "refused"
    with pytest.raises(ListNotApproved):
        _send(drawn_up, officer)


@pytest.mark.req("VEN-14", "TND-16")
@pytest.mark.parametrize("fault", ["candidate", "inactive", "no papers"])
def test_a_vendor_that_may_not_be_invited_is_refused_on_the_list(drawn_up: Inviting, officer: Any, fault: str) -> None:
    vendor = {
        "candidate": lambda: an_invitable_vendor(status="candidate"),
        "inactive": an_invitable_vendor,
        "no papers": a_vendor,
    }[fault]()
    if fault == "inactive":
        Vendor.objects.filter(id=vendor.id).update(is_active=False)
    before = _events()
    with pytest.raises(VendorNotInvitable) as refused:
        inviting.list_vendor(tender_id=drawn_up.tender.id, vendor=vendor, source="recommendation", by=officer, at=AT)
    assert vendor.legal_name in str(refused.value.message)
    assert (Invitation.objects.count(), _events()) == (3, before)


@pytest.mark.req("VEN-14")
def test_every_vendor_is_checked_again_at_sending(drawn_up: Inviting, officer: Any) -> None:
    approve_list(drawn_up)
    Vendor.objects.filter(id=drawn_up.vendors[0].id).update(status="disqualified")
    with pytest.raises(VendorNotInvitable):
        _send(drawn_up, officer)
    assert set(Invitation.objects.values_list("status", flat=True)) == {"listed"}


def test_a_list_shorter_than_the_bids_needed_is_not_put_forward(drawn_up: Inviting, officer: Any) -> None:
    inviting.unlist_vendor(invitation_id=drawn_up.invitation().id, by=officer, at=AT)
    with pytest.raises(ListTooShort):
        inviting.ask_approval(tender_id=drawn_up.tender.id, by=officer, at=AT)
    assert InvitationList.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field", "kind"),
    [
        ({"visit_at": None}, "visit_at", "missing"),
        ({"visit_place": " "}, "visit_place", "place"),
        ({"reply_by": timedelta(days=-1)}, "reply_by", "past"),
        ({"deadline_at": timedelta(days=4)}, "deadline_at", "order"),
        ({"opens_at": timedelta(days=9)}, "opens_at", "order"),
        ({"opens_at": timedelta(days=900)}, "opens_at", "far"),
    ],
)
def test_dates_out_of_order_are_refused(
    drawn_up: Inviting, officer: Any, changes: dict[str, Any], field: str, kind: str
) -> None:
    now = timezone.now()
    typed = {key: now + value if isinstance(value, timedelta) else value for key, value in changes.items()}
    dates = some_dates().__class__(**{**vars(some_dates()), **typed})
    with pytest.raises(DateWrong) as refused:
        inviting.set_dates(tender_id=drawn_up.tender.id, dates=dates, by=officer, at=now)
    assert (refused.value.field, refused.value.code) == (field, f"date_{kind}")


@pytest.mark.req("TND-13", "TND-16")
def test_changed_dates_reach_every_bidder_and_move_the_deadline(running: Inviting, officer: Any) -> None:
    accept(running)
    later = some_dates(timezone.now() + timedelta(days=3))
    sending.change_dates(tender_id=running.tender.id, dates=later, reason="现场施工", by=officer, at=AT)
    assert set(Invitation.objects.values_list("deadline_at", flat=True)) == {later.deadline_at}
    told = BidderNotice.objects.filter(kind="dates")
    assert {(row.vendor_id, row.text) for row in told} == {(vendor.id, "现场施工") for vendor in running.vendors}
    assert Notification.objects.filter(event="tendering.bidders_told_dates").count() == 3
    with pytest.raises(AlreadyDone):
        sending.change_dates(tender_id=running.tender.id, dates=later, reason="再来", by=officer, at=AT)


def test_dates_cannot_change_once_the_deadline_has_passed(running: Inviting, officer: Any) -> None:
    pass_deadline(running.tender)
    with pytest.raises(WrongStage):
        sending.change_dates(tender_id=running.tender.id, dates=some_dates(), reason="晚了", by=officer, at=AT)
    assert BidderNotice.objects.count() == 0


def _record(made: Inviting, by: Any, *occasions: str, came: tuple[int, ...] = (0, 1)) -> None:
    for occasion in occasions or tuple(Occasion):
        clarifying.record_meeting(
            tender_id=made.tender.id,
            occasion=str(occasion),
            held_at=timezone.now() - timedelta(hours=1),
            place="云栖苑",
            our_people="李敏、周强",
            notes="",
            present=[
                clarifying.Present(made.invitation(number).id, is_present=number in came, people="王芳")
                for number in range(3)
            ],
            by=by,
            at=timezone.now(),
        )


@pytest.mark.req("TND-19", "TND-20")
def test_visit_and_meeting_on_record_make_the_tender_clarifying(running: Inviting, officer: Any) -> None:
    _record(running, officer, "visit")
    assert Tender.objects.get().status == "inviting"
    _record(running, officer, "clarification")
    assert Tender.objects.get().status == "clarifying"
    present = Attendance.objects.filter(meeting__occasion="visit").order_by("invitation_id")
    assert list(present.values_list("is_present", flat=True)) == [True, True, False]
    _record(running, officer, "visit", came=(0, 1, 2))
    assert Attendance.objects.filter(meeting__occasion="visit", is_present=True).count() == 3
    assert _events("tendering.meeting") == [
        "tendering.meeting_recorded",
        "tendering.meeting_recorded",
        "tendering.meeting_corrected",
    ]


def test_a_meeting_that_has_not_been_held_is_not_recorded(running: Inviting, officer: Any) -> None:
    with pytest.raises(MeetingNotRecorded):
        clarifying.record_meeting(
            tender_id=running.tender.id,
            occasion="visit",
            held_at=timezone.now() + timedelta(days=1),
            place="云栖苑",
            our_people="李敏",
            notes="",
            present=[],
            by=officer,
            at=timezone.now(),
        )


@pytest.mark.req("TND-20")
@pytest.mark.parametrize(
    ("topic", "text", "refusal"),
    [("technical", "每日两次", AnswererNotAppointed), ("scoring", "方案占四十分", ScoringIsSecret)],
)
def test_who_must_not_answer_is_refused_and_nobody_is_told(
    running: Inviting, officer: Any, topic: str, text: str, refusal: type[DomainError]
) -> None:
    question = clarifying.write_down_question(tender_id=running.tender.id, text="如何评分？", by=officer, at=AT)
    with pytest.raises(refusal):
        clarifying.answer(question_id=question.id, topic=topic, asked="如何评分？", text=text, by=officer, at=AT)
    question.refresh_from_db()
    assert (question.answered_at, BidderNotice.objects.count()) == (None, 0)
    assert "tendering.question_answered" not in _events()


@pytest.mark.req("TND-20")
def test_a_question_about_scoring_gets_the_fixed_sentence(running: Inviting, officer: Any) -> None:
    question = clarifying.write_down_question(tender_id=running.tender.id, text="如何评分？", by=officer, at=AT)
    clarifying.answer(question_id=question.id, topic="scoring", asked="如何评分？", text="", by=officer, at=AT)
    assert set(BidderNotice.objects.values_list("text", flat=True)) == {"评分标准在开标前保密，不作解释。"}
    with pytest.raises(AlreadyDone):
        clarifying.answer(question_id=question.id, topic="other", asked="?", text="改", by=officer, at=AT)


@pytest.mark.req("TND-17")
def test_the_box_is_closed_only_after_the_deadline_and_with_its_records(running: Inviting, officer: Any) -> None:
    hand_in(running)
    with pytest.raises(DeadlineAhead):
        closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)
    pass_deadline(running.tender)
    with pytest.raises(MeetingNotRecorded):
        closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)
    _record(running, officer)
    closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)
    assert Tender.objects.get().status == "bids_closed"
    assert set(Invitation.objects.values_list("is_taking_bids", flat=True)) == {False}
    entry = JournalEntry.objects.get(event="tendering.tender_bids_closed")
    assert entry.changes["bids"] == 1
    with pytest.raises(AlreadyDone):
        closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)


def test_too_few_bids_end_the_tender_and_no_envelope_is_opened(running: Inviting, officer: Any) -> None:
    bid = hand_in(running)
    _record(running, officer)
    pass_deadline(running.tender)
    closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)
    closing.fail_for_too_few(tender_id=running.tender.id, by=officer, at=AT)
    bid.refresh_from_db()
    assert (Tender.objects.get().status, bid.status) == ("failed", "submitted")
    assert BidderNotice.objects.filter(kind="ended").count() == 3
    assert set(Invitation.objects.values_list("is_over", flat=True)) == {True}


def test_enough_bids_do_not_fail(running: Inviting, officer: Any) -> None:
    for number in range(3):
        hand_in(running, number)
    _record(running, officer)
    pass_deadline(running.tender)
    closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)
    with pytest.raises(EnoughBids):
        closing.fail_for_too_few(tender_id=running.tender.id, by=officer, at=AT)
    assert Tender.objects.get().status == "bids_closed"


VERBS: dict[str, Callable[[Inviting, Any], Any]] = {
    "list": lambda made, by: inviting.list_vendor(
        tender_id=made.tender.id, vendor=made.vendors[0], source="recommendation", by=by, at=AT
    ),
    "unlist": lambda made, by: inviting.unlist_vendor(invitation_id=made.invitation().id, by=by, at=AT),
    "dates": lambda made, by: inviting.set_dates(tender_id=made.tender.id, dates=some_dates(), by=by, at=AT),
    "ask": lambda made, by: inviting.ask_approval(tender_id=made.tender.id, by=by, at=AT),
    "send": _send,
    "change": lambda made, by: sending.change_dates(
        tender_id=made.tender.id, dates=some_dates(), reason="x", by=by, at=AT
    ),
    "close": lambda made, by: closing.close_bids(tender_id=made.tender.id, by=by, at=AT),
    "fail": lambda made, by: closing.fail_for_too_few(tender_id=made.tender.id, by=by, at=AT),
    "write": lambda made, by: clarifying.write_down_question(tender_id=made.tender.id, text="x", by=by, at=AT),
    "meeting": lambda made, by: _record(made, by, "visit"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_organiser_invites(drawn_up: Inviting, world: World, verb: str) -> None:
    before = (_events(), sorted(Invitation.objects.values_list("id", "status")))
    for role in ("general_manager", "office_custodian", "auditor", "property_manager", "finance"):
        with pytest.raises(NotAllowed):
            VERBS[verb](drawn_up, world.actor(role))
    assert (_events(), sorted(Invitation.objects.values_list("id", "status"))) == before


@pytest.mark.req("TND-16", "TND-17", "TND-19", "TND-20")
def test_the_organisers_pages_from_the_list_to_the_closed_box(
    world: World, tenant: Tenant, client_for: ClientFor
) -> None:
    tender, _key = a_sealed_tender(world)
    vendors = [an_invitable_vendor() for _unused in range(3)]
    client = client_for("tender_officer")
    base = f"/alpha/tendering/{tender.id}"
    assert client.get(f"{base}/inviting/").status_code == 200
    shown = client.get(f"{base}/inviting/add/", {"q": "诚修"}).content.decode()
    assert all(vendor.legal_name in shown for vendor in vendors)
    for vendor in vendors:
        added = client.post(f"{base}/inviting/add/", {"vendor": vendor.id, "source": "qualified_list"})
        assert added.status_code == 302
    refused = client.post(f"{base}/inviting/add/", {"vendor": a_vendor().id, "source": "qualified_list"})
    assert refused.status_code == 422
    dates = some_dates()
    typed = {
        key: timezone.localtime(value).strftime("%Y-%m-%dT%H:%M") if hasattr(value, "year") else value
        for key, value in vars(dates).items()
    }
    assert client.get(f"{base}/dates/").status_code == 200
    assert client.post(f"{base}/dates/", {**typed, "reply_by": ""}).status_code == 422
    assert client.post(f"{base}/dates/", typed).status_code == 302
    assert client.post(f"{base}/inviting/ask/").status_code == 302
    waiting = Approval.objects.get(document_type="tendering.invitations")
    manager = client_for("general_manager")
    assert manager.get(f"/alpha/records/approvals/{waiting.id}/").status_code == 200
    decide(approval_id=waiting.id, approve=True, reason="", by=world.actor("general_manager"), at=AT, on=AT.date())
    assert client.get(f"{base}/inviting/send/").status_code == 200
    assert client.post(f"{base}/inviting/send/").status_code == 302
    assert Tender.objects.get(id=tender.id).status == "inviting"
    for page in ("inviting", "clarifying", "box", "dates", "meetings/visit", "questions/new"):
        assert client.get(f"{base}/{page}/").status_code == 200, page
    assert client.post(f"{base}/questions/new/", {"text": "几人？"}).status_code == 302
    question = Question.objects.get()
    assert client.get(f"{base}/questions/{question.public_id}/").status_code == 200
    answer = {"topic": "other", "asked": "几人？", "text": "十二人"}
    assert client.post(f"{base}/questions/{question.public_id}/", answer).status_code == 302
    invitation = Invitation.objects.order_by("id").first()
    assert invitation is not None
    meeting = {
        "held_at": timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "place": "云栖苑",
        "our_people": "李敏",
        f"present_{invitation.id}": "on",
        f"people_{invitation.id}": "王芳",
    }
    for occasion in ("visit", "clarification"):
        assert client.post(f"{base}/meetings/{occasion}/", meeting).status_code == 302
    changed = {**typed, "bidder_contact": "新联系人", "reason": "联系人变更"}
    assert client.post(f"{base}/dates/", changed).status_code == 302
    export = {"list": "tendering.invited", "query": f"tender={tender.id}", "format": "xlsx"}
    assert client.post("/alpha/records/export/", export).status_code == 302
    for paper in ("list", "meetings"):
        assert client.post(f"{base}/inviting/print/{paper}/").status_code == 302
    pass_deadline(tender)
    assert client.get(f"{base}/box/close/").status_code == 200
    assert client.post(f"{base}/box/close/").status_code == 302
    assert client.get(f"{base}/box/fail/").status_code == 200
    assert client.post(f"{base}/box/fail/").status_code == 302
    assert Tender.objects.get(id=tender.id).status == "failed"
    for page in ("inviting", "clarifying", "box"):
        assert client.get(f"{base}/{page}/").status_code == 200, page


@pytest.mark.req("TND-17")
def test_names_times_and_count_stay_secret_until_they_may_be_known(
    running: Inviting, officer: Any, client_for: ClientFor
) -> None:
    bid = hand_in(running)
    client = client_for("tender_officer")
    page = f"/alpha/tendering/{running.tender.id}/box/"
    api = f"/api/v1/tendering/inviting/{running.tender.id}/"
    assert "secret until the box is closed" in client.get(page).content.decode()
    assert client.get(api).json()["box"] == {"count": None, "needed": 3, "bids": []}
    _record(running, officer)
    pass_deadline(running.tender)
    closing.close_bids(tender_id=running.tender.id, by=officer, at=AT)
    assert running.vendors[0].legal_name not in client.get(page).content.decode()
    assert client.get(api).json()["box"] == {"count": 1, "needed": 3, "bids": []}
    export = {"list": "tendering.bids", "query": f"tender={running.tender.id}", "format": "xlsx"}
    assert client.post("/alpha/records/export/", export).status_code == 302
    Tender.objects.filter(id=running.tender.id).update(status="opened")
    assert running.vendors[0].legal_name in client.get(page).content.decode()
    assert client.get(api).json()["box"]["bids"][0]["sha256"] == bid.envelope_sha256


@pytest.mark.req("TND-17", "ARC-03")
def test_the_journal_keeps_who_handed_in_and_shows_it_after_the_opening(
    running: Inviting, world: World, client_for: ClientFor
) -> None:
    hand_in(running)
    assert JournalEntry.objects.filter(event="tendering.bid_submitted").count() == 1
    auditor = world.actor("auditor")
    assert not journal_visible_to(auditor).filter(object_type="tendering.bid").exists()
    assert journal_visible_to(auditor).filter(event="tendering.invitation_accepted").exists()
    page = client_for("auditor").get("/alpha/records/journal/", {"event": "tendering.bid_submitted"})
    assert "Nothing matches" in page.content.decode()
    Tender.objects.filter(id=running.tender.id).update(status="opened")
    assert journal_visible_to(auditor).filter(event="tendering.bid_submitted").count() == 1


@pytest.mark.req("TND-17")
def test_the_scheduler_closes_a_box_once_its_records_are_there(running: Inviting, officer: Any) -> None:
    pass_deadline(running.tender)
    assert ready_to_close(timezone.now()) == []
    _record(running, officer)
    assert [row.id for row in ready_to_close(timezone.now())] == [running.tender.id]
    schedule(timezone.now())
    schedule(timezone.now())
    job = Job.objects.get(kind="tendering.close_bids")
    run = JobRun(job.id, job.kind, job.payload, system_actor(running.world.tenant.id), running.world.tenant, AT)
    assert close_bids(run) == {"tender": running.tender.id}
    assert Tender.objects.get().status == "bids_closed"
    assert ready_to_close(timezone.now()) == []
