"""Site visit, clarification meeting, and answers that go to every bidder (TND-19, TND-20)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from records import journal
from records.rules.text import clean, one_line
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from tendering.actions import moving, notices
from tendering.choices import InvitationStatus, NoticeKind, Occasion, QuestionTopic, TenderStatus
from tendering.errors import SCORING_REPLY, AnswererNotAppointed, MeetingNotRecorded, ScoringIsSecret, WrongStage
from tendering.models import Attendance, Invitation, Meeting, Question, Tender
from tendering.queries import answering
from tendering.rules import may

RUNNING = (TenderStatus.INVITING, TenderStatus.CLARIFYING)


@dataclass(frozen=True)
class Present:
    """Whether a bidder came, and who for it."""

    invitation_id: int
    is_present: bool
    people: str = ""


def record_meeting(
    *,
    tender_id: int,
    occasion: str,
    held_at: datetime,
    place: str,
    our_people: str,
    notes: str,
    present: list[Present],
    by: Actor,
    at: datetime,
) -> Meeting:
    """Record a visit or clarification meeting with the attendance of each bidder; recording again corrects it.

    With both on record the tender is clarifying. Raises NotAllowed, WrongStage, MeetingNotRecorded for a meeting that
    has not been held yet or comes before the visit.
    """
    kind = Occasion(occasion)
    with transaction.atomic():
        tender = moving.locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status not in RUNNING:
            raise WrongStage
        if held_at > at:
            raise MeetingNotRecorded
        meeting, is_new = Meeting.objects.update_or_create(
            tender=tender,
            occasion=kind.value,
            defaults={
                "held_at": held_at,
                "place": one_line(place),
                "our_people": clean(our_people),
                "notes": clean(notes),
                "recorded_at": at,
                "recorded_by_id": by.membership_id,
            },
        )
        came = _write_attendance(meeting, present)
        journal.record(
            "tendering.meeting_recorded" if is_new else "tendering.meeting_corrected",
            tender,
            by=by,
            at=at,
            changes={"occasion": kind.value, "present": came},
        )
        if tender.status == TenderStatus.INVITING and _all_recorded(tender):
            moving.move(tender, TenderStatus.CLARIFYING, by=by, at=at)
    return meeting


def write_down_question(*, tender_id: int, text: str, by: Actor, at: datetime) -> Question:
    """Write down a question asked at a meeting, without its asker. Raises NotAllowed, WrongStage."""
    with transaction.atomic():
        tender = moving.locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status not in RUNNING:
            raise WrongStage
        question = Question.objects.create(tender=tender, text=clean(text), asked_at=at)
        journal.record("tendering.question_written_down", tender, by=by, at=at)
    return question


def answer(*, question_id: int, topic: str, asked: str, text: str, by: Actor, at: datetime) -> Question:
    """Answer a question to every bidder at once. Technical ones are answered by those appointed, all others by the
    organiser, and scoring standards by nobody: then every bidder is told exactly that (TND-20). ``asked`` is the
    question as all bidders read it, without what tells who asked.

    Raises NotAllowed, AnswererNotAppointed, WrongStage, AlreadyDone, ScoringIsSecret.
    """
    kind = QuestionTopic(topic)
    with transaction.atomic():
        tender = moving.locked(Question.objects.values_list("tender_id", flat=True).get(id=question_id))
        question = Question.objects.select_for_update(of=("self",), no_key=True).get(id=question_id)
        _check_answerer(tender, kind, by)
        if tender.status not in RUNNING:
            raise WrongStage
        if question.answered_at is not None:
            raise AlreadyDone
        question.topic, question.answer = kind.value, _said(kind, text)
        question.answered_at, question.answered_by_id, question.answered_by_name = at, by.membership_id, by.name
        question.save(update_fields=["topic", "answer", "answered_at", "answered_by", "answered_by_name"])
        invitations = list(Invitation.objects.filter(tender=tender).order_by("id"))
        notices.tell_all(invitations, kind=NoticeKind.ANSWER, subject=clean(asked), text=question.answer, at=at)
        journal.record("tendering.question_answered", tender, by=by, at=at, changes={"topic": kind.value})
    return question


def _said(kind: QuestionTopic, text: str) -> str:
    if kind == QuestionTopic.SCORING:
        if clean(text):
            raise ScoringIsSecret
        with override("zh-hans"):
            return str(SCORING_REPLY)
    return clean(text)


def _check_answerer(tender: Tender, kind: QuestionTopic, by: Actor) -> None:
    if kind != QuestionTopic.TECHNICAL:
        may.organise(by, tender.project_id, tender.organiser_id)
    elif not answering.may_answer_technical(tender, by):
        raise AnswererNotAppointed


def _write_attendance(meeting: Meeting, present: list[Present]) -> int:
    """Write who came, of the bidders that have not declined; return how many came."""
    known = set(
        Invitation.objects.filter(tender_id=meeting.tender_id)
        .exclude(status__in=[InvitationStatus.DECLINED.value, InvitationStatus.LISTED.value])
        .values_list("id", flat=True)
    )
    Attendance.objects.filter(meeting=meeting).delete()
    rows = Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, invitation_id=one.invitation_id, is_present=one.is_present, people=one_line(one.people)
        )
        for one in present
        if one.invitation_id in known
    )
    return sum(row.is_present for row in rows)


def _all_recorded(tender: Tender) -> bool:
    planned = {Occasion.VISIT: tender.visit_at, Occasion.CLARIFICATION: tender.clarification_at}
    recorded = set(Meeting.objects.filter(tender=tender).values_list("occasion", flat=True))
    return all(moment is None or occasion.value in recorded for occasion, moment in planned.items())
