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
