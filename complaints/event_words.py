"""What this room's journal events and the facts in them are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENT_LABELS: dict[str, Promise] = {
    "complaints.complaint_registered": pgettext_lazy("event", "Complaint registered"),
    "complaints.complaint_answered": pgettext_lazy("event", "Customer answered"),
    "complaints.complaint_judged": pgettext_lazy("event", "Responsibility judged"),
    "complaints.complaint_closed": pgettext_lazy("event", "Complaint closed"),
    "complaints.complaint_reopened": pgettext_lazy("event", "Complaint reopened"),
    "complaints.contact_revealed": pgettext_lazy("event", "Complainant's contact looked at"),
}
FACT_LABELS: dict[str, Promise] = {
    "contract_id": _("contract"),
    "line_id": _("service line"),
}
