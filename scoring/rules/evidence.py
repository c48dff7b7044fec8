"""What a card is computed from: plain values, stored with the card so that it can be computed again (RPT-05).

Points and scores are integer hundredths, days are the tenant's local days.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from complaints.choices import Responsibility, Severity
from inspections.choices import InspectionType
from records.rules.periods import Month
from scoring.choices import AdjustmentKind, ProvenAct


@dataclass(frozen=True, slots=True)
class RepeatedFault:
    """An item that failed in the month before too: its deduction, the multiplier and what was counted."""

    id: int
    item: str
    base: int
    multiplier: int
    deduction: int


@dataclass(frozen=True, slots=True)
class InspectionEvidence:
    """A published inspection of the month, by the day it was held."""

    id: int
    number: str
    on: date
    kind: InspectionType
    score: int
    repeats: tuple[RepeatedFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintEvidence:
    """A complaint of the month, by the day it was received; ``responsibility`` is pending until it was judged."""

    id: int
    number: str
    on: date
    severity: Severity
    responsibility: Responsibility
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An approved reward or penalty of so many points, more than 0."""

    id: int
    kind: AdjustmentKind
    points: int
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class Act:
    """One of the four acts, proven (RPA-03)."""

    id: int
    kind: ProvenAct


@dataclass(frozen=True, slots=True)
class CardInputs:
    """Everything a card depends on besides the settings version, which is named here and stored as a row.

    A card belongs to one service line (``line`` is its code) of one contract. ``cut_off`` is an ISO 8601 moment.
    ``households`` is the project's number of occupied households, None when it is not known.
    """

    contract_id: int
    line: str
    month: Month
    settings_version: int
    cut_off: str
    households: int | None = None
    inspections: tuple[InspectionEvidence, ...] = ()
    complaints: tuple[ComplaintEvidence, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    acts: tuple[Act, ...] = ()


def inputs_to_json(inputs: CardInputs) -> dict[str, Any]:
    """Return the inputs as JSON values, in the form ``inputs_from_json`` reads."""
    plain = asdict(inputs)
    plain["month"] = str(inputs.month)
    for row in (*plain["inspections"], *plain["complaints"]):
        row["on"] = row["on"].isoformat()
    return plain


def inputs_from_json(values: Mapping[str, Any]) -> CardInputs:
    """Return the inputs stored as JSON. Raises KeyError, TypeError or ValueError when they were not written by us."""
    return CardInputs(
        contract_id=values["contract_id"],
        line=values["line"],
        month=Month.parse(values["month"]),
        settings_version=values["settings_version"],
        cut_off=values["cut_off"],
        households=values["households"],
        inspections=tuple(_inspection(row) for row in values["inspections"]),
        complaints=tuple(_complaint(row) for row in values["complaints"]),
        adjustments=tuple(Adjustment(**{**row, "kind": AdjustmentKind(row["kind"])}) for row in values["adjustments"]),
        acts=tuple(Act(row["id"], ProvenAct(row["kind"])) for row in values["acts"]),
    )


def _inspection(row: Mapping[str, Any]) -> InspectionEvidence:
    return InspectionEvidence(
        **{
            **row,
            "on": date.fromisoformat(row["on"]),
            "kind": InspectionType(row["kind"]),
            "repeats": tuple(RepeatedFault(**fault) for fault in row["repeats"]),
        }
    )


def _complaint(row: Mapping[str, Any]) -> ComplaintEvidence:
    return ComplaintEvidence(
        **{
            **row,
            "on": date.fromisoformat(row["on"]),
            "severity": Severity(row["severity"]),
            "responsibility": Responsibility(row["responsibility"]),
        }
    )
