"""Settings of the inspections room (TEN-09): how long a published result may be appealed against (RPA-08)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.rules.setting_fields import SettingField, get_dotted

label = _("Inspections")
WINDOW = "appeal.working_days"
LONGEST = 60


def defaults() -> dict[str, Any]:
    """Return the day-one values: five working days."""
    return {"appeal": {"working_days": 5}}


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by dotted key; empty when the values may be used."""
    days = get_dotted(values, WINDOW)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST:
        return {WINDOW: _("Enter a whole number of working days from 1 to 60.")}
    return {}


def describe() -> list[SettingField]:
    """Return the fields in the order of the page."""
    return [
        SettingField(
            key=WINDOW,
            label=_("A published inspection may be appealed against for"),
            kind="integer",
            unit=_("working days"),
            help=_("Afterwards it is final: its result is not corrected any more."),
        )
    ]
