"""Settings of the records (TEN-09): how long copies are kept (ARC-06)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.rules.setting_fields import SettingField, get_dotted

label = _("Retention")
EXPORTS = "retention.exports_days"
LONGEST = 3650


def defaults() -> dict[str, Any]:
    """Return the day-one values: files of exported lists 30 days; nothing else is deleted."""
    return {"retention": {"exports_days": 30}}


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by dotted key; empty when the values may be used."""
    days = get_dotted(values, EXPORTS)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST:
        return {EXPORTS: _("Enter a whole number of days from 1 to 3650.")}
    return {}


def describe() -> list[SettingField]:
    """Return the fields in the order of the page."""
    return [
        SettingField(
            key=EXPORTS,
            label=_("Files of exported lists are deleted after"),
            kind="integer",
            unit=_("days"),
            help=_("The job and its entry in the audit trail stay; the list can be exported again."),
        )
    ]
