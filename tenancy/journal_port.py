"""The journal as this room sees it: the room below may not import the one above, so it asks ``settings.JOURNAL``."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from tenancy.context import require_wall
from tenancy.rules.actor import Actor, system_actor


def record(event: str, row: Model, *, by: Actor | None, at: datetime, changes: dict[str, Any] | None = None) -> None:
    """Write that ``by`` did ``event`` to ``row`` (ARC-03); ``by`` None stands for a command of the platform."""
    actor = by or system_actor(require_wall().tenant_id)
    import_string(settings.JOURNAL)(event, row, by=actor, at=at, changes=changes)


def differences(row: Model, new: dict[str, Any]) -> dict[str, list[Any]]:
    """Return ``{field: [old, new]}`` for the fields that will change; texts, numbers and yes/no only."""
    return {name: [getattr(row, name), value] for name, value in new.items() if getattr(row, name) != value}


def masked(contact: str) -> str:
    """Return an e-mail address, phone or name with its middle hidden: the journal keeps no contact data in clear."""
    name, at, domain = contact.partition("@")
    shown = name[:1] if len(name) < 8 else name[:3]
    tail = "" if at or len(name) < 8 else name[-2:]
    return f"{shown}***{tail}{at}{domain}"
