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


class TieRule(StrEnum):
    """What decided between two bids of the same total (TND-21), in the order the rules are asked."""

    SERVICE = "service"
    PRICE = "price"
    ARRIVAL = "arrival"


TIE_RULE_LABELS: dict[str, Promise] = {
    TieRule.SERVICE.value: pgettext_lazy("tie rule", "more points for service"),
    TieRule.PRICE.value: pgettext_lazy("tie rule", "lower price"),
    TieRule.ARRIVAL.value: pgettext_lazy("tie rule", "received earlier"),
}


class JudgeSeat(StrEnum):
    """In what capacity somebody judges (TND-18, TND-28, TEN-06)."""

    EXPERT = "expert"
    OWNER = "owner"
    PROJECT_MANAGER = "project_manager"
    COMPANY_MANAGER = "company_manager"
    CENTRE_MANAGER = "centre_manager"


JUDGE_SEAT_LABELS: dict[str, Promise] = {
    JudgeSeat.EXPERT.value: pgettext_lazy("judge seat", "Expert judge"),
    JudgeSeat.OWNER.value: pgettext_lazy("judge seat", "Owners' committee"),
    JudgeSeat.PROJECT_MANAGER.value: pgettext_lazy("judge seat", "Review group: project property manager"),
    JudgeSeat.COMPANY_MANAGER.value: pgettext_lazy("judge seat", "Review group: general manager of the company"),
    JudgeSeat.CENTRE_MANAGER.value: pgettext_lazy("judge seat", "Review group: general manager of the property centre"),
}


class RankStatus(StrEnum):
    """What became of a ranked bid (TND-24)."""

    RANKED = "ranked"
    WINNER = "winner"
    PASSED_OVER = "passed_over"


RANK_STATUS_LABELS: dict[str, Promise] = {
    RankStatus.RANKED.value: pgettext_lazy("rank status", "Ranked"),
    RankStatus.WINNER.value: pgettext_lazy("rank status", "Winner"),
    RankStatus.PASSED_OVER.value: pgettext_lazy("rank status", "Did not sign"),
}


class AwardStatus(StrEnum):
    """State of a proposed award (TND-22)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"
    CONTRACTED = "contracted"


AWARD_STATUS_LABELS: dict[str, Promise] = {
    AwardStatus.PROPOSED.value: pgettext_lazy("award status", "Waiting for approval"),
    AwardStatus.APPROVED.value: pgettext_lazy("award status", "Approved"),
    AwardStatus.REFUSED.value: pgettext_lazy("award status", "Refused"),
    AwardStatus.PASSED_OVER.value: pgettext_lazy("award status", "Did not sign"),
    AwardStatus.CONTRACTED.value: pgettext_lazy("award status", "Contract in force"),
}


class LetterKind(StrEnum):
    """What a bidder is told at the end (TND-23)."""

    AWARD = "award"
    CANDIDATE = "candidate"
    THANKS = "thanks"
    FAILURE = "failure"


LETTER_KIND_LABELS: dict[str, Promise] = {
    LetterKind.AWARD.value: pgettext_lazy("letter", "Award notice"),
    LetterKind.CANDIDATE.value: pgettext_lazy("letter", "Notice to a candidate"),
    LetterKind.THANKS.value: pgettext_lazy("letter", "Thank-you letter"),
    LetterKind.FAILURE.value: pgettext_lazy("letter", "Notice of a failed tender"),
}


class BidCheck(StrEnum):
    """What is looked at before a bid counts as valid (TND-17, TND-25)."""

    SEALED = "sealed"
    COMMITMENT_LETTER = "commitment_letter"
    SERVICE_PLAN = "service_plan"
    QUOTATION = "quotation"
    QUALIFICATION = "qualification"
    EXPERIENCE = "experience"
    REPUTATION = "reputation"


BID_CHECK_LABELS: dict[str, Promise] = {
    BidCheck.SEALED.value: pgettext_lazy("bid check", "Envelope intact, received in time"),
    BidCheck.COMMITMENT_LETTER.value: pgettext_lazy("bid check", "Commitment letter"),
    BidCheck.SERVICE_PLAN.value: pgettext_lazy("bid check", "Full service plan"),
    BidCheck.QUOTATION.value: pgettext_lazy("bid check", "Quotation with a price"),
    BidCheck.QUALIFICATION.value: pgettext_lazy("bid check", "Qualification"),
    BidCheck.EXPERIENCE.value: pgettext_lazy("bid check", "Experience"),
    BidCheck.REPUTATION.value: pgettext_lazy("bid check", "Reputation"),
}


class Duty(StrEnum):
    """A duty somebody is named for on one tender (TND-09, TND-12, TND-20)."""

    AUTHOR = "author"
    CUSTODIAN = "custodian"
    PROJECT_MANAGER = "project_manager"
    SPECIALIST = "specialist"


DUTY_LABELS: dict[str, Promise] = {
    Duty.AUTHOR.value: pgettext_lazy("tender duty", "Author of the evaluation papers"),
    Duty.CUSTODIAN.value: pgettext_lazy("tender duty", "Custodian of the sealed papers"),
    Duty.PROJECT_MANAGER.value: pgettext_lazy("tender duty", "Project manager"),
    Duty.SPECIALIST.value: pgettext_lazy("tender duty", "Specialist engineer or department head"),
}

# Duties one person holds at a time.
TENDER_DUTY_SINGLE = frozenset({Duty.AUTHOR.value, Duty.CUSTODIAN.value, Duty.PROJECT_MANAGER.value})


class PaperKind(StrEnum):
    """An open paper of a tender (requirements.md 8.4); the evaluation papers are kept apart."""

    INITIATION = "initiation"
    PLAN = "plan"
    INVITATION_LETTER = "invitation_letter"
    TENDER_DOCUMENT = "tender_document"
    TECHNICAL_DATA = "technical_data"
    OTHER = "other"


PAPER_KIND_LABELS: dict[str, Promise] = {
    PaperKind.INITIATION.value: pgettext_lazy("tender paper", "Initiation report"),
    PaperKind.PLAN.value: pgettext_lazy("tender paper", "Outsourcing and tender plan"),
    PaperKind.INVITATION_LETTER.value: pgettext_lazy("tender paper", "Invitation letter"),
    PaperKind.TENDER_DOCUMENT.value: pgettext_lazy("tender paper", "Tender document"),
    PaperKind.TECHNICAL_DATA.value: pgettext_lazy("tender paper", "Technical data"),
    PaperKind.OTHER.value: pgettext_lazy("tender paper", "Other papers"),
}


class PaperStatus(StrEnum):
    """State of an open paper."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


PAPER_STATUS_LABELS: dict[str, Promise] = {
    PaperStatus.DRAFT.value: pgettext_lazy("paper status", "Being written"),
    PaperStatus.SUBMITTED.value: pgettext_lazy("paper status", "In approval"),
    PaperStatus.APPROVED.value: pgettext_lazy("paper status", "Approved"),
}


class BidSlot(StrEnum):
    """Kind of paper in a bidder's envelope (TND-17, TND-25)."""

    SERVICE_PLAN = "service_plan"
    QUOTATION = "quotation"
    COMMITMENT_LETTER = "commitment_letter"
    QUALIFICATION = "qualification"
    OTHER = "other"


BID_SLOT_LABELS: dict[str, Promise] = {
    BidSlot.SERVICE_PLAN.value: pgettext_lazy("bid paper", "Service plan"),
    BidSlot.QUOTATION.value: pgettext_lazy("bid paper", "Quotation"),
    BidSlot.COMMITMENT_LETTER.value: pgettext_lazy("bid paper", "Commitment letter"),
    BidSlot.QUALIFICATION.value: pgettext_lazy("bid paper", "Qualification papers"),
    BidSlot.OTHER.value: pgettext_lazy("bid paper", "Other papers"),
}


class ListStatus(StrEnum):
    """State of one version of an invitation list (TND-16)."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    VOID = "void"


LIST_STATUS_LABELS: dict[str, Promise] = {
    ListStatus.ASKED.value: pgettext_lazy("invitation list", "Waiting for approval"),
    ListStatus.APPROVED.value: pgettext_lazy("invitation list", "Approved"),
    ListStatus.REFUSED.value: pgettext_lazy("invitation list", "Refused"),
    ListStatus.VOID.value: pgettext_lazy("invitation list", "Void, the list or a date was changed"),
}


class Occasion(StrEnum):
    """A meeting with all bidders: the site visit (TND-19) or the technical clarification (TND-20)."""

    VISIT = "visit"
    CLARIFICATION = "clarification"


OCCASION_LABELS: dict[str, Promise] = {
    Occasion.VISIT.value: pgettext_lazy("occasion", "Site visit"),
    Occasion.CLARIFICATION.value: pgettext_lazy("occasion", "Technical clarification meeting"),
}


class QuestionTopic(StrEnum):
    """What a bidder's question is about: it decides who answers, and whether it is answered (TND-20)."""

    TECHNICAL = "technical"
    OTHER = "other"
    SCORING = "scoring"


QUESTION_TOPIC_LABELS: dict[str, Promise] = {
    QuestionTopic.TECHNICAL.value: pgettext_lazy("question topic", "Technical"),
    QuestionTopic.OTHER.value: pgettext_lazy("question topic", "Procedure and other matters"),
    QuestionTopic.SCORING.value: pgettext_lazy("question topic", "Scoring standards (never answered)"),
}


class NoticeKind(StrEnum):
    """What all bidders of a tender are told at once."""

    ANSWER = "answer"
    DATES = "dates"
    ENDED = "ended"


NOTICE_KIND_LABELS: dict[str, Promise] = {
    NoticeKind.ANSWER.value: pgettext_lazy("notice to bidders", "Answer to a question"),
    NoticeKind.DATES.value: pgettext_lazy("notice to bidders", "Change of dates"),
    NoticeKind.ENDED.value: pgettext_lazy("notice to bidders", "End of the tender"),
}
