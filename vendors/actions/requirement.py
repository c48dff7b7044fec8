"""Verbs on the table of required papers (VEN-03): day-one content, add, change, take out."""

from datetime import datetime

from django.db import transaction

from records import journal
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from vendors.choices import DOCUMENT_KIND_LABELS, LEGACY_KINDS, Purpose
from vendors.content.requirements import REQUIRED
from vendors.errors.papers import LegacyPaper, PaperKindUnknown, RequirementTaken, RequirementUseless
from vendors.models import DocumentRequirement
from vendors.rules import may


def add_day_one(*, at: datetime) -> None:
    """Give a new tenant the required papers of requirements.md 8.3; asking again adds nothing."""
    if DocumentRequirement.objects.exists():
        return
    DocumentRequirement.objects.bulk_create(
        [
            DocumentRequirement(
                kind=one.kind.value,
                for_invitation=one.for_invitation,
                for_signing=one.for_signing,
                for_settlement=one.for_settlement,
            )
            for one in REQUIRED
        ]
    )


def require_paper(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    line_id: int | None = None,
    for_invitation: bool = True,
    for_signing: bool = True,
    for_settlement: bool = True,
) -> DocumentRequirement:
    """Require a paper of every vendor, or of those that work in a line.

    Raises NotAllowed, and as RuleBroken: PaperKindUnknown, LegacyPaper, RequirementUseless, RequirementTaken.
    """
    may.edit_lines(by)
    if kind not in DOCUMENT_KIND_LABELS:
        raise PaperKindUnknown
    if kind in LEGACY_KINDS:
        raise LegacyPaper
    uses = _uses(for_invitation=for_invitation, for_signing=for_signing, for_settlement=for_settlement)
    with transaction.atomic():
        row, is_new = DocumentRequirement.objects.get_or_create(kind=kind, line_id=line_id, defaults=uses)
        if not is_new:
            raise RequirementTaken
        journal.record(
            "vendors.requirement_added", row, by=by, at=at, changes={"kind": kind, "needed_for": _named(row)}
        )
    return row


def change_requirement(
    *, requirement_id: int, for_invitation: bool, for_signing: bool, for_settlement: bool, by: Actor, at: datetime
) -> DocumentRequirement:
    """Change what a required paper is needed for. Raises NotAllowed, RequirementUseless."""
    may.edit_lines(by)
    uses = _uses(for_invitation=for_invitation, for_signing=for_signing, for_settlement=for_settlement)
    with transaction.atomic():
        row = DocumentRequirement.objects.select_for_update(of=("self",), no_key=True).get(id=requirement_id)
        old = _named(row)
        for name, value in uses.items():
            setattr(row, name, value)
        if _named(row) != old:
            row.save(update_fields=[*uses])
            changes = {"kind": row.kind, "needed_for": [old, _named(row)]}
            journal.record("vendors.requirement_changed", row, by=by, at=at, changes=changes)
    return row


def drop_requirement(*, requirement_id: int, by: Actor, at: datetime) -> None:
    """Require a paper no longer; papers handed in stay in the files. Raises NotAllowed, AlreadyDone."""
    may.edit_lines(by)
    with transaction.atomic():
        row = DocumentRequirement.objects.select_for_update(of=("self",)).filter(id=requirement_id).first()
        if row is None:
            raise AlreadyDone
        journal.record("vendors.requirement_removed", row, by=by, at=at, changes={"kind": row.kind})
        row.delete()


def _uses(**uses: bool) -> dict[str, bool]:
    if not any(uses.values()):
        raise RequirementUseless
    return uses


def _named(row: DocumentRequirement) -> list[str]:
    return [purpose.value for purpose in Purpose if getattr(row, f"for_{purpose.value}")]
