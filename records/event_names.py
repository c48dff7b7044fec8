"""What the journal's events are called; the codes themselves are stored and never change."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from records.models import JournalEntry
from tenancy.choices import TenantProfile
from tenancy.listing import shown_text

EVENTS: dict[str, Any] = {
    "complaints.complaint_answered": pgettext_lazy("event", "Complaint answered"),
    "complaints.complaint_closed": pgettext_lazy("event", "Complaint closed"),
    "complaints.complaint_judged": pgettext_lazy("event", "Responsibility judged"),
    "complaints.complaint_registered": pgettext_lazy("event", "Complaint registered"),
    "complaints.complaint_reopened": pgettext_lazy("event", "Complaint reopened"),
    "complaints.contact_revealed": pgettext_lazy("event", "Complainant's contact revealed"),
    "contracts.contract_activated": pgettext_lazy("event", "Contract activated"),
    "contracts.contract_drafted": pgettext_lazy("event", "Contract drafted"),
    "contracts.contract_expired": pgettext_lazy("event", "Contract expired"),
    "contracts.contract_terminated": pgettext_lazy("event", "Contract terminated"),
    "contracts.draft_abandoned": pgettext_lazy("event", "Contract draft abandoned"),
    "contracts.draft_changed": pgettext_lazy("event", "Contract draft changed"),
    "contracts.rules_accepted": pgettext_lazy("event", "Supervision rules accepted"),
    "contracts.rules_published": pgettext_lazy("event", "Supervision rules published"),
    "inspections.checklist_added": pgettext_lazy("event", "Checklist added"),
    "inspections.checklist_approved": pgettext_lazy("event", "Checklist approved"),
    "inspections.checklist_changed": pgettext_lazy("event", "Checklist changed"),
    "inspections.checklist_drafted": pgettext_lazy("event", "Checklist drafted"),
    "inspections.checklist_returned": pgettext_lazy("event", "Checklist returned"),
    "inspections.checklist_submitted": pgettext_lazy("event", "Checklist submitted"),
    "inspections.checklist_withdrawn": pgettext_lazy("event", "Checklist withdrawn"),
    "inspections.correction_begun": pgettext_lazy("event", "Correction of an inspection begun"),
    "inspections.inspection_cancelled": pgettext_lazy("event", "Inspection cancelled"),
    "inspections.inspection_planned": pgettext_lazy("event", "Inspection planned"),
    "inspections.inspection_published": pgettext_lazy("event", "Inspection published"),
    "inspections.inspection_returned": pgettext_lazy("event", "Inspection returned"),
    "inspections.inspection_reviewed": pgettext_lazy("event", "Inspection reviewed"),
    "inspections.inspection_sent_back": pgettext_lazy("event", "Inspection sent back"),
    "inspections.inspection_started": pgettext_lazy("event", "Inspection started"),
    "inspections.inspection_submitted": pgettext_lazy("event", "Inspection submitted"),
    "inspections.inspection_superseded": pgettext_lazy("event", "Inspection replaced by a correction"),
    "inspections.inspections_final": pgettext_lazy("event", "Inspections became final"),
    "inspections.inspections_published": pgettext_lazy("event", "Inspections published"),
    "inspections.inspections_reviewed": pgettext_lazy("event", "Inspections reviewed"),
    "inspections.photo_left_out": pgettext_lazy("event", "Photo left out"),
    "records.approval_closed": pgettext_lazy("event", "Approval closed"),
    "records.approval_overtaken": pgettext_lazy("event", "Approval overtaken"),
    "records.approval_started": pgettext_lazy("event", "Approval started"),
    "records.approval_step_decided": pgettext_lazy("event", "Approval step decided"),
    "records.approval_withdrawn": pgettext_lazy("event", "Approval withdrawn"),
    "records.chain_set": pgettext_lazy("event", "Approval chain set"),
    "records.delegation_recorded": pgettext_lazy("event", "Delegation recorded"),
    "records.delegation_revoked": pgettext_lazy("event", "Delegation revoked"),
    "records.document_printed": pgettext_lazy("event", "Document printed"),
    "records.export_deleted": pgettext_lazy("event", "File of an export deleted"),
    "records.file_attached": pgettext_lazy("event", "File attached"),
    "records.import_abandoned": pgettext_lazy("event", "Import abandoned"),
    "records.import_applied": pgettext_lazy("event", "Import applied"),
    "records.import_uploaded": pgettext_lazy("event", "Import uploaded"),
    "records.journal_verified": pgettext_lazy("event", "Audit trail verified"),
    "records.list_exported": pgettext_lazy("event", "List exported"),
    "scoring.adjustment_approved": pgettext_lazy("event", "Adjustment approved"),
    "scoring.adjustment_proposed": pgettext_lazy("event", "Adjustment proposed"),
    "scoring.adjustment_rejected": pgettext_lazy("event", "Adjustment rejected"),
    "scoring.card_confirmed": pgettext_lazy("event", "Scorecard confirmed"),
    "scoring.card_corrected": pgettext_lazy("event", "Scorecard corrected"),
    "scoring.card_evaluated": pgettext_lazy("event", "Scorecard evaluated"),
    "scoring.card_published": pgettext_lazy("event", "Scorecard published"),
    "scoring.correction_proposed": pgettext_lazy("event", "Correction proposed"),
    "scoring.correction_rejected": pgettext_lazy("event", "Correction rejected"),
    "scoring.run_computed": pgettext_lazy("event", "Month computed"),
    "scoring.run_opened": pgettext_lazy("event", "Month opened"),
    "tenancy.contact_revealed": pgettext_lazy("event", "Contact revealed"),
    "tenancy.department_named": pgettext_lazy("event", "Outsourcing department named"),
    "tenancy.job_retried": pgettext_lazy("event", "Background job retried"),
    "tenancy.member_added": pgettext_lazy("event", "Member added"),
    "tenancy.member_changed": pgettext_lazy("event", "Member changed"),
    "tenancy.member_invited": pgettext_lazy("event", "Member invited"),
    "tenancy.member_switched_off": pgettext_lazy("event", "Member switched off"),
    "tenancy.member_switched_on": pgettext_lazy("event", "Member switched on"),
    "tenancy.owner_admission_ended": pgettext_lazy("event", "Admission of an owner ended"),
    "tenancy.owner_admitted": pgettext_lazy("event", "Owner admitted to a project"),
    "tenancy.profile_changed": pgettext_lazy("event", "Own profile changed"),
    "tenancy.role_granted": pgettext_lazy("event", "Role granted"),
    "tenancy.role_revoked": pgettext_lazy("event", "Role revoked"),
    "tenancy.settings_approved": pgettext_lazy("event", "Rules and figures approved"),
    "tenancy.settings_drafted": pgettext_lazy("event", "Rules and figures drafted"),
    "tenancy.settings_withdrawn": pgettext_lazy("event", "Rules and figures withdrawn"),
    "tenancy.tenant_created": pgettext_lazy("event", "Tenant created"),
    "tenancy.tenant_profile_set": pgettext_lazy("event", "Company profile chosen"),
    "tenancy.token_created": pgettext_lazy("event", "API token created"),
    "tenancy.token_revoked": pgettext_lazy("event", "API token revoked"),
    "tenancy.unit_added": pgettext_lazy("event", "Organisation node added"),
    "tenancy.unit_changed": pgettext_lazy("event", "Organisation node changed"),
    "tenancy.unit_switched_off": pgettext_lazy("event", "Organisation node switched off"),
    "tenancy.unit_switched_on": pgettext_lazy("event", "Organisation node switched on"),
    "vendors.line_activated": pgettext_lazy("event", "Service line switched on"),
    "vendors.line_added": pgettext_lazy("event", "Service line added"),
    "vendors.line_changed": pgettext_lazy("event", "Service line changed"),
    "vendors.line_deactivated": pgettext_lazy("event", "Service line switched off"),
    "vendors.person_invited": pgettext_lazy("event", "Vendor's person invited"),
    "vendors.vendor_activated": pgettext_lazy("event", "Vendor switched on"),
    "vendors.vendor_changed": pgettext_lazy("event", "Vendor changed"),
    "vendors.vendor_deactivated": pgettext_lazy("event", "Vendor switched off"),
    "vendors.vendor_registered": pgettext_lazy("event", "Vendor registered"),
}
QUIET = {"sha256", "head", "reason_code"}  # proofs and codes: on the entry's own page only
FACTS: dict[str, Any] = {
    "file": _("File"),
    "kind": _("Kind"),
    "sha256": _("SHA-256"),
    "number": _("Number"),
    "list": _("List"),
    "format": _("Format"),
    "rows": _("Rows"),
    "filters": _("Filters"),
    "columns": _("Columns"),
    "links": _("Links"),
    "unsealed": _("Not sealed yet"),
    "head": _("Head of the chain"),
    "first_bad": _("First bad link"),
    "reason": _("Reason"),
    "status": _("Status"),
    "profile": _("Company profile"),
    "member": _("Member"),
}
# Words of values that are no field of the object they are written about, by the key of the change.
VALUES: dict[str, dict[str, Any]] = {
    "kind": {
        "photo": pgettext_lazy("file", "Photo"),
        "finding_photo": pgettext_lazy("file", "Photo"),
        "export": pgettext_lazy("file", "Exported list"),
    },
    "profile": dict(TenantProfile.choices),
}


def events() -> dict[str, Any]:
    """Return every event of every room by its code (``config.registry.EVENT_WORDS``)."""
    return EVENTS | {code: label for room in _rooms() for code, label in room.EVENT_LABELS.items()}


def _rooms() -> list[Any]:
    return [import_module(path) for path in settings.EVENT_WORDS]


def _fact(key: str) -> Any:
    return FACTS.get(key) or next((room.FACT_LABELS[key] for room in _rooms() if key in room.FACT_LABELS), None)


def _values(key: str) -> dict[Any, Any]:
    """Return the words of a fact's values: this room's, else those of the room that names them (``VALUE_LABELS``)."""
    found = (getattr(room, "VALUE_LABELS", {}).get(key) for room in _rooms())
    return VALUES.get(key) or next(filter(None, found), {})


def event_label(code: str) -> str:
    """Return the event in words; an event without a name is shown by its code, readable at least."""
    known = events().get(code)
    return str(known) if known else code.partition(".")[2].replace("_", " ").capitalize() or code


def shown_actor(entry: JournalEntry) -> str:
    """Return who did it; scheduled work carries no person and is named in the reader's language."""
    is_nobody = entry.actor_id is None and entry.actor_name == "system"
    return pgettext("journal", "System") if is_nobody else entry.actor_name


def object_label(object_type: str) -> str:
    """Return what kind of thing an entry is about, in words."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def changed_fields(entry: JournalEntry) -> list[dict[str, str]]:
    """Return an entry's changes as ``{label, before, after, is_change}``, with the words of the object's own fields."""
    return [_change(entry.object_type, key, value) for key, value in entry.changes.items()]


def summary(entry: JournalEntry, most: int = 3) -> str:
    """Return the first changes in one line."""
    parts = []
    shown = [_change(entry.object_type, key, value) for key, value in entry.changes.items() if key not in QUIET]
    for change in shown[:most]:
        arrow = f"{change['before']} → {change['after']}" if change["is_change"] else change["after"]
        parts.append(f"{change['label']}: {arrow}"[:80])
    return "; ".join(parts)


def _change(object_type: str, key: str, value: Any) -> dict[str, Any]:
    label, choices = _field(object_type, key)
    if isinstance(value, list) and len(value) == 2:
        before, after = (_shown(one, choices) for one in value)
        return {"label": label, "before": before, "after": after, "is_change": True}
    return {"label": label, "before": "", "after": _shown(value, choices), "is_change": False}


def _field(object_type: str, key: str) -> tuple[str, dict[Any, Any]]:
    try:
        field = apps.get_model(object_type)._meta.get_field(key)
    except (LookupError, ValueError, FieldDoesNotExist):
        return str(_fact(key) or key.replace("_", " ").capitalize()), _values(key)
    return str(getattr(field, "verbose_name", key)), dict(getattr(field, "flatchoices", None) or [])


def _shown(value: Any, choices: dict[Any, Any]) -> str:
    try:
        return str(choices.get(value) or shown_text(value))
    except TypeError:
        return shown_text(value)
