"""Annual evaluation of a contract, then of a vendor (scoring.md, section 4); scores are integer hundredths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from records.rules.hundredths import round_half_up_div, weighted_mean
from scoring.rules.settings import AnnualRules

# Five-indicator review (SCO-05): service quality, response time, compliance, cost effectiveness, innovation.
INDICATORS = 5


@dataclass(frozen=True, slots=True)
class AnnualScore:
    """The year's parts as they entered the result; ``score`` is None when too few months were published."""

    monthly: int | None
    survey: int | None
    review: int | None
    months: int
    score: int | None


def mean_of(values: Sequence[int]) -> int | None:
    """Return the plain mean, rounded half up once; None of nothing."""
    return round_half_up_div(sum(values), len(values)) if values else None


def review_score(indicators: Sequence[int]) -> int:
    """Return the mean of the five indicators. Raises ValueError unless there are five."""
    if len(indicators) != INDICATORS:
        raise ValueError(f"{INDICATORS} indicators are needed, not {len(indicators)}")
    return round_half_up_div(sum(indicators), INDICATORS)


def annual_score(totals: Sequence[int], survey: int | None, review: int | None, rules: AnnualRules) -> AnnualScore:
    """Return a contract's year from its published monthly totals, the annual survey and the review.

    Each part is rounded first, then their weighted mean; a missing part gives its weight to the others. Fewer than
    ``minimum_months`` published totals are insufficient evidence.
    """
    monthly = mean_of(totals)
    parts = ((monthly, rules.monthly), (survey, rules.survey), (review, rules.review))
    enough = len(totals) >= rules.minimum_months
    score = weighted_mean((value, weight) for value, weight in parts if value is not None) if enough else None
    return AnnualScore(monthly, survey, review, len(totals), score)


def vendor_score(contracts: Iterable[tuple[int | None, Decimal]]) -> int | None:
    """Return a vendor's year: the mean of its contracts' scores weighted by their annual amount in yuan.

    Contracts without a score are left out; when no amount is known (framework contracts), each counts the same. None
    when no contract has a score.
    """
    scored = [(score, int(amount.scaleb(2))) for score, amount in contracts if score is not None]
    if any(weight for _, weight in scored):
        return weighted_mean(scored)
    return mean_of([score for score, _ in scored])
