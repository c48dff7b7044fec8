"""The scoring settings of a tenant: one frozen value per version, with the defaults of scoring.md (TEN-09, SCO-04).

The JSON of a settings version of area ``scoring`` has one group per field of ``ScoringRules``. Points, scores, weights
and multipliers are hundredths here and decimal text there. The groups ``inspection`` and ``complaints`` belong to the
rooms of that name, which may read their own group without knowing this one.
"""

from dataclasses import dataclass, field
from typing import Annotated

from complaints.rules.points import ComplaintRules
from inspections.choices import InspectionType
from inspections.rules.scoring import InspectionRules
from records.errors import Wording
from records.rules.hundredths import FULL_SCORE, as_text
from records.rules.setting_values import Number, Points, Problems, Section
from scoring.choices import Component
from scoring.errors import ALL_WEIGHTS_ZERO, BANDS_MUST_DESCEND, WEIGHTS_MUST_ADD_UP


def _must_add_up(key: str, total: int) -> Problems:
    return {} if total == FULL_SCORE else {key: Wording(WEIGHTS_MUST_ADD_UP, {"sum": as_text(total)})}


@dataclass(frozen=True, slots=True)
class ComponentWeights(Section):
    """Weight of each component, together 100 (scoring.md, section 2)."""

    inspection: Points = 40_00
    personnel: Points = 15_00
    rectification: Points = 15_00
    complaints: Points = 15_00
    satisfaction: Points = 15_00

    def of(self, component: Component) -> int:
        """Return the weight of a component in hundredths."""
        weight: int = getattr(self, component.value)
        return weight

    def problems(self) -> Problems:
        """Refuse weights that do not add up to 100."""
        return _must_add_up("satisfaction", sum(self.of(component) for component in Component))


@dataclass(frozen=True, slots=True)
class InspectionWeights(Section):
    """Weight of each type of inspection in the month's mean, in hundredths (scoring.md, section 2).

    A re-check closes faults and does not average them away. Daily supervision is a record of walks, and a works
    acceptance belongs to its settlement; neither is a graded checklist of the month, so both carry nothing unless the
    tenant decides otherwise. The year-end check of the last in line is a check by headquarters.
    """

    daily: Points = 0
    self_check: Points = 50
    cross_check: Points = 50
    company: Points = 1_00
    region: Points = 1_50
    hq_special: Points = 2_00
    recheck: Points = 0
    bottom_elimination: Points = 2_00
    third_party: Points = 1_50
    works_acceptance: Points = 0

    def of(self, kind: InspectionType) -> int:
        """Return the weight of a type of inspection in hundredths."""
        weight: int = getattr(self, kind.value)
        return weight

    def problems(self) -> Problems:
        """Refuse weights that are all zero."""
        return {} if any(self.of(kind) for kind in InspectionType) else {"company": Wording(ALL_WEIGHTS_ZERO)}


@dataclass(frozen=True, slots=True)
class EvidenceRules(Section):
    """How much evidence a total needs."""

    minimum_weight: Points = 50_00


@dataclass(frozen=True, slots=True)
class AdjustmentRules(Section):
    """How far rewards and penalties of one card may go, each in total."""

    reward_limit: Points = 5_00
    penalty_limit: Points = 10_00


@dataclass(frozen=True, slots=True)
class GradeRules(Section):
    """Where the grades begin. Each reaches up to where the next begins, and D from 0, so that they touch and cover."""

    a_from: Points = 90_00
    b_from: Points = 80_00
    c_from: Points = 70_00

    def problems(self) -> Problems:
        """Refuse bands that do not ascend from 0."""
        return {} if self.a_from > self.b_from > self.c_from > 0 else {"a_from": Wording(BANDS_MUST_DESCEND)}


@dataclass(frozen=True, slots=True)
class SettlementRules(Section):
    """Fee deduction by score, used only where the contract's formula says so; rates in hundredths of a percent."""

    full_fee_from: Points = 85_00
    percent_per_point: Points = 50
    percent_cap: Points = 10_00


@dataclass(frozen=True, slots=True)
class AnnualRules(Section):
    """Weights of the annual evaluation, together 100, and the published months it needs (scoring.md, section 4)."""

    monthly: Points = 70_00
    survey: Points = 20_00
    review: Points = 10_00
    minimum_months: Annotated[int, Number("integer", 1, 12)] = 6

    def problems(self) -> Problems:
        """Refuse weights that do not add up to 100."""
        return _must_add_up("review", self.monthly + self.survey + self.review)


@dataclass(frozen=True, slots=True)
class ScoringRules(Section):
    """All numbers of scoring.md, as one version of a tenant's settings holds them."""

    weights: ComponentWeights = field(default_factory=ComponentWeights)
    inspection_weights: InspectionWeights = field(default_factory=InspectionWeights)
    inspection: InspectionRules = field(default_factory=InspectionRules)
    complaints: ComplaintRules = field(default_factory=ComplaintRules)
    evidence: EvidenceRules = field(default_factory=EvidenceRules)
    adjustments: AdjustmentRules = field(default_factory=AdjustmentRules)
    grades: GradeRules = field(default_factory=GradeRules)
    settlement: SettlementRules = field(default_factory=SettlementRules)
    annual: AnnualRules = field(default_factory=AnnualRules)
