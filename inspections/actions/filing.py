"""Verbs of the person on site: keep the draft, add photos, submit (INS-11, INS-12, INS-13)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inspections import errors, queries
from inspections.actions.scored import RESULT_FIELDS, SCORE_FIELDS, locked, put_answer, same_client, score
from inspections.choices import InspectionStatus, InspectionType
from inspections.models import Inspection, ItemResult
from inspections.rules import answers as answer_rules
from inspections.rules import lifecycle, may
from inspections.rules.answers import ItemInput
from records import journal
from records.actions.attachment import attach
from records.models import Attachment
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.rules.actor import Actor

S = InspectionStatus
PHOTO = "finding_photo"
MAX_SUGGESTION = 2000


def _locked(inspection_id: int, by: Actor) -> Inspection:
    row = locked(inspection_id, by)
    may.file(by, project_id=row.project_id, inspector_id=row.inspector_id)
    return row


def _still_open(row: Inspection) -> None:
    if row.status != S.IN_PROGRESS:
        raise IllegalTransition(row.status, S.IN_PROGRESS.value)


def _checked_answers(results: Sequence[ItemResult], answers: Sequence[ItemInput]) -> dict[str, ItemInput]:
    known = {one.item_code for one in results}
    for answer in answers:
        if answer.code not in known:
            raise errors.UnknownItem(answer.code)
    return {answer.code: answer_rules.cleaned(answer) for answer in answers}


def save_draft(
    *, inspection_id: int, answers: Sequence[ItemInput], by: Actor, at: datetime, suggestion: str | None = None
) -> tuple[Inspection, dict[str, errors.Text]]:
    """Keep the answers given so far; return the inspection with its live score, and by item what could not be kept.

    Only the items named are touched, so that two devices on one inspection do not wipe each other's answers. A draft
    is not a state change and leaves no journal entry. Raises UnknownItem, or IllegalTransition when it is not open.
    """
    with transaction.atomic():
        row = _locked(inspection_id, by)
        _still_open(row)
        results = queries.results_of(row.id)
        given = _checked_answers(results, answers)
        refused: dict[str, errors.Text] = {}
        changed = []
        for result in results:
            answer = given.get(result.item_code)
            if answer is None:
                continue
            problem = answer_rules.problem_of_draft(answer, result.item)
            if problem is not None:
                refused[result.item_code] = problem
                continue
            put_answer(result, answer)
            changed.append(result)
        ItemResult.objects.bulk_update(changed, RESULT_FIELDS)
        row.saved_at = at
        if suggestion is not None:
            row.suggestion = answer_rules.plain(suggestion, MAX_SUGGESTION)
        row.save(update_fields=["saved_at", "suggestion"])
        preview(row, results)
    return row, refused


def preview(row: Inspection, results: Sequence[ItemResult]) -> None:
    """Set the live score on the rows in memory: what the inspection would score if it were submitted now."""
    on = row.inspected_on or row.planned_on
    score(row, results, queries.repeats([row.contract_id], row.month), queries.scoring_rules(on))


def submit_inspection(
    *,
    inspection_id: int,
    by: Actor,
    at: datetime,
    answers: Sequence[ItemInput] | None = None,
    client_id: UUID | None = None,
    suggestion: str | None = None,
    on: date | None = None,
) -> Inspection:
    """Submit an inspection: every item answered, its score computed and stored in the same transaction (INS-11).

    ``answers`` are laid over the draft. The same form sent twice, known by ``client_id``, is one submission. Raises
    Incomplete with what is missing by item, UnknownItem, AlreadyDone, IllegalTransition or NotAllowed.
    """
    with transaction.atomic():
        row = _locked(inspection_id, by)
        if row.status not in queries.OPEN_STATES:
            if same_client(row, client_id) and row.submitted_by_id == by.person_id:
                return row
            raise AlreadyDone
        lifecycle.check(S(row.status), S.SUBMITTED, InspectionType(row.kind))
        results = queries.results_of(row.id)
        given = _checked_answers(results, answers or [])
        merged = {one.item_code: given.get(one.item_code) or _stored(one) for one in results}
        missing = answer_rules.problems(merged, [one.item for one in results], photo_counts(results))
        if missing:
            raise errors.Incomplete(missing)
        for result in results:
            put_answer(result, merged[result.item_code])
        if suggestion is not None:
            row.suggestion = answer_rules.plain(suggestion, MAX_SUGGESTION)
        _file(row, results, by=by, at=at)
    return row


def _file(row: Inspection, results: Sequence[ItemResult], *, by: Actor, at: datetime) -> None:
    preview(row, results)
    before, row.status = row.status, S.SUBMITTED.value
    row.submitted_at, row.submitted_by_id = at, by.person_id
    ItemResult.objects.bulk_update(results, RESULT_FIELDS)
    row.save(update_fields=["status", "submitted_at", "submitted_by", "suggestion", *SCORE_FIELDS])
    journal.record(
        "inspections.inspection_submitted",
        row,
        by=by,
        at=at,
        changes={"status": [before, row.status], "score": [None, row.score], "version": row.version},
        subject_vendor_id=row.vendor_id,
    )


def _stored(result: ItemResult) -> ItemInput:
    return ItemInput(
        result.item_code, result.outcome, result.base_deduction, result.note, result.place, result.severity
    )


def photo_counts(results: Sequence[ItemResult]) -> Counter[str]:
    """Return how many photos each item has; asked of the database only when an item demands one."""
    if not any(one.item.photo_required for one in results):
        return Counter()
    photos = queries.photos_of(results)
    return Counter({one.item_code: len(photos[one.id]) for one in results})


def attach_photo(
    *,
    inspection_id: int,
    item_code: str,
    upload: Any,
    by: Actor,
    at: datetime,
    client_id: UUID | None = None,
    source: str = "",
    taken_at: datetime | None = None,
) -> Attachment:
    """Add a photo to an item of an open inspection; the same ``client_id`` sent twice is one photo.

    A photo that arrives after the submission it belonged to is still taken from the inspector until the inspection is
    judged: on a bad network the answers may be through before the pictures are. Raises UnknownItem, IllegalTransition,
    or what ``records.actions.attachment.attach`` raises for a bad file.
    """
    with transaction.atomic():
        row = _locked(inspection_id, by)
        if row.status not in (S.IN_PROGRESS, S.SUBMITTED):
            raise IllegalTransition(row.status, S.IN_PROGRESS.value)
        result = ItemResult.objects.filter(inspection_id=row.id, item_code=item_code.replace("\x00", "?")).first()
        if result is None:
            raise errors.UnknownItem(item_code)
        owner = result.origin if result.origin_id else result
        return attach(
            owner=owner,
            upload=upload,
            kind=PHOTO,
            by=by,
            at=at,
            vendor_id=row.vendor_id,
            client_id=client_id,
            source=source,
            taken_at=taken_at,
            photos_only=True,
        )


def leave_out_photo(*, inspection_id: int, photo_id: str, by: Actor, at: datetime) -> ItemResult | None:
    """Take back a photo before submitting, by the phone's id of it or by ours; None when there is no such photo.

    The file stays, because evidence is never deleted (ARC-04).
    """
    with transaction.atomic():
        row = _locked(inspection_id, by)
        _still_open(row)
        results = queries.results_of(row.id)
        photos = queries.photos_of(results)
        for result in results:
            taken_back = [one.id for one in photos[result.id] if photo_id in (str(one.client_id), str(one.id))]
            if taken_back:
                result.left_out = [*result.left_out, *taken_back]
                result.save(update_fields=["left_out"])
                journal.record("inspections.photo_left_out", row, by=by, at=at, changes={"attachments": taken_back})
                return result
    return None
