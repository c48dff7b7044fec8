"""Refusals of the scoring room, and the words of problems in its settings."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken

WEIGHTS_MUST_ADD_UP = _("The weights must add up to 100.00; they add up to %(sum)s.")
ALL_WEIGHTS_ZERO = _("At least one type of inspection must carry weight.")
BANDS_MUST_DESCEND = _("A must begin above B, B above C, and C above 0.")


class AdjustmentOutOfRange(RuleBroken):
    """Rewards and penalties of one card stay within their limits (scoring.md, "Adjustments")."""

    def __init__(self, *, field: str | None = "points") -> None:
        super().__init__(
            _("The points must be more than 0 and, with what was granted before, stay within the limit."),
            code="adjustment_out_of_range",
            field=field,
        )


class CardIsFrozen(RuleBroken):
    """A published card never changes; a correction makes a new version beside it (SCO-11)."""

    def __init__(self) -> None:
        super().__init__(
            _("This card is published and frozen. Propose a correction: it makes a new version beside this one."),
            code="card_is_frozen",
        )


class MonthNotOver(RuleBroken):
    """A month is evaluated when it is over (SCO-01)."""

    def __init__(self) -> None:
        super().__init__(_("A month is evaluated after it has ended."), code="month_not_over", field="month")


class ReasonMissing(RuleBroken):
    """What changes a result names its ground and its evidence (RPA-01)."""

    def __init__(self, field: str = "reason") -> None:
        super().__init__(_("Say why, in words a third person understands."), code="reason_missing", field=field)


class AlreadyProposed(RuleBroken):
    """One open proposal at a time."""

    def __init__(self) -> None:
        super().__init__(_("A correction of this card is already waiting for a decision."), code="already_proposed")


class NoRulesInForce(RuleBroken):
    """A month can only be evaluated by rules that were approved for it (SCO-04)."""

    def __init__(self) -> None:
        super().__init__(_("No scoring rules were in force in this month."), code="no_rules", field="month")
