"""What rooms offer in the side bar."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from tenancy.rules.actor import Actor


@dataclass(frozen=True)
class Item:
    """One entry: ``group`` and ``label`` translated, ``url_name`` a page of the tenant, ``icon`` a sprite name."""

    group: Any
    label: Any
    url_name: str
    icon: str
    prefix: str  # the address below the tenant that marks the entry as active, for example ``vendors/``


def items(actor: Actor) -> list[Item]:
    """Return every room's entries for the actor, in the order of ``config.registry.NAVIGATION``."""
    return [item for path in settings.NAVIGATION for item in import_string(path)(actor)]
