"""What this room's journal events and the facts in them are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENT_LABELS: dict[str, Promise] = {
    "contracts.contract_drafted": pgettext_lazy("event", "Contract entered as a draft"),
    "contracts.draft_changed": pgettext_lazy("event", "Draft changed"),
    "contracts.draft_abandoned": pgettext_lazy("event", "Draft given up"),
    "contracts.contract_activated": pgettext_lazy("event", "Contract activated"),
    "contracts.rules_published": pgettext_lazy("event", "Supervision rules published"),
    "contracts.rules_accepted": pgettext_lazy("event", "Supervision rules accepted by the vendor"),
    "contracts.contract_terminated": pgettext_lazy("event", "Contract terminated"),
    "contracts.contract_expired": pgettext_lazy("event", "Contract expired"),
}
FACT_LABELS: dict[str, Promise] = {
    "rules": _("version of the supervision rules"),
    "digest": _("fingerprint"),
    "accepted_on": _("accepted on"),
    "vendor_id": _("vendor"),
    "project_id": _("project"),
}
