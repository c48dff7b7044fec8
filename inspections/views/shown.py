"""What pages show of inspections: cards by section, photos, stages, timeline."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from inspections import queries
from inspections.actions.filing import preview
from inspections.choices import (
    EVENT_LABELS,
    INSPECTION_STATUS_LABELS,
    SECTION_LABELS,
    SEVERITY_LABELS,
    InspectionStatus,
    InspectionType,
    Outcome,
    options,
)
from inspections.errors import Text
from inspections.lists import severity_tone, status_tone
from inspections.models import Inspection, ItemResult
from inspections.rules.answers import ItemInput
from inspections.rules.lifecycle import needs_review
from inspections.rules.scoring import score_of_sums
from records.event_names import shown_actor
from records.models import Attachment
from records.queries import journal_of
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language, points
from tenancy.web import tenant_url

S = InspectionStatus
TONES = {"inspections.inspection_published": "green", "inspections.inspection_cancelled": "red"}


def shown_photo(photo: Attachment, alt: str) -> dict[str, Any]:
    """Return a photo as the photo strip shows it."""
    address = tenant_url("records:file", photo.id)
    moment = localtime(photo.taken_at or photo.received_at)
    source = photo.get_source_display() if photo.source else ""
    return {
        "id": photo.id,
        "client_id": str(photo.client_id or photo.id),
        "url": address,
        "thumb_url": tenant_url("records:thumbnail", photo.id),
        "alt": alt,
        "taken_at": moment,
        "caption": f"{moment:%m-%d %H:%M} {source}".strip(),
    }


def shown_item(
    result: ItemResult,
    photos: Sequence[Attachment],
    *,
    problem: Text = "",
    typed: ItemInput | None = None,
) -> dict[str, Any]:
    """Return an answer as form and detail page show it; ``typed`` wins over what is stored."""
    name = in_language(result.item.names)
    outcome = typed.outcome if typed else result.outcome
    deduction = typed.deduction if typed else result.base_deduction
    return {
        "code": result.item_code,
        "name": name,
        "max_points": result.max_points,
        "is_veto": result.item.is_veto,
        "photo_required": result.item.photo_required,
        "outcome": outcome,
        "outcome_label": result.get_outcome_display() if result.outcome else "",
        "is_fault": outcome == Outcome.DEDUCT.value,
        "deduction_text": points(deduction) if outcome == Outcome.DEDUCT.value and deduction >= 0 else "",
        "deduction": result.deduction,
        "base_deduction": result.base_deduction,
        "is_repeat": result.multiplier_percent > 100,
        "multiplier": points(result.multiplier_percent),
        "note": typed.note if typed else result.note,
        "place": typed.place if typed else result.place,
        "severity": (typed.severity if typed else result.severity) or "ordinary",
        "severity_label": result.get_severity_display() if result.severity else "",
        "severity_tone": severity_tone(result),
        "photos": [
            shown_photo(photo, _("%(item)s, photo %(number)s") % {"item": name, "number": number})
            for number, photo in enumerate(photos, 1)
        ],
        "problem": problem,
    }


def sections_of(
    row: Inspection,
    results: Sequence[ItemResult],
    photos: Mapping[int, Sequence[Attachment]],
    *,
    problems: Mapping[str, Text] | None = None,
    typed: Mapping[str, ItemInput] | None = None,
) -> list[dict[str, Any]]:
    """Return the answers by section, each section with its progress and score."""
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        key = result.item.section
        section = found.setdefault(
            key, {"key": key, "label": SECTION_LABELS.get(key, key), "items": [], "answered": 0, "score": None}
        )
        item = shown_item(
            result,
            photos.get(result.id, ()),
            problem=(problems or {}).get(result.item_code, ""),
            typed=(typed or {}).get(result.item_code),
        )
        section["items"].append(item)
        section["answered"] += bool(item["outcome"])
    for key, section in found.items():
        sums = row.sections.get(key)
        section["score"] = score_of_sums(*sums) if sums else None
        section["sums"] = sums
    return list(found.values())


def filing_context(
    row: Inspection,
    *,
    problems: Mapping[str, Text] | None = None,
    typed: Sequence[ItemInput] | None = None,
) -> dict[str, Any]:
    """Return what the filing page needs, with the live score of what is stored."""
    results = queries.results_of(row.id)
    preview(row, results)
    answers = {one.code: one for one in typed or ()}
    sections = sections_of(row, results, queries.photos_of(results), problems=problems, typed=answers)
    names = {item["code"]: item["name"] for section in sections for item in section["items"]}
    return {
        "inspection": row,
        "sections": sections,
        "answered": sum(section["answered"] for section in sections),
        "total": len(results),
        "severities": options(SEVERITY_LABELS),
        "problems": [
            {"code": code, "name": names.get(code, ""), "text": text} for code, text in (problems or {}).items()
        ],
        "line_name": in_language(row.line.names),
    }


def stages_of(row: Inspection) -> list[dict[str, Any]]:
    """Return where an inspection stands, as the stage bar shows it."""
    order = [S.PLANNED, S.IN_PROGRESS, S.SUBMITTED, S.PUBLISHED, S.FINAL]
    if needs_review(InspectionType(row.kind)):
        order.insert(3, S.REVIEWED)
    moments = {
        S.PLANNED: row.created_at,
        S.IN_PROGRESS: row.started_at,
        S.SUBMITTED: row.submitted_at,
        S.REVIEWED: row.reviewed_at,
        S.PUBLISHED: row.published_at,
        S.FINAL: None,
    }
    now, last_day = S(row.status), queries.final_after(row)
    stopped = now in (S.CANCELLED, S.SUPERSEDED)
    steps = []
    for step in order:
        reached = moments[step] is not None
        state = "done" if reached else ""
        if step is now:
            state = "done" if now in (S.PUBLISHED, S.FINAL) else "current"
        note = f"{localtime(moments[step]):%m-%d}" if reached else ""
        if step is S.FINAL and last_day is not None:
            note = _("after %(day)s") % {"day": f"{last_day:%m-%d}"}
        steps.append({"label": INSPECTION_STATUS_LABELS[step.value], "state": state, "note": note})
    if stopped:
        steps = [step for step in steps if step["state"] == "done"]
        steps.append({"label": INSPECTION_STATUS_LABELS[now.value], "state": "stopped", "note": ""})
    return steps


def timeline_of(row: Any, object_type: str) -> list[dict[str, Any]]:
    """Return what happened to an inspection or checklist version, newest first."""
    return [
        {
            "at": entry.at,
            "by": shown_actor(entry),
            "text": EVENT_LABELS.get(entry.event, entry.event),
            "detail": entry.changes.get("reason", ""),
            "tone": TONES.get(entry.event, "grey"),
        }
        for entry in journal_of(object_type, row.id)
    ]


def detail_context(row: Inspection, actor: Actor) -> dict[str, Any]:
    """Return what the page of an inspection needs."""
    results = queries.results_of(row.id)
    photos = queries.photos_of(results)
    is_filed = row.submitted_at is not None
    sections = sections_of(row, results, photos) if is_filed else []
    findings = [item for section in sections for item in section["items"] if item["is_fault"]]
    return {
        "inspection": row,
        "line_name": in_language(row.line.names),
        "tone": status_tone(row),
        "sections": sections,
        "findings": findings,
        "not_applicable": sum(item["outcome"] == Outcome.NA for one in sections for item in one["items"]),
        "is_filed": is_filed,
        "actions": queries.allowed_actions(row, actor),
        "final_after": queries.final_after(row),
        "stages": [] if actor.is_vendor else stages_of(row),
        "timeline": [] if actor.is_vendor else timeline_of(row, "inspections.inspection"),
        "versions": [] if actor.is_vendor else queries.versions_of(row),
        "may_print": is_filed,
    }
