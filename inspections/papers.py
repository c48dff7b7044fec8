"""Printed documents of the inspections room: the inspection record with its photos."""

import base64
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from inspections import queries
from inspections.choices import SECTION_LABELS, Outcome
from inspections.models import ItemResult
from records.models import Attachment
from records.printing import MAX_DATA_IMAGE, Paper
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import hundredths, in_language, points

MOST_PHOTOS = 40


@dataclass(frozen=True)
class RecordPhoto:
    """A photo as it is printed: a small picture and where it comes from."""

    image: str
    caption: str


@dataclass(frozen=True)
class RecordItem:
    """One answer."""

    code: str
    name: str
    section: str
    max_points: str
    outcome: str
    deduction: str
    repeat: str
    note: str
    place: str
    severity: str
    is_fault: bool
    photos: tuple[RecordPhoto, ...]


@dataclass(frozen=True)
class InspectionRecord:
    """Everything the inspection record says."""

    project: str
    vendor: str
    contract: str
    line: str
    kind: str
    theme: str
    inspected_on: str
    inspector: str
    status: str
    checklist: str
    version: int
    reason: str
    score: str
    max_total: str
    deduction_total: str
    has_veto_failure: bool
    suggestion: str
    items: tuple[RecordItem, ...]

    @property
    def findings(self) -> tuple[RecordItem, ...]:
        """The items that lost points."""
        return tuple(item for item in self.items if item.is_fault)


def build(*, actor: Actor, inspection_id: int) -> Paper:
    """Build the record of a filed inspection the actor may see. Raises Http404 for any other."""
    row = (
        queries.inspections_visible_to(actor)
        .select_related("checklist__template")
        .filter(id=inspection_id, submitted_at__isnull=False)
        .first()
    )
    if row is None:
        raise Http404
    results = queries.results_of(row.id)
    photos = queries.photos_of(results)
    left = MOST_PHOTOS
    items = []
    for result in results:
        shown = photos[result.id][:left]
        left -= len(shown)
        items.append(_item(result, shown))
    day = row.inspected_on or row.planned_on
    content = InspectionRecord(
        project=row.project.name,
        vendor=row.vendor.legal_name,
        contract=row.contract.number,
        line=in_language(row.line.names),
        kind=str(row.get_kind_display()),
        theme=str(row.get_theme_display()) if row.theme else "",
        inspected_on=day.isoformat(),
        inspector=row.inspector_name,
        status=str(row.get_status_display()),
        checklist=f"{in_language(row.checklist.template.names)} v{row.checklist.number}",
        version=row.version,
        reason=row.reason,
        score=hundredths(row.score),
        max_total=points(row.max_total),
        deduction_total=points(row.deduction_total),
        has_veto_failure=row.has_veto_failure,
        suggestion=row.suggestion,
        items=tuple(items),
    )
    return Paper(
        kind="inspections.record",
        title=_("Inspection record"),
        template="inspections/papers/record.html",
        context=content,
        language=translation.get_language() or "zh-hans",
        period=day.strftime("%Y-%m"),
        vendor_id=row.vendor_id if row.status in queries.PUBLIC_STATES else None,
        unit_id=row.project_id,
        rows=len(items),
    )


def _item(result: ItemResult, photos: list[Attachment]) -> RecordItem:
    return RecordItem(
        code=result.item_code,
        name=in_language(result.item.names),
        section=str(SECTION_LABELS.get(result.item.section, result.item.section)),
        max_points=points(result.max_points),
        outcome=str(result.get_outcome_display()),
        deduction=points(result.deduction) if result.deduction else "",
        repeat=f"×{points(result.multiplier_percent)}" if result.multiplier_percent > 100 else "",
        note=result.note,
        place=result.place,
        severity=str(result.get_severity_display()) if result.severity else "",
        is_fault=result.outcome == Outcome.DEDUCT,
        photos=tuple(_photo(one) for one in photos if one.thumbnail_name),
    )


def _photo(photo: Attachment) -> RecordPhoto:
    with default_storage.open(photo.thumbnail_name) as stored:
        content = base64.b64encode(stored.read()).decode()
    image = f"data:{photo.content_type};base64,{content}"
    moment = localtime(photo.taken_at or photo.received_at)
    return RecordPhoto(image if len(image) < MAX_DATA_IMAGE else "", f"{moment:%Y-%m-%d %H:%M}")
