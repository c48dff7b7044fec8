"""Settings of the vendors room (TEN-09): which vendors the tenant accepts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.rules.setting_fields import SettingField

label = _("Vendors")


def defaults() -> dict[str, Any]:
    """Return the day-one values: legal persons only (X-13)."""
    return {"allow_individuals": False}


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by dotted key; empty when the values may be used."""
    if not isinstance(values.get("allow_individuals"), bool):
        return {"allow_individuals": _("Choose yes or no.")}
    return {}


def describe() -> list[SettingField]:
    """Return the fields in the order of the page."""
    return [
        SettingField(
            key="allow_individuals",
            label=_("Accept individuals as vendors"),
            kind="boolean",
            help=_("Off: a vendor must be an independent legal person with a unified social credit code."),
        )
    ]
