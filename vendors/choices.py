"""Enumerations of the vendors room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class VendorForm(StrEnum):
    """What a vendor is in law (VEN-02, X-13)."""

    LEGAL_PERSON = "legal_person"
    INDIVIDUAL = "individual"


VENDOR_FORM_LABELS: dict[str, Promise] = {
    VendorForm.LEGAL_PERSON.value: pgettext_lazy("legal form", "Legal person"),
    VendorForm.INDIVIDUAL.value: pgettext_lazy("legal form", "Individual"),
}


class Aspect(StrEnum):
    """What a vendor review looks at: the eight aspects of VEN-06, then the six of the screening (VEN-07)."""

    QUALIFICATION = "qualification"
    SERVICE_ITEMS = "service_items"
    TIME_REQUIREMENTS = "time_requirements"
    QUALITY = "quality"
    LIABILITY = "liability"
    PRICE = "price"
    STAFF_QUALIFICATION = "staff_qualification"
    STAFF_APPEARANCE = "staff_appearance"
    TRACK_RECORD = "track_record"
    REPUTATION = "reputation"
    FINANCIAL_STATUS = "financial_status"
    MANAGEMENT_SYSTEM = "management_system"
    STAFFING = "staffing"
    QUALITY_MONITORING = "quality_monitoring"


ASPECT_LABELS: dict[str, Promise] = {
    Aspect.QUALIFICATION.value: pgettext_lazy("review aspect", "Qualification"),
    Aspect.SERVICE_ITEMS.value: pgettext_lazy("review aspect", "Service items"),
    Aspect.TIME_REQUIREMENTS.value: pgettext_lazy("review aspect", "Time requirements"),
    Aspect.QUALITY.value: pgettext_lazy("review aspect", "Quality"),
    Aspect.LIABILITY.value: pgettext_lazy("review aspect", "Liability"),
    Aspect.PRICE.value: pgettext_lazy("review aspect", "Price"),
    Aspect.STAFF_QUALIFICATION.value: pgettext_lazy("review aspect", "Staff qualification"),
    Aspect.STAFF_APPEARANCE.value: pgettext_lazy("review aspect", "Staff appearance"),
    Aspect.TRACK_RECORD.value: pgettext_lazy("review aspect", "Track-record visit"),
    Aspect.REPUTATION.value: pgettext_lazy("review aspect", "Reputation"),
    Aspect.FINANCIAL_STATUS.value: pgettext_lazy("review aspect", "Financial status"),
    Aspect.MANAGEMENT_SYSTEM.value: pgettext_lazy("review aspect", "Management system"),
    Aspect.STAFFING.value: pgettext_lazy("review aspect", "Staffing"),
    Aspect.QUALITY_MONITORING.value: pgettext_lazy("review aspect", "Quality-monitoring means"),
}
SCREENING = frozenset(
    {
        Aspect.TRACK_RECORD,
        Aspect.REPUTATION,
        Aspect.FINANCIAL_STATUS,
        Aspect.MANAGEMENT_SYSTEM,
        Aspect.STAFFING,
        Aspect.QUALITY_MONITORING,
    }
)


class AspectResult(StrEnum):
    """What a review found about one aspect."""

    MEETS = "meets"
    PARTLY = "partly"
    FAILS = "fails"


ASPECT_RESULT_LABELS: dict[str, Promise] = {
    AspectResult.MEETS.value: pgettext_lazy("aspect result", "Meets the requirement"),
    AspectResult.PARTLY.value: pgettext_lazy("aspect result", "Partly meets it"),
    AspectResult.FAILS.value: pgettext_lazy("aspect result", "Does not meet it"),
}


class ReviewStatus(StrEnum):
    """State of one review of a vendor."""

    OPEN = "open"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


REVIEW_STATUS_LABELS: dict[str, Promise] = {
    ReviewStatus.OPEN.value: pgettext_lazy("review status", "In progress"),
    ReviewStatus.COMPLETED.value: pgettext_lazy("review status", "Completed"),
    ReviewStatus.ABANDONED.value: pgettext_lazy("review status", "Abandoned"),
}


class ReviewResult(StrEnum):
    """What a completed review came to."""

    PASSED = "passed"
    MORE_PAPERS = "more_papers"
    FAILED = "failed"


REVIEW_RESULT_LABELS: dict[str, Promise] = {
    ReviewResult.PASSED.value: pgettext_lazy("review result", "Passed"),
    ReviewResult.MORE_PAPERS.value: pgettext_lazy("review result", "More papers needed"),
    ReviewResult.FAILED.value: pgettext_lazy("review result", "Not passed"),
}


class Condition(StrEnum):
    """The five conditions for being qualified (VEN-04)."""

    LEGAL_PERSON = "legal_person"
    TRACK_RECORD = "track_record"
    QUALITY_ASSURANCE = "quality_assurance"
    CAPACITY = "capacity"
    SERVICE_REPORT = "service_report"


CONDITION_LABELS: dict[str, Promise] = {
    Condition.LEGAL_PERSON.value: pgettext_lazy("condition", "Valid licence and legal-person status"),
    Condition.TRACK_RECORD.value: pgettext_lazy("condition", "Good record in similar services"),
    Condition.QUALITY_ASSURANCE.value: pgettext_lazy("condition", "Quality-assurance capability"),
    Condition.CAPACITY.value: pgettext_lazy("condition", "Capacity for the service"),
    Condition.SERVICE_REPORT.value: pgettext_lazy("condition", "Service report handed in before the service"),
}


class ReportStatus(StrEnum):
    """State of a service report (VEN-05)."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    RETURNED = "returned"


REPORT_STATUS_LABELS: dict[str, Promise] = {
    ReportStatus.DRAFT.value: pgettext_lazy("service report", "Draft"),
    ReportStatus.HANDED_IN.value: pgettext_lazy("service report", "Handed in"),
    ReportStatus.RETURNED.value: pgettext_lazy("service report", "Returned"),
}


class ListStatus(StrEnum):
    """State of a version of the qualified-vendor list (VEN-08)."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    REFUSED = "refused"
    DISCARDED = "discarded"


LIST_STATUS_LABELS: dict[str, Promise] = {
    ListStatus.DRAFT.value: pgettext_lazy("list version", "Draft"),
    ListStatus.IN_APPROVAL.value: pgettext_lazy("list version", "In approval"),
    ListStatus.APPROVED.value: pgettext_lazy("list version", "Approved"),
    ListStatus.REFUSED.value: pgettext_lazy("list version", "Refused"),
    ListStatus.DISCARDED.value: pgettext_lazy("list version", "Discarded"),
}


class ProposalStatus(StrEnum):
    """State of a change a vendor proposes of its own facts."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


PROPOSAL_STATUS_LABELS: dict[str, Promise] = {
    ProposalStatus.OPEN.value: pgettext_lazy("proposal", "Waiting for a decision"),
    ProposalStatus.DECIDED.value: pgettext_lazy("proposal", "Decided"),
    ProposalStatus.WITHDRAWN.value: pgettext_lazy("proposal", "Withdrawn"),
}


class FieldDecision(StrEnum):
    """What staff decided about one proposed fact."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


FIELD_DECISION_LABELS: dict[str, Promise] = {
    FieldDecision.PENDING.value: pgettext_lazy("proposed fact", "Not decided"),
    FieldDecision.ACCEPTED.value: pgettext_lazy("proposed fact", "Accepted"),
    FieldDecision.REFUSED.value: pgettext_lazy("proposed fact", "Refused"),
}


class LogKind(StrEnum):
    """What an entry of the vendor log tells (VEN-11, VEN-15, VEN-16)."""

    CHANGE = "change"
    MARKET = "market"
    TRAINING = "training"
    COMMUNICATION = "communication"


LOG_KIND_LABELS: dict[str, Promise] = {
    LogKind.CHANGE.value: pgettext_lazy("vendor log", "Change at the vendor"),
    LogKind.MARKET.value: pgettext_lazy("vendor log", "Market reaction"),
    LogKind.TRAINING.value: pgettext_lazy("vendor log", "Training and guidance"),
    LogKind.COMMUNICATION.value: pgettext_lazy("vendor log", "Communication"),
}


class Qualification(StrEnum):
    """State of a vendor's qualification (requirements.md, section 5)."""

    CANDIDATE = "candidate"
    DOCS_SUBMITTED = "docs_submitted"
    UNDER_REVIEW = "under_review"
    QUALIFIED = "qualified"
    UNDER_WATCH = "under_watch"
    DISQUALIFIED = "disqualified"
    BANNED = "banned"


QUALIFICATION_LABELS: dict[str, Promise] = {
    Qualification.CANDIDATE.value: pgettext_lazy("qualification", "Candidate"),
    Qualification.DOCS_SUBMITTED.value: pgettext_lazy("qualification", "Documents submitted"),
    Qualification.UNDER_REVIEW.value: pgettext_lazy("qualification", "Under review"),
    Qualification.QUALIFIED.value: pgettext_lazy("qualification", "Qualified"),
    Qualification.UNDER_WATCH.value: pgettext_lazy("qualification", "Under watch"),
    Qualification.DISQUALIFIED.value: pgettext_lazy("qualification", "Disqualified"),
    Qualification.BANNED.value: pgettext_lazy("qualification", "Banned"),
}


class BanGround(StrEnum):
    """Why a vendor is excluded (RPA-02, RPA-03, RPA-06)."""

    ANNUAL_FAIL = "annual_fail"
    FOUR_ACTS = "four_acts"
    OTHER = "other"


BAN_GROUND_LABELS: dict[str, Promise] = {
    BanGround.ANNUAL_FAIL.value: pgettext_lazy("ground of a ban", "Failed the annual evaluation"),
    BanGround.FOUR_ACTS.value: pgettext_lazy("ground of a ban", "One of the four acts"),
    BanGround.OTHER.value: pgettext_lazy("ground of a ban", "Other breach or failing quality"),
}


class Purpose(StrEnum):
    """What a vendor is looked at for when its papers and bans are checked (VEN-14)."""

    INVITATION = "invitation"
    SIGNING = "signing"
    SETTLEMENT = "settlement"


PURPOSE_LABELS: dict[str, Promise] = {
    Purpose.INVITATION.value: pgettext_lazy("purpose", "Invitation to a tender"),
    Purpose.SIGNING.value: pgettext_lazy("purpose", "Signing of a contract"),
    Purpose.SETTLEMENT.value: pgettext_lazy("purpose", "Settlement"),
}


class BlockerCode(StrEnum):
    """Why a vendor cannot be invited, signed with or settled with (VEN-14)."""

    BANNED = "banned"
    INACTIVE = "inactive"
    NOT_QUALIFIED = "not_qualified"
    DOCUMENT_EXPIRED = "document_expired"
    DOCUMENT_MISSING = "document_missing"


BLOCKER_LABELS: dict[str, Promise] = {
    BlockerCode.BANNED.value: pgettext_lazy("blocker", "Banned"),
    BlockerCode.INACTIVE.value: pgettext_lazy("blocker", "Switched off"),
    BlockerCode.NOT_QUALIFIED.value: pgettext_lazy("blocker", "Not qualified"),
    BlockerCode.DOCUMENT_EXPIRED.value: pgettext_lazy("blocker", "Document expired"),
    BlockerCode.DOCUMENT_MISSING.value: pgettext_lazy("blocker", "Document missing"),
}


class DocumentKind(StrEnum):
    """Papers of the qualification file (VEN-03, requirements.md 8.3)."""

    BUSINESS_LICENCE = "business_licence"
    LEGAL_PERSON_PROOF = "legal_person_proof"
    SIMILAR_RECORD = "similar_record"
    SERVICE_REPORT = "service_report"
    SERVICE_PLAN = "service_plan"
    QMS_CERTIFICATE = "qms_certificate"
    CLIENT_REFERENCES = "client_references"
    FINANCIAL_STATEMENTS = "financial_statements"
    STAFF_AND_EQUIPMENT = "staff_and_equipment"
    STAFF_CERTIFICATES = "staff_certificates"
    MANAGEMENT_SYSTEM = "management_system"
    INTERNAL_DOCUMENTS = "internal_documents"
    EMERGENCY_PLAN = "emergency_plan"
    ORGANISATION_CODE = "organisation_code"
    TAX_REGISTRATION = "tax_registration"
    POWER_OF_ATTORNEY = "power_of_attorney"
    SAFETY_UNDERTAKING = "safety_undertaking"
    OTHER = "other"


DOCUMENT_KIND_LABELS: dict[str, Promise] = {
    DocumentKind.BUSINESS_LICENCE.value: pgettext_lazy("paper", "Business licence"),
    DocumentKind.LEGAL_PERSON_PROOF.value: pgettext_lazy("paper", "Legal-person proof"),
    DocumentKind.SIMILAR_RECORD.value: pgettext_lazy("paper", "Similar-service record"),
    DocumentKind.SERVICE_REPORT.value: pgettext_lazy("paper", "Service report"),
    DocumentKind.SERVICE_PLAN.value: pgettext_lazy("paper", "Service plan and quotation"),
    DocumentKind.QMS_CERTIFICATE.value: pgettext_lazy("paper", "Quality-management-system certificate"),
    DocumentKind.CLIENT_REFERENCES.value: pgettext_lazy("paper", "Client credit references"),
    DocumentKind.FINANCIAL_STATEMENTS.value: pgettext_lazy("paper", "Financial statements"),
    DocumentKind.STAFF_AND_EQUIPMENT.value: pgettext_lazy("paper", "Staff and equipment list"),
    DocumentKind.STAFF_CERTIFICATES.value: pgettext_lazy("paper", "Staff certificates"),
    DocumentKind.MANAGEMENT_SYSTEM.value: pgettext_lazy("paper", "Management system and quality monitoring"),
    DocumentKind.INTERNAL_DOCUMENTS.value: pgettext_lazy("paper", "Seven internal documents"),
    DocumentKind.EMERGENCY_PLAN.value: pgettext_lazy("paper", "Emergency plan"),
    DocumentKind.ORGANISATION_CODE.value: pgettext_lazy("paper", "Organisation-code certificate (old)"),
    DocumentKind.TAX_REGISTRATION.value: pgettext_lazy("paper", "Tax registration certificate (old)"),
    DocumentKind.POWER_OF_ATTORNEY.value: pgettext_lazy("paper", "Power of attorney"),
    DocumentKind.SAFETY_UNDERTAKING.value: pgettext_lazy("paper", "Safety undertaking"),
    DocumentKind.OTHER.value: pgettext_lazy("paper", "Other paper"),
}

# Merged into the business licence since October 2015: kept where a vendor has them, never asked for (N-1).
LEGACY_KINDS = frozenset({DocumentKind.ORGANISATION_CODE.value, DocumentKind.TAX_REGISTRATION.value})


class DocumentStatus(StrEnum):
    """What became of a paper."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


DOCUMENT_STATUS_LABELS: dict[str, Promise] = {
    DocumentStatus.PROPOSED.value: pgettext_lazy("paper", "Waits for a check"),
    DocumentStatus.ACCEPTED.value: pgettext_lazy("paper", "Accepted"),
    DocumentStatus.REFUSED.value: pgettext_lazy("paper", "Refused"),
    DocumentStatus.WITHDRAWN.value: pgettext_lazy("paper", "Withdrawn"),
    DocumentStatus.SUPERSEDED.value: pgettext_lazy("paper", "Replaced"),
}


class OverrideStatus(StrEnum):
    """What became of a request to let a vendor pass in spite of a blocker."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


OVERRIDE_STATUS_LABELS: dict[str, Promise] = {
    OverrideStatus.ASKED.value: pgettext_lazy("exception", "Waits for a second person"),
    OverrideStatus.APPROVED.value: pgettext_lazy("exception", "Approved"),
    OverrideStatus.REFUSED.value: pgettext_lazy("exception", "Refused"),
    OverrideStatus.ENDED.value: pgettext_lazy("exception", "Taken back"),
}
