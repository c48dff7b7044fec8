"""Short ways to write evidence, and hypothesis strategies for whole cards."""

from datetime import date

from hypothesis import strategies as st

from complaints.choices import Responsibility, Severity
from inspections.choices import InspectionType
from records.rules.periods import Month
from scoring.choices import AdjustmentKind, ProvenAct
from scoring.rules.evidence import Act, Adjustment, CardInputs, ComplaintEvidence, InspectionEvidence, RepeatedFault

OCTOBER = Month(2026, 10)


def inspection(row_id: int, kind: InspectionType, score: int, day: int = 12) -> InspectionEvidence:
    return InspectionEvidence(row_id, f"JC-{row_id}", date(2026, 10, day), kind, score)


def complaint(
    row_id: int,
    severity: Severity = Severity.MINOR,
    responsibility: Responsibility = Responsibility.VENDOR,
    *,
    is_late: bool = False,
) -> ComplaintEvidence:
    return ComplaintEvidence(row_id, f"TS-{row_id}", date(2026, 10, 5), severity, responsibility, is_late)


def card_inputs(
    *,
    inspections: tuple[InspectionEvidence, ...] = (),
    complaints: tuple[ComplaintEvidence, ...] = (),
    adjustments: tuple[Adjustment, ...] = (),
    acts: tuple[Act, ...] = (),
    households: int | None = None,
) -> CardInputs:
    return CardInputs(
        contract_id=7,
        line="CLN",
        month=OCTOBER,
        settings_version=3,
        cut_off="2026-11-01T02:00:00+08:00",
        households=households,
        inspections=inspections,
        complaints=complaints,
        adjustments=adjustments,
        acts=acts,
    )


days = st.dates(min_value=date(2026, 10, 1), max_value=date(2026, 10, 31))
scores = st.integers(min_value=0, max_value=10_000)
ids = st.integers(min_value=1, max_value=999)

inspections = st.builds(
    InspectionEvidence,
    id=ids,
    number=st.text("JC0123456789-", min_size=1, max_size=8),
    on=days,
    kind=st.sampled_from(InspectionType),
    score=scores,
    repeats=st.lists(
        st.builds(
            RepeatedFault,
            id=ids,
            item=st.text(max_size=8),
            base=st.integers(1, 500),
            multiplier=st.sampled_from([150, 200]),
            deduction=st.integers(1, 1_000),
        ),
        max_size=2,
    ).map(tuple),
)
complaints = st.builds(
    ComplaintEvidence,
    id=ids,
    number=st.text("TS0123456789", min_size=1, max_size=8),
    on=days,
    severity=st.sampled_from(Severity),
    responsibility=st.sampled_from(Responsibility),
    is_late=st.booleans(),
)
adjustments = st.builds(
    Adjustment,
    id=ids,
    kind=st.sampled_from(AdjustmentKind),
    points=st.integers(1, 1_200),
    reason=st.text(max_size=10),
    approver=st.text(max_size=5),
)
acts = st.builds(Act, id=ids, kind=st.sampled_from(ProvenAct))


def _unique(rows: st.SearchStrategy, most: int) -> st.SearchStrategy:
    return st.lists(rows, max_size=most, unique_by=lambda row: row.id).map(tuple)


cards = st.builds(
    card_inputs,
    inspections=_unique(inspections, 6),
    complaints=_unique(complaints, 8),
    adjustments=_unique(adjustments, 3),
    acts=_unique(acts, 1),
    households=st.none() | st.integers(0, 5_000),
)
