"""Verbs on vendor reviews (VEN-04, VEN-06, VEN-07): start, note aspects, tick conditions, complete, abandon."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.attachment import attach
from records.actions.number import next_number
from records.rules.text import clean, one_line
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from vendors.actions.qualification import locked, move, tell
from vendors.choices import Aspect, AspectResult, Condition, Qualification, ReviewResult, ReviewStatus
from vendors.errors import EvidenceMissing, ReasonMissing, ReviewNotOpen, ReviewRunning, VendorSwitchedOff
from vendors.models import ReviewAspect, ReviewCondition, VendorReview
from vendors.queries import review as queries
from vendors.rules import may
from vendors.rules import review as rules
from vendors.rules.lifecycle import USABLE

MORE_PAPERS = gettext_noop("More papers are needed for the review of your company: %(conclusion)s")
NOT_PASSED = gettext_noop("Your company did not pass the review: %(conclusion)s")
# State of a vendor under review after its review ended so; one that passed waits for the list (VEN-08).
AFTERWARDS = {
    ReviewResult.MORE_PAPERS: (Qualification.DOCS_SUBMITTED, "vendors.papers_asked_for", MORE_PAPERS),
    ReviewResult.FAILED: (Qualification.CANDIDATE, "vendors.vendor_not_accepted", NOT_PASSED),
}


def start_review(*, vendor_id: int, reviewers: Sequence[str], by: Actor, at: datetime) -> VendorReview:
    """Open a review; a vendor whose papers are in is under review from now on, a qualified one keeps its state.

    Raises NotAllowed, IllegalTransition, and as RuleBroken: VendorSwitchedOff, ReviewRunning.
    """
    may.review(by, queries.sites_of(vendor_id))
    with transaction.atomic():
        vendor = locked(vendor_id)
        if not vendor.is_active:
            raise VendorSwitchedOff
        running = queries.open_review(vendor.id)
        if running is not None:
            raise ReviewRunning(review_id=running.id)
        if vendor.status not in USABLE:
            move(vendor, Qualification.UNDER_REVIEW, "vendors.vendor_under_review", by=by, at=at)
        review = VendorReview.objects.create(
            vendor=vendor,
            number=next_number("review", on=at.astimezone(active_zone()).date()),
            reviewers=tidy_names(reviewers),
            opened_at=at,
            opened_by_id=by.person_id,
        )
        journal.record("vendors.review_started", review, by=by, at=at, changes={"vendor": vendor.legal_name})
    return review


def note_aspect(
    *, review_id: int, aspect: str, result: str, by: Actor, at: datetime, note: str = "", uploads: Iterable[Any] = ()
) -> ReviewAspect:
    """Note what a review found about one aspect, with evidence files; noting again replaces the words.

    Raises NotAllowed, and as RuleBroken: ReviewNotOpen, AspectFailed, and what the files' keeper raises.
    """
    code, found = Aspect(aspect).value, AspectResult(result).value
    with transaction.atomic():
        review = _open(review_id, by)
        written = rules.check_aspect_note(found, note)
        row, _is_new = ReviewAspect.objects.update_or_create(
            review=review,
            aspect=code,
            defaults={"result": found, "note": written, "noted_at": at, "noted_by_name": by.name},
        )
        for upload in uploads:
            attach(owner=row, upload=upload, kind="evidence", by=by, at=at)
        journal.record(
            "vendors.aspect_noted", review, by=by, at=at, changes={"aspect": code, "finding": found, "note": written}
        )
    return row


def tick_condition(
    *,
    review_id: int,
    condition: str,
    by: Actor,
    at: datetime,
    evidence: str = "",
    upload: Any = None,
    note: str = "",
) -> ReviewCondition:
    """Tick one of the five conditions with its evidence: a paper ``type:id`` of the vendor, or a file (VEN-04).

    The service report is ticked with a complete one only. Raises NotAllowed, and as RuleBroken: ReviewNotOpen,
    EvidenceMissing, and what the file's keeper raises.
    """
    code = Condition(condition).value
    with transaction.atomic():
        review = _open(review_id, by)
        linked = _linked(review, evidence)
        if linked is None and (evidence or upload is None):
            raise EvidenceMissing
        is_report = linked is not None and linked[0] == "vendors.servicereport"
        if code == Condition.SERVICE_REPORT and not is_report:
            raise EvidenceMissing
        kind, key, label = linked or ("", None, "")
        row, _is_new = ReviewCondition.objects.update_or_create(
            review=review,
            condition=code,
            defaults={
                "evidence_type": kind,
                "evidence_id": key,
                "evidence_label": label[:200],
                "note": clean(note),
                "ticked_at": at,
                "ticked_by_name": by.name,
            },
        )
        if upload is not None:
            attach(owner=row, upload=upload, kind="evidence", by=by, at=at)
        journal.record("vendors.condition_ticked", review, by=by, at=at, changes={"condition": code, "evidence": label})
    return row


def untick_condition(*, review_id: int, condition: str, by: Actor, at: datetime) -> VendorReview:
    """Take a tick back while the review is open; its files stay in the archive. Raises NotAllowed, ReviewNotOpen."""
    with transaction.atomic():
        review = _open(review_id, by)
        gone, _rows = ReviewCondition.objects.filter(review=review, condition=condition).delete()
        if gone:
            journal.record("vendors.condition_unticked", review, by=by, at=at, changes={"condition": condition})
    return review


def complete_review(
    *, review_id: int, result: str, conclusion: str, reviewers: Sequence[str], by: Actor, at: datetime
) -> VendorReview:
    """Close a review with its result (VEN-06, VEN-07); to pass, all five conditions are ticked (VEN-04).

    A vendor under review that passed waits for the qualified list; otherwise it goes back. Raises NotAllowed, and as
    RuleBroken: ReviewNotOpen, ReviewersMissing, ConclusionMissing, AspectsMissing, AspectFailed, ConditionsMissing.
    """
    outcome = ReviewResult(result)
    with transaction.atomic():
        review = _open(review_id, by)
        names = tidy_names(reviewers)
        results = dict(ReviewAspect.objects.filter(review=review).values_list("aspect", "result"))
        written = rules.check_completion(results, result=outcome, conclusion=conclusion, reviewers=names)
        if outcome is ReviewResult.PASSED:
            rules.check_conditions(
                set(ReviewCondition.objects.filter(review=review).values_list("condition", flat=True))
            )
        review.status, review.result, review.conclusion = ReviewStatus.COMPLETED.value, outcome.value, written
        review.reviewers, review.completed_at, review.completed_by_id = names, at, by.person_id
        review.save(update_fields=["status", "result", "conclusion", "reviewers", "completed_at", "completed_by"])
        journal.record(
            "vendors.review_completed", review, by=by, at=at, changes={"result": outcome.value, "reviewers": names}
        )
        _move_on(review, outcome, by=by, at=at)
    return review


def abandon_review(*, review_id: int, reason: str, by: Actor, at: datetime) -> VendorReview:
    """Give a review up; the vendor's papers wait again. Raises NotAllowed, ReasonMissing, ReviewNotOpen."""
    with transaction.atomic():
        review = _open(review_id, by)
        if not clean(reason):
            raise ReasonMissing
        review.status = ReviewStatus.ABANDONED.value
        review.save(update_fields=["status"])
        journal.record("vendors.review_abandoned", review, by=by, at=at, changes={"reason": clean(reason)})
        vendor = locked(review.vendor_id)
        if vendor.status == Qualification.UNDER_REVIEW:
            move(vendor, Qualification.DOCS_SUBMITTED, "vendors.review_abandoned", by=by, at=at)
    return review


def tidy_names(names: Iterable[str]) -> list[str]:
    """Return names in their written form, each once, without empty ones."""
    return list(dict.fromkeys(filter(None, (one_line(name)[:80] for name in names))))


def _open(review_id: int, by: Actor) -> VendorReview:
    rows = VendorReview.objects.select_for_update(of=("self",), no_key=True)
    review = rows.get(id=review_id)
    may.review(by, queries.sites_of(review.vendor_id))
    if review.status != ReviewStatus.OPEN:
        raise ReviewNotOpen
    return review


def _linked(review: VendorReview, evidence: str) -> tuple[str, int, str] | None:
    """Return type, id and label of a paper of the review's own vendor, or None for anything else."""
    for one in queries.evidence_choices(review):
        if one.key == evidence:
            kind, _colon, key = one.key.partition(":")
            return kind, int(key), one.label
    return None


def _move_on(review: VendorReview, outcome: ReviewResult, *, by: Actor, at: datetime) -> None:
    vendor = locked(review.vendor_id)
    if outcome in AFTERWARDS and vendor.status == Qualification.UNDER_REVIEW:
        to, event, text = AFTERWARDS[outcome]
        move(vendor, to, event, by=by, at=at)
        tell(vendor, event, text, {"conclusion": review.conclusion}, at=at)
