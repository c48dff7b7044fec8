"""Refusals of the inspections room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class DeductionOutOfRange(RuleBroken):
    """A deduction must lie between 0 and the item's maximum (INS-11)."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(
            _("The deduction must be between 0 and the item's maximum."), code="deduction_out_of_range", field=field
        )


class NotApplicableWithDeduction(RuleBroken):
    """An item that does not apply cannot lose points."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(
            _("An item that is not applicable cannot have a deduction."),
            code="not_applicable_with_deduction",
            field=field,
        )
