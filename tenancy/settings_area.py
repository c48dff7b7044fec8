"""Settings of the ground floor (TEN-09): what owners' committee members may be admitted to (TEN-06)."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenancy.context import current_wall
from tenancy.queries import service_lines
from tenancy.rules.owners import DEFAULT_LINES, line_codes
from tenancy.rules.setting_fields import SettingField, get_dotted

label = _("Owners' committee")


def defaults() -> dict[str, Any]:
    """Return the day-one values: cleaning and security (X-29)."""
    return {"owners": {"lines": DEFAULT_LINES}}


def check(values: dict[str, Any]) -> dict[str, Any]:
    """Return problems by dotted key; empty when the values may be used. Codes are known behind a tenant's wall only."""
    text = get_dotted(values, "owners.lines")
    codes = line_codes(text) if isinstance(text, str) else []
    if not codes:
        return {"owners.lines": _("Name at least one service line.")}
    known = dict(service_lines()) if current_wall() else dict.fromkeys(codes, "")
    unknown = [code for code in codes if code not in known]
    if unknown:
        return {"owners.lines": _now("No such service line: %(codes)s") % {"codes": ", ".join(unknown)[:200]}}
    return {}


def describe() -> list[SettingField]:
    """Return the fields in the order of the page."""
    return [
        SettingField(
            key="owners.lines",
            label=_("Service lines open to owners' committee members"),
            kind="text",
            help=_("Codes of service lines, separated by spaces. Admissions already given stay as they are."),
        )
    ]
