"""The score of one filed inspection (scoring.md, section 1).

Points, scores and multipliers are integer hundredths. The same function serves the live score on the phone's server
round trip, the stored score at submission and the nightly comparison from the items.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from inspections.errors import DeductionOutOfRange, NotApplicableWithDeduction
from records.rules.hundredths import FULL_SCORE, ONE, round_half_up_div
from records.rules.setting_values import Multiplier, Points, Section


@dataclass(frozen=True, slots=True)
class InspectionRules(Section):
    """Section ``inspection`` of the scoring settings; defaults of scoring.md, section 1."""

    veto_cap: Points = 59_00
    second_month_multiplier: Multiplier = 1_50
    third_month_multiplier: Multiplier = 2_00


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One answered checklist item: its maximum and its deduction before any multiplier, in hundredths of a point.

    ``months_failed_before`` counts the calendar months in a row, directly before this one, in which the same item of
    the same contract failed. ``section`` is the checklist's part the item belongs to.
    """

    key: str
    maximum: int
    deduction: int = 0
    not_applicable: bool = False
    is_veto: bool = False
    months_failed_before: int = 0
    section: str = ""

    @property
    def failed(self) -> bool:
        """Whether the item counts as failed: it applies and lost something."""
        return not self.not_applicable and self.deduction > 0


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What an item really costs: base deduction, multiplier and the deduction that counts, all in hundredths."""

    key: str
    base: int
    multiplier: int
    deduction: int


@dataclass(frozen=True, slots=True)
class InspectionScore:
    """The result: ``score`` 0..10,000 or None when no item applies; ``uncapped`` is the score before a veto.

    ``sections`` maps each section to its own score by the same formula, without the veto cap.
    """

    score: int | None
    uncapped: int | None
    maximum: int
    deduction: int
    veto_failed: bool
    items: tuple[ItemScore, ...]
    sections: dict[str, int | None]


def check_item(item: ItemResult, *, field: str | None = None) -> None:
    """Raise DeductionOutOfRange or NotApplicableWithDeduction unless the answer is possible (INS-11)."""
    if item.not_applicable and item.deduction:
        raise NotApplicableWithDeduction(field=field)
    if not 0 <= item.deduction <= item.maximum:
        raise DeductionOutOfRange(field=field)


def repeat_multiplier(months_failed_before: int, rules: InspectionRules) -> int:
    """Return the multiplier of a fault in hundredths: once, then the second month's, from then on the third's."""
    if months_failed_before <= 0:
        return ONE
    return rules.second_month_multiplier if months_failed_before == 1 else rules.third_month_multiplier


def score_item(item: ItemResult, rules: InspectionRules) -> ItemScore:
    """Return what the item costs: base times multiplier, rounded half up once, never above the item's maximum."""
    if not item.failed:
        return ItemScore(item.key, 0, ONE, 0)
    multiplier = repeat_multiplier(item.months_failed_before, rules)
    multiplied = round_half_up_div(item.deduction * multiplier, ONE)
    return ItemScore(item.key, item.deduction, multiplier, min(multiplied, item.maximum))


def score_of_sums(maximum: int, deduction: int) -> int | None:
    """Return ``100 * (maximum - deduction) / maximum`` rounded half up once; None when there is no maximum.

    Both sums are in the same unit, which leaves the result in hundredths.
    """
    return round_half_up_div(FULL_SCORE * (maximum - deduction), maximum) if maximum else None


def score_inspection(items: Sequence[ItemResult], rules: InspectionRules | None = None) -> InspectionScore:
    """Score one inspection (scoring.md, section 1). Raises what ``check_item`` raises."""
    rules = rules or InspectionRules()
    scored = []
    sums: dict[str, list[int]] = {}
    for item in items:
        check_item(item, field=item.key)
        cost = score_item(item, rules)
        scored.append(cost)
        section = sums.setdefault(item.section, [0, 0])
        if not item.not_applicable:
            section[0] += item.maximum
            section[1] += cost.deduction
    maximum = sum(section[0] for section in sums.values())
    deduction = sum(section[1] for section in sums.values())
    uncapped = score_of_sums(maximum, deduction)
    veto_failed = any(item.is_veto and item.failed for item in items)
    return InspectionScore(
        score=min(uncapped, rules.veto_cap) if uncapped is not None and veto_failed else uncapped,
        uncapped=uncapped,
        maximum=maximum,
        deduction=deduction,
        veto_failed=veto_failed,
        items=tuple(scored),
        sections={name: score_of_sums(*both) for name, both in sums.items()},
    )
