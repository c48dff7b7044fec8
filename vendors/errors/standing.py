"""Refusals about bans, exceptions, contact persons and branches; the words for what stands against a vendor."""

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken
from vendors.choices import DOCUMENT_KIND_LABELS


class BanReasonMissing(RuleBroken):
    """A ban, and its lifting, is a reasoned decision (RPA-06)."""

    def __init__(self) -> None:
        super().__init__(_("Give the reason of the decision."), code="ban_reason_missing", field="reason")


class BanStartsLater(RuleBroken):
    """A ban begins with its decision or before it, never on a day to come."""

    def __init__(self) -> None:
        super().__init__(
            _("The first day may not lie in the future; decide on the day itself."),
            code="ban_starts_later",
            field="starts_on",
        )


class BanEndsBeforeItStarts(RuleBroken):
    """The last day lies before the first."""

    def __init__(self) -> None:
        super().__init__(_("The last day lies before the first."), code="ban_ends_before_it_starts", field="ends_on")


class BanEndsByRule(RuleBroken):
    """The term of this ground is fixed by the settings (RPA-02, RPA-03)."""

    def __init__(self) -> None:
        super().__init__(
            _("For this ground the last day is computed from the settings; leave it empty."),
            code="ban_ends_by_rule",
            field="ends_on",
        )


class BanIsOver(RuleBroken):
    """There is nothing left to lift."""

    def __init__(self) -> None:
        super().__init__(_("This ban has already ended."), code="ban_is_over")


def banned_text(until: date | None) -> Any:
    """Say that a vendor is banned, and until which day, which counts."""
    if until is None:
        return _("Banned without fixed term.")
    return format_lazy(_("Banned up to and including {until}."), until=until.isoformat())


def excluded_text() -> Any:
    """Say that a vendor is excluded without a ban on record."""
    return _("Excluded from cooperation.")


def inactive_text() -> Any:
    """Say that a vendor is switched off."""
    return _("Switched off in the register.")


def not_listed_text() -> Any:
    """Say that a vendor is not on the version of the list that counts (VEN-08)."""
    return _("Not on the latest approved qualified-vendor list for this service line.")


def not_qualified_text() -> Any:
    """Say that a vendor is not on the list of the qualified."""
    return _("Not qualified.")


def missing_text(kind: str) -> Any:
    """Say that a required paper was never handed in."""
    return format_lazy(_("{paper}: never handed in."), paper=DOCUMENT_KIND_LABELS[kind])


def expired_text(kind: str, until: date) -> Any:
    """Say that a required paper has expired, and when."""
    return format_lazy(_("{paper}: expired after {until}."), paper=DOCUMENT_KIND_LABELS[kind], until=until.isoformat())


class ExceptionNotPossible(RuleBroken):
    """A ban is never passed over, and an exception names what it is about (VEN-14)."""

    def __init__(self) -> None:
        super().__init__(
            _("There is no exception from this; a ban is never passed over."), code="exception_not_possible"
        )


class ExceptionReasonMissing(RuleBroken):
    """An exception needs a reason."""

    def __init__(self) -> None:
        super().__init__(
            _("Say why the vendor may pass all the same."), code="exception_reason_missing", field="reason"
        )


class ExceptionTermWrong(RuleBroken):
    """An exception ends on a day to come, within a year."""

    def __init__(self) -> None:
        super().__init__(
            _("An exception ends today or later, within one year."), code="exception_term_wrong", field="valid_until"
        )


class ExceptionAsked(RuleBroken):
    """The same exception waits for an answer already."""

    def __init__(self) -> None:
        super().__init__(_("The same exception already waits for a second person."), code="exception_asked")


class DecisionNoteMissing(RuleBroken):
    """Who refuses says why."""

    def __init__(self) -> None:
        super().__init__(_("Say why you refuse."), code="decision_note_missing", field="note")


class ContactFactMissing(RuleBroken):
    """A contact person has a name and a phone number, a branch a name."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("Fill this in."), code="contact_fact_missing", field=field)


class BranchTaken(RuleBroken):
    """The vendor has a branch of this name already."""

    def __init__(self) -> None:
        super().__init__(_("This vendor has a branch of this name already."), code="branch_taken", field="name")
