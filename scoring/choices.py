"""Enumerations of the scoring room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Component(StrEnum):
    """The five parts of a monthly card, in the order of every table and receipt (scoring.md, section 2)."""

    INSPECTION = "inspection"
    PERSONNEL = "personnel"
    RECTIFICATION = "rectification"
    COMPLAINTS = "complaints"
    SATISFACTION = "satisfaction"


COMPONENT_LABELS: dict[str, Promise] = {
    Component.INSPECTION.value: pgettext_lazy("component", "Inspections"),
    Component.PERSONNEL.value: pgettext_lazy("component", "Personnel and roster"),
    Component.RECTIFICATION.value: pgettext_lazy("component", "Rectification"),
    Component.COMPLAINTS.value: pgettext_lazy("component", "Complaints"),
    Component.SATISFACTION.value: pgettext_lazy("component", "Satisfaction"),
}


class Grade(StrEnum):
    """Grade of a card or a year; D is a fail."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


GRADE_LABELS: dict[str, Promise] = {
    Grade.A.value: pgettext_lazy("grade", "A, excellent"),
    Grade.B.value: pgettext_lazy("grade", "B, good"),
    Grade.C.value: pgettext_lazy("grade", "C, needs improvement"),
    Grade.D.value: pgettext_lazy("grade", "D, fail"),
}


class CardStatus(StrEnum):
    """State of a scorecard (requirements.md, section 5)."""

    PENDING = "pending"
    COMPUTED = "computed"
    EVALUATED = "evaluated"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    FROZEN = "frozen"
    UNDER_APPEAL = "under_appeal"
    REVISED = "revised"


CARD_STATUS_LABELS: dict[str, Promise] = {
    CardStatus.PENDING.value: pgettext_lazy("card status", "Pending"),
    CardStatus.COMPUTED.value: pgettext_lazy("card status", "Computed"),
    CardStatus.EVALUATED.value: pgettext_lazy("card status", "Evaluated"),
    CardStatus.CONFIRMED.value: pgettext_lazy("card status", "Confirmed"),
    CardStatus.PUBLISHED.value: pgettext_lazy("card status", "Published"),
    CardStatus.FROZEN.value: pgettext_lazy("card status", "Frozen"),
    CardStatus.UNDER_APPEAL.value: pgettext_lazy("card status", "Under appeal"),
    CardStatus.REVISED.value: pgettext_lazy("card status", "Revised"),
}


class RunStatus(StrEnum):
    """State of a scoring run: one tenant, one month, one settings version (scoring.md, section 5)."""

    OPENED = "opened"
    COMPUTING = "computing"
    COMPUTED = "computed"
    PUBLISHED = "published"
    FROZEN = "frozen"


RUN_STATUS_LABELS: dict[str, Promise] = {
    RunStatus.OPENED.value: pgettext_lazy("run status", "Opened"),
    RunStatus.COMPUTING.value: pgettext_lazy("run status", "Computing"),
    RunStatus.COMPUTED.value: pgettext_lazy("run status", "Computed"),
    RunStatus.PUBLISHED.value: pgettext_lazy("run status", "Published"),
    RunStatus.FROZEN.value: pgettext_lazy("run status", "Frozen"),
}


class Insufficient(StrEnum):
    """Why a card has no total: a duty of the tenant's own side that was missed, never the vendor's fault."""

    NO_INSPECTION = "no_inspection"
    TOO_LITTLE_EVIDENCE = "too_little_evidence"


INSUFFICIENT_LABELS: dict[str, Promise] = {
    Insufficient.NO_INSPECTION.value: pgettext_lazy("insufficient evidence", "No inspection in the month"),
    Insufficient.TOO_LITTLE_EVIDENCE.value: pgettext_lazy("insufficient evidence", "Too little evidence"),
}


class AdjustmentKind(StrEnum):
    """A reward or a penalty on top of the computed total."""

    REWARD = "reward"
    PENALTY = "penalty"


ADJUSTMENT_KIND_LABELS: dict[str, Promise] = {
    AdjustmentKind.REWARD.value: pgettext_lazy("adjustment", "Reward"),
    AdjustmentKind.PENALTY.value: pgettext_lazy("adjustment", "Penalty"),
}


class ProvenAct(StrEnum):
    """The four acts that make a fail whatever the score (RPA-03)."""

    LAW_BROKEN = "law_broken"
    SAFETY_ACCIDENT = "safety_accident"
    FRAUD = "fraud"
    ONWARD_ASSIGNMENT = "onward_assignment"


PROVEN_ACT_LABELS: dict[str, Promise] = {
    ProvenAct.LAW_BROKEN.value: pgettext_lazy("proven act", "Breaking the law"),
    ProvenAct.SAFETY_ACCIDENT.value: pgettext_lazy(
        "proven act", "Safety accident with major loss or serious harm to the company's image"
    ),
    ProvenAct.FRAUD.value: pgettext_lazy("proven act", "Fraud or hiding facts"),
    ProvenAct.ONWARD_ASSIGNMENT.value: pgettext_lazy("proven act", "Onward assignment of the contract"),
}


class MeasureKind(StrEnum):
    """What people may add to a computed card (RPA-01, RPA-03)."""

    REWARD = "reward"
    PENALTY = "penalty"
    PROVEN_ACT = "proven_act"


MEASURE_KIND_LABELS: dict[str, Promise] = {
    **ADJUSTMENT_KIND_LABELS,
    MeasureKind.PROVEN_ACT.value: pgettext_lazy("adjustment", "Proven act"),
}


class DecisionStatus(StrEnum):
    """State of a proposal that a second person decides."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


DECISION_STATUS_LABELS: dict[str, Promise] = {
    DecisionStatus.PROPOSED.value: pgettext_lazy("decision", "Proposed"),
    DecisionStatus.APPROVED.value: pgettext_lazy("decision", "Approved"),
    DecisionStatus.REJECTED.value: pgettext_lazy("decision", "Rejected"),
}


class Part(StrEnum):
    """The part of a receipt a line belongs to: a component, or what follows the components."""

    INSPECTION = "inspection"
    PERSONNEL = "personnel"
    RECTIFICATION = "rectification"
    COMPLAINTS = "complaints"
    SATISFACTION = "satisfaction"
    TOTAL = "total"
    ADJUSTMENT = "adjustment"
    GRADE = "grade"


PART_LABELS: dict[str, Promise] = {
    **COMPONENT_LABELS,
    Part.TOTAL.value: pgettext_lazy("receipt part", "Total"),
    Part.ADJUSTMENT.value: pgettext_lazy("receipt part", "Rewards and penalties"),
    Part.GRADE.value: pgettext_lazy("receipt part", "Grade"),
}


class EvidenceKind(StrEnum):
    """What a receipt line's ``evidence_id`` points at; empty for lines that only calculate."""

    NONE = ""
    INSPECTION = "inspection"
    INSPECTION_ITEM = "inspection_item"
    COMPLAINT = "complaint"
    ADJUSTMENT = "adjustment"
    PROVEN_ACT = "proven_act"


class LineText(StrEnum):
    """What a receipt line says; the key is stored, the words are made when it is shown."""

    INSPECTION = "inspection"
    INSPECTION_UNCOUNTED = "inspection_uncounted"
    REPEATED_FAULT = "repeated_fault"
    INSPECTION_MEAN = "inspection_mean"
    NO_INSPECTION = "no_inspection"
    COMPLAINT = "complaint"
    COMPLAINT_LATE = "complaint_late"
    COMPLAINT_UNCHARGED = "complaint_uncharged"
    COMPLAINT_UNDECIDED = "complaint_undecided"
    COMPLAINTS_RESULT = "complaints_result"
    COMPLAINTS_SCALED = "complaints_scaled"
    NO_COMPLAINT = "no_complaint"
    COMPONENT = "component"
    COMPONENT_MISSING = "component_missing"
    WEIGHTED_MEAN = "weighted_mean"
    NO_TOTAL_NO_INSPECTION = "no_total_no_inspection"
    NO_TOTAL_LITTLE_EVIDENCE = "no_total_little_evidence"
    REWARD = "reward"
    PENALTY = "penalty"
    ADJUSTED_TOTAL = "adjusted_total"
    GRADE = "grade"
    GRADE_BY_ACT = "grade_by_act"


LINE_TEXTS: dict[str, Promise] = {
    LineText.INSPECTION.value: _("%(inspection_type)s %(number)s of %(on)s"),
    LineText.INSPECTION_UNCOUNTED.value: _("%(inspection_type)s %(number)s of %(on)s, carries no weight"),
    LineText.REPEATED_FAULT.value: _(
        "Repeated fault in %(number)s: %(item)s, deduction %(base)s × %(multiplier)s, counted as %(deduction)s"
    ),
    LineText.INSPECTION_MEAN.value: _("Weighted mean of the month's inspections: %(sum)s ÷ %(weight)s"),
    LineText.NO_INSPECTION.value: _("No counted inspection in the month: no evidence"),
    LineText.COMPLAINT.value: _("Complaint %(number)s of %(on)s: %(severity)s, charged to the vendor"),
    LineText.COMPLAINT_LATE.value: _("Complaint %(number)s: answered later than %(days)s days"),
    LineText.COMPLAINT_UNCHARGED.value: _("Complaint %(number)s of %(on)s: %(responsibility)s, not charged"),
    LineText.COMPLAINT_UNDECIDED.value: _("Complaint %(number)s of %(on)s: responsibility not decided, not charged"),
    LineText.COMPLAINTS_RESULT.value: _("Complaints: 100 − %(sum)s, not below 0"),
    LineText.COMPLAINTS_SCALED.value: _(
        "Complaints, scaled to %(share)s of %(households)s occupied households:"
        " 100 − %(sum)s × %(share)s ÷ %(households)s, not below 0"
    ),
    LineText.NO_COMPLAINT.value: _("No complaint in the month: 100"),
    LineText.COMPONENT.value: _("%(component)s: score × weight"),
    LineText.COMPONENT_MISSING.value: _("%(component)s: no evidence, its weight goes to the others"),
    LineText.WEIGHTED_MEAN.value: _("Weighted mean: %(sum)s ÷ %(weight)s"),
    LineText.NO_TOTAL_NO_INSPECTION.value: _("Insufficient evidence: no inspection in the month, so there is no total"),
    LineText.NO_TOTAL_LITTLE_EVIDENCE.value: _(
        "Insufficient evidence: %(weight)s of 100 weight points have evidence,"
        " at least %(minimum)s are needed, so there is no total"
    ),
    LineText.REWARD.value: _("Reward: %(reason)s (approved by %(approver)s)"),
    LineText.PENALTY.value: _("Penalty: %(reason)s (approved by %(approver)s)"),
    LineText.ADJUSTED_TOTAL.value: _("Total after rewards and penalties"),
    LineText.GRADE.value: _("Grade %(grade)s: from %(minimum)s"),
    LineText.GRADE_BY_ACT.value: _("Grade %(grade)s whatever the total: %(proven_act)s"),
}


# --- the room's words in the journal ------------------------------------------------------------------
EVENT_LABELS: dict[str, Promise] = {
    "scoring.run_opened": pgettext_lazy("event", "Run opened"),
    "scoring.run_computed": pgettext_lazy("event", "Cards computed"),
    "scoring.card_evaluated": pgettext_lazy("event", "Evaluation written"),
    "scoring.card_confirmed": pgettext_lazy("event", "Card confirmed"),
    "scoring.card_published": pgettext_lazy("event", "Card published"),
    "scoring.card_corrected": pgettext_lazy("event", "Card corrected"),
    "scoring.adjustment_proposed": pgettext_lazy("event", "Reward or penalty proposed"),
    "scoring.adjustment_approved": pgettext_lazy("event", "Reward or penalty approved"),
    "scoring.adjustment_rejected": pgettext_lazy("event", "Reward or penalty rejected"),
    "scoring.correction_proposed": pgettext_lazy("event", "Correction proposed"),
    "scoring.correction_rejected": pgettext_lazy("event", "Correction rejected"),
}
FACT_LABELS: dict[str, Promise] = {
    "card": _("Scorecard"),
    "changed": _("Cards changed"),
}
