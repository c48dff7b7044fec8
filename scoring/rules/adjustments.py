"""Rewards and penalties on top of a computed total (scoring.md, "Adjustments"); all points in hundredths."""

from collections.abc import Sequence
from dataclasses import dataclass

from records.rules.hundredths import FULL_SCORE
from scoring.choices import AdjustmentKind
from scoring.errors import AdjustmentOutOfRange
from scoring.rules.evidence import Adjustment
from scoring.rules.settings import AdjustmentRules


@dataclass(frozen=True, slots=True)
class Step:
    """One adjustment as it took effect: the change it made and the total after it."""

    adjustment: Adjustment
    change: int
    total: int


def limit_of(kind: AdjustmentKind, rules: AdjustmentRules) -> int:
    """Return how many points all adjustments of this kind on one card may reach together."""
    return rules.reward_limit if kind is AdjustmentKind.REWARD else rules.penalty_limit


def check_adjustment(kind: AdjustmentKind, points: int, granted: int, rules: AdjustmentRules) -> None:
    """Raise AdjustmentOutOfRange unless so many points may be added to what was granted of this kind before."""
    if points <= 0 or granted + points > limit_of(kind, rules):
        raise AdjustmentOutOfRange


def apply_adjustments(total: int, adjustments: Sequence[Adjustment], rules: AdjustmentRules) -> list[Step]:
    """Return the adjustments in the order of their ids, each with the change it makes.

    Together they stay within the limit of their kind, and the total within 0..10,000 after each; what exceeds either
    has no effect and is not carried on.
    """
    left = {kind: limit_of(kind, rules) for kind in AdjustmentKind}
    steps = []
    for adjustment in sorted(adjustments, key=lambda one: one.id):
        points = min(adjustment.points, left[adjustment.kind])
        left[adjustment.kind] -= points
        wanted = total + points if adjustment.kind is AdjustmentKind.REWARD else total - points
        kept = max(0, min(FULL_SCORE, wanted))
        steps.append(Step(adjustment, kept - total, kept))
        total = kept
    return steps
