"""What this room's journal events and the facts in them are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENT_LABELS: dict[str, Promise] = {
    "vendors.vendor_registered": pgettext_lazy("event", "Vendor registered"),
    "vendors.vendor_changed": pgettext_lazy("event", "Vendor changed"),
    "vendors.vendor_activated": pgettext_lazy("event", "Vendor switched on"),
    "vendors.vendor_deactivated": pgettext_lazy("event", "Vendor switched off"),
    "vendors.person_invited": pgettext_lazy("event", "Vendor's person invited"),
    "vendors.line_added": pgettext_lazy("event", "Service line added"),
    "vendors.line_changed": pgettext_lazy("event", "Service line changed"),
    "vendors.line_activated": pgettext_lazy("event", "Service line switched on"),
    "vendors.line_deactivated": pgettext_lazy("event", "Service line switched off"),
    "vendors.ban_imposed": pgettext_lazy("event", "Vendor banned"),
    "vendors.ban_lifted": pgettext_lazy("event", "Ban lifted"),
    "vendors.ban_ended": pgettext_lazy("event", "Ban ended, vendor is a candidate again"),
    "vendors.document_proposed": pgettext_lazy("event", "Paper handed in by the vendor"),
    "vendors.document_entered": pgettext_lazy("event", "Paper entered"),
    "vendors.document_accepted": pgettext_lazy("event", "Paper accepted"),
    "vendors.document_refused": pgettext_lazy("event", "Paper refused"),
    "vendors.document_withdrawn": pgettext_lazy("event", "Paper withdrawn"),
    "vendors.requirement_added": pgettext_lazy("event", "Required paper added"),
    "vendors.requirement_changed": pgettext_lazy("event", "Required paper changed"),
    "vendors.requirement_removed": pgettext_lazy("event", "Paper no longer required"),
}
FACT_LABELS: dict[str, Promise] = {
    "lines": _("service lines"),
    "notes": _("background notes"),
    "membership": _("membership"),
    "role": _("role"),
    "ground": _("ground"),
    "reason": _("reason"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "unit": _("valid at"),
    "line": _("service line"),
    "ban": _("ban"),
    "version": _("version"),
    "kind": _("paper"),
    "needed_for": _("needed for"),
}
