"""Settings of the vendors room (TEN-09): whom the tenant accepts, what papers stop, how long bans last."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.rules.setting_fields import SettingField
from vendors.rules.settings import KEYS, is_usable

label = _("Vendors")

ACCEPT, PAPERS, BANS, REMINDERS = (
    _("Who is accepted"),
    _("What a missing paper stops"),
    _("Length of bans"),
    _("Reminders of papers that expire"),
)
FIELDS: tuple[tuple[str, Any, Any, Any, Any], ...] = (
    (
        "allow_individuals",
        _("Accept individuals as vendors"),
        _("Off: a vendor must be an independent legal person with a unified social credit code."),
        "",
        ACCEPT,
    ),
    (
        "invitation_needs_qualified",
        _("Invite only qualified vendors"),
        _("Off: a candidate may be invited too. An excluded vendor never is."),
        "",
        ACCEPT,
    ),
    (
        "missing_blocks_invitation",
        _("A required paper that was never handed in stops the invitation"),
        _("An expired paper always stops it."),
        "",
        PAPERS,
    ),
    (
        "missing_blocks_signing",
        _("A required paper that was never handed in stops the signing"),
        _("An expired paper always stops it."),
        "",
        PAPERS,
    ),
    (
        "missing_blocks_settlement",
        _("A required paper that was never handed in stops the settlement"),
        _("An expired paper always stops it."),
        "",
        PAPERS,
    ),
    (
        "service_report_required",
        _("A service starts only after a service report was handed in"),
        _("It names the responsible person, service standard, outsourcing plan, time schedule and quality assurance."),
        "",
        PAPERS,
    ),
    ("annual_fail_years", _("After a failed annual evaluation"), "", _("years"), BANS),
    ("four_acts_years", _("After one of the four acts"), "", _("years"), BANS),
    ("first_reminder_days", _("First reminder"), "", _("days before"), REMINDERS),
    ("second_reminder_days", _("Second reminder"), "", _("days before"), REMINDERS),
    ("last_reminder_days", _("Last reminder"), "", _("days before"), REMINDERS),
)


def defaults() -> dict[str, Any]:
    """Return the day-one values: legal persons only (X-13), bans of 2 and 3 years, reminders 60, 30 and 7 days."""
    return {key: first for key, (first, _lowest, _highest) in KEYS.items()}


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by key; empty when the values may be used. A key left out has its day-one value."""
    problems: dict[str, Any] = {}
    for key, (first, lowest, highest) in KEYS.items():
        if key in values and not is_usable(key, values[key]):
            problems[key] = (
                _("Choose yes or no.")
                if isinstance(first, bool)
                else _("Enter a whole number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest}
            )
    return problems


def describe() -> list[SettingField]:
    """Return the fields in the order of the page."""
    return [
        SettingField(
            key=key,
            label=text,
            kind="boolean" if isinstance(KEYS[key][0], bool) else "integer",
            help=help_text,
            unit=unit,
            group=group,
        )
        for key, text, help_text, unit, group in FIELDS
    ]
