"""What the journal's events are called; the codes themselves are stored and never change."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.models import JournalEntry
from tenancy.listing import shown_text

EVENTS: dict[str, Any] = {
    "records.document_printed": pgettext_lazy("event", "Document printed"),
    "records.file_attached": pgettext_lazy("event", "File attached"),
    "records.journal_verified": pgettext_lazy("event", "Audit trail verified"),
    "records.list_exported": pgettext_lazy("event", "List exported"),
}
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
}


def events() -> dict[str, Any]:
    """Return every event of every room by its code (``config.registry.EVENT_WORDS``)."""
    return EVENTS | {code: label for room in _rooms() for code, label in room.EVENT_LABELS.items()}


def _rooms() -> list[Any]:
    return [import_module(path) for path in settings.EVENT_WORDS]


def _fact(key: str) -> Any:
    return FACTS.get(key) or next((room.FACT_LABELS[key] for room in _rooms() if key in room.FACT_LABELS), None)


def event_label(code: str) -> str:
    """Return the event in words; an event without a name is shown by its code, readable at least."""
    known = events().get(code)
    return str(known) if known else code.partition(".")[2].replace("_", " ").capitalize() or code


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
    for change in changed_fields(entry)[:most]:
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
        return str(_fact(key) or key.replace("_", " ").capitalize()), {}
    return str(getattr(field, "verbose_name", key)), dict(getattr(field, "flatchoices", None) or [])


def _shown(value: Any, choices: dict[Any, Any]) -> str:
    try:
        return str(choices.get(value) or shown_text(value))
    except TypeError:
        return shown_text(value)
