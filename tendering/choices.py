"""Enumerations of the tendering room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class TenderStatus(StrEnum):
    """State of a tender (requirements.md, section 5)."""

    NEED_APPLIED = "need_applied"
    NEED_ASSESSED = "need_assessed"
    APPROVED = "approved"
    PAPERS_DRAFTING = "papers_drafting"
    PAPERS_APPROVED = "papers_approved"
    SEALED = "sealed"
    INVITING = "inviting"
    CLARIFYING = "clarifying"
    BIDS_CLOSED = "bids_closed"
    OPENED = "opened"
    SCORED = "scored"
    REVIEW_MEETING = "review_meeting"
    CONCLUDED = "concluded"
    NOTIFIED = "notified"
    CONTRACTING = "contracting"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    FAILED = "failed"


TENDER_STATUS_LABELS: dict[str, Promise] = {
    TenderStatus.NEED_APPLIED.value: pgettext_lazy("tender status", "Need applied for"),
    TenderStatus.NEED_ASSESSED.value: pgettext_lazy("tender status", "Need assessed"),
    TenderStatus.APPROVED.value: pgettext_lazy("tender status", "Initiated"),
    TenderStatus.PAPERS_DRAFTING.value: pgettext_lazy("tender status", "Papers being written"),
    TenderStatus.PAPERS_APPROVED.value: pgettext_lazy("tender status", "Papers approved"),
    TenderStatus.SEALED.value: pgettext_lazy("tender status", "Evaluation papers sealed"),
    TenderStatus.INVITING.value: pgettext_lazy("tender status", "Inviting"),
    TenderStatus.CLARIFYING.value: pgettext_lazy("tender status", "Clarifying"),
    TenderStatus.BIDS_CLOSED.value: pgettext_lazy("tender status", "Bids closed"),
    TenderStatus.OPENED.value: pgettext_lazy("tender status", "Bids opened"),
    TenderStatus.SCORED.value: pgettext_lazy("tender status", "Scored"),
    TenderStatus.REVIEW_MEETING.value: pgettext_lazy("tender status", "Review meeting held"),
    TenderStatus.CONCLUDED.value: pgettext_lazy("tender status", "Award decided"),
    TenderStatus.NOTIFIED.value: pgettext_lazy("tender status", "Bidders notified"),
    TenderStatus.CONTRACTING.value: pgettext_lazy("tender status", "Contract being made"),
    TenderStatus.CLOSED.value: pgettext_lazy("tender status", "Closed"),
    TenderStatus.CANCELLED.value: pgettext_lazy("tender status", "Cancelled"),
    TenderStatus.FAILED.value: pgettext_lazy("tender status", "Failed"),
}


class TenderMethod(StrEnum):
    """How bidders are found (TND-04)."""

    INVITED = "invited"
    OPEN = "open"
    INQUIRY = "inquiry"


TENDER_METHOD_LABELS: dict[str, Promise] = {
    TenderMethod.INVITED.value: pgettext_lazy("tender method", "Invited tender"),
    TenderMethod.OPEN.value: pgettext_lazy("tender method", "Open tender"),
    TenderMethod.INQUIRY.value: pgettext_lazy("tender method", "Price inquiry"),
}


class InvitationStatus(StrEnum):
    """State of one vendor's invitation."""

    LISTED = "listed"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


INVITATION_STATUS_LABELS: dict[str, Promise] = {
    InvitationStatus.LISTED.value: pgettext_lazy("invitation status", "On the list"),
    InvitationStatus.SENT.value: pgettext_lazy("invitation status", "Sent"),
    InvitationStatus.ACCEPTED.value: pgettext_lazy("invitation status", "Accepted"),
    InvitationStatus.DECLINED.value: pgettext_lazy("invitation status", "Declined"),
    InvitationStatus.WITHDRAWN.value: pgettext_lazy("invitation status", "Withdrawn"),
}


class InvitationSource(StrEnum):
    """Why a vendor is on the invitation list (TND-16)."""

    QUALIFIED_LIST = "qualified_list"
    RECOMMENDATION = "recommendation"
    PAST_EVALUATION = "past_evaluation"


INVITATION_SOURCE_LABELS: dict[str, Promise] = {
    InvitationSource.QUALIFIED_LIST.value: pgettext_lazy("invitation source", "Qualified-vendor list"),
    InvitationSource.RECOMMENDATION.value: pgettext_lazy("invitation source", "Recommendation of a senior"),
    InvitationSource.PAST_EVALUATION.value: pgettext_lazy("invitation source", "Past evaluation"),
}


class BidStatus(StrEnum):
    """State of one envelope of a bidder."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    DAMAGED = "damaged"


BID_STATUS_LABELS: dict[str, Promise] = {
    BidStatus.DRAFT.value: pgettext_lazy("bid status", "Being prepared"),
    BidStatus.SUBMITTED.value: pgettext_lazy("bid status", "Submitted, sealed"),
    BidStatus.REPLACED.value: pgettext_lazy("bid status", "Replaced, never opened"),
    BidStatus.WITHDRAWN.value: pgettext_lazy("bid status", "Withdrawn, never opened"),
    BidStatus.OPENED.value: pgettext_lazy("bid status", "Opened"),
    BidStatus.DAMAGED.value: pgettext_lazy("bid status", "Could not be opened"),
}


class SheetSection(StrEnum):
    """Part of the evaluation papers (TND-08): service management or financial management."""

    SERVICE = "service"
    FINANCIAL = "financial"


SHEET_SECTION_LABELS: dict[str, Promise] = {
    SheetSection.SERVICE.value: pgettext_lazy("sheet section", "Service management"),
    SheetSection.FINANCIAL.value: pgettext_lazy("sheet section", "Financial management"),
}


class ShareHolder(StrEnum):
    """Who holds a share of a tender's key; any two of the three open it (security.md 2)."""

    GENERAL_MANAGER = "general_manager"
    CUSTODIAN = "office_custodian"
    RECOVERY = "recovery"


SHARE_HOLDER_LABELS: dict[str, Promise] = {
    ShareHolder.GENERAL_MANAGER.value: pgettext_lazy("share holder", "General manager"),
    ShareHolder.CUSTODIAN.value: pgettext_lazy("share holder", "Office custodian"),
    ShareHolder.RECOVERY.value: pgettext_lazy("share holder", "Recovery share on paper"),
}
