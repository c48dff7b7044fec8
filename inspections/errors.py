"""Refusals of the inspections room."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken

Text = Promise | str


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


class ContractNotInForce(RuleBroken):
    """Only a contract in force on the day can be inspected."""

    def __init__(self, *, field: str | None = "contract") -> None:
        super().__init__(_("The contract is not in force on this day."), code="contract_not_in_force", field=field)


class NoChecklist(RuleBroken):
    """There is no approved checklist for the service line."""

    def __init__(self, *, field: str | None = "line") -> None:
        super().__init__(
            _("There is no approved checklist for this service line. Approve one first."),
            code="no_checklist",
            field=field,
        )


class LineNotInContract(RuleBroken):
    """The contract does not cover the service line."""

    def __init__(self, *, field: str | None = "line") -> None:
        super().__init__(_("The contract does not cover this service line."), code="line_not_in_contract", field=field)


class ThemeMissing(RuleBroken):
    """An HQ special check has a theme, other kinds have none (INS-07)."""

    def __init__(self, *, field: str | None = "theme") -> None:
        super().__init__(
            _("Choose a theme for an HQ special check, and only for that."), code="theme_missing", field=field
        )


class InTheFuture(RuleBroken):
    """An inspection cannot be filed for a day that has not come."""

    def __init__(self, *, field: str | None = "inspected_on") -> None:
        super().__init__(_("An inspection cannot be filed before its day."), code="in_the_future", field=field)


class InThePast(RuleBroken):
    """An inspection is planned for today or later."""

    def __init__(self, *, field: str | None = "planned_on") -> None:
        super().__init__(_("Choose today or a later day."), code="in_the_past", field=field)


class BadInspector(RuleBroken):
    """The named person may not file inspections at the project."""

    def __init__(self, *, field: str | None = "inspector") -> None:
        super().__init__(_("This person may not file inspections at this project."), code="bad_inspector", field=field)


class ReasonMissing(RuleBroken):
    """The step needs a reason."""

    def __init__(self, *, field: str | None = "reason") -> None:
        super().__init__(_("Give a reason."), code="reason_missing", field=field)


class MonthClosed(RuleBroken):
    """The month's scorecard is published: only the quality officer may still correct its inspections (INS-12)."""

    def __init__(self) -> None:
        super().__init__(
            _("The scorecard of this month is published; ask the quality officer for the correction."),
            code="month_closed",
        )


class UnknownItem(RuleBroken):
    """An answer names an item that the checklist does not have."""

    def __init__(self, item_code: str) -> None:
        super().__init__(
            _("The checklist has no such item."), code="unknown_item", field=item_code[:20].replace("\x00", "")
        )


class Incomplete(RuleBroken):
    """An inspection cannot be submitted yet; ``problems`` maps an item's code to what is missing."""

    def __init__(self, problems: Mapping[str, Text]) -> None:
        self.problems = dict(problems)
        super().__init__(
            _("Some items are not complete: answer every item, and give the reason and photo where they are needed."),
            code="incomplete",
            field=next(iter(self.problems), None),
        )


class BadChecklist(RuleBroken):
    """The items of a checklist version cannot be used (INS-01)."""


NOT_ANSWERED = _("Not answered yet.")
DEDUCTION_NEEDED = _("Enter how many points are deducted.")
REASON_NEEDED = _("Say what was wrong.")
PHOTO_NEEDED = _("A photo is required.")
OUT_OF_RANGE = _("The deduction must be between 0 and the item's maximum.")
UNKNOWN_ANSWER = _("Choose one of the answers.")


class BadMessage(RuleBroken):
    """What the phone sent cannot be read."""

    def __init__(self) -> None:
        super().__init__(_("The message cannot be read. Reload the page and try again."), code="bad_message")
