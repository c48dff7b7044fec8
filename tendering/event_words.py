"""What this room's journal events and the facts in them are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendering.choices import TENDER_STATUS_LABELS

# Stages first, then what happens to papers, keys and the opening, then to invitations and bids, then to judging.
EVENT_LABELS: dict[str, Promise] = {
    **{f"tendering.tender_{code}": text for code, text in TENDER_STATUS_LABELS.items()},
    "tendering.organiser_named": pgettext_lazy("event", "Organiser named"),
    "tendering.appointed": pgettext_lazy("event", "Named for a duty"),
    "tendering.appointment_ended": pgettext_lazy("event", "Duty ended"),
    "tendering.undertaking_signed": pgettext_lazy("event", "Secrecy undertaking signed"),
    "tendering.paper_written": pgettext_lazy("event", "Paper written"),
    "tendering.paper_submitted": pgettext_lazy("event", "Paper sent for approval"),
    "tendering.paper_approved": pgettext_lazy("event", "Paper approved"),
    "tendering.paper_refused": pgettext_lazy("event", "Paper refused"),
    "tendering.draft_saved": pgettext_lazy("event", "Evaluation papers changed"),
    "tendering.draft_read": pgettext_lazy("event", "Evaluation papers read by an approver"),
    "tendering.custody_key_made": pgettext_lazy("event", "Custody key made"),
    "tendering.unseal_applied": pgettext_lazy("event", "Unsealing applied for"),
    "tendering.unseal_signed": pgettext_lazy("event", "Unsealing signed by the general manager"),
    "tendering.unseal_voided": pgettext_lazy("event", "Application to unseal void"),
    "tendering.unseal_refused": pgettext_lazy("event", "Signature under the unsealing refused"),
    "tendering.opening_refused": pgettext_lazy("event", "Opening refused"),
    "tendering.bid_opened": pgettext_lazy("event", "Envelope opened"),
    "tendering.bid_damaged": pgettext_lazy("event", "Envelope could not be opened"),
    "tendering.papers_printed": pgettext_lazy("event", "Evaluation papers printed"),
    "tendering.vendor_listed": pgettext_lazy("event", "Vendor put on the invitation list"),
    "tendering.vendor_unlisted": pgettext_lazy("event", "Vendor taken off the invitation list"),
    "tendering.dates_set": pgettext_lazy("event", "Dates of the tender set"),
    "tendering.dates_changed": pgettext_lazy("event", "Dates of the tender changed, all bidders told"),
    "tendering.list_put_forward": pgettext_lazy("event", "Invitation list put forward for approval"),
    "tendering.list_approved": pgettext_lazy("event", "Invitation list approved"),
    "tendering.list_refused": pgettext_lazy("event", "Invitation list refused"),
    "tendering.invitation_accepted": pgettext_lazy("event", "Invitation accepted"),
    "tendering.invitation_declined": pgettext_lazy("event", "Invitation declined"),
    "tendering.meeting_recorded": pgettext_lazy("event", "Meeting with bidders recorded"),
    "tendering.meeting_corrected": pgettext_lazy("event", "Record of a meeting with bidders corrected"),
    "tendering.question_asked": pgettext_lazy("event", "Bidder asked a question"),
    "tendering.question_written_down": pgettext_lazy("event", "Question of a meeting written down"),
    "tendering.question_answered": pgettext_lazy("event", "Question answered to all bidders"),
    "tendering.bid_offer_sealed": pgettext_lazy("event", "Price sealed into an envelope"),
    "tendering.bid_file_sealed": pgettext_lazy("event", "File sealed into an envelope"),
    "tendering.bid_file_removed": pgettext_lazy("event", "File taken out of an envelope"),
    "tendering.bid_begun_anew": pgettext_lazy("event", "New envelope begun with the old contents"),
    "tendering.bid_submitted": pgettext_lazy("event", "Bid submitted"),
    "tendering.bid_withdrawn": pgettext_lazy("event", "Bid withdrawn"),
}
FACT_LABELS: dict[str, Promise] = {
    "duty": _("duty"),
    "person": _("person"),
    "paper": _("paper"),
    "approval": _("approval"),
    "papers_sha256": _("SHA-256 of the sealed papers"),
    "opens_at": _("opening of bids"),
    "deadline_at": _("deadline for bids"),
    "code": _("reason code"),
    "holders": _("share holders"),
    "copies": _("copies"),
    "drafts_destroyed": _("drafts destroyed"),
    "envelope_sha256": _("SHA-256 of the envelope"),
    "public_key": _("public key"),
}
