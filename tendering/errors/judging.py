"""Refusals from the opened bids to the contract."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class ChecksIncomplete(RuleBroken):
    """A bid counts as valid only with every mandatory paper and check in order (TND-17, TND-25)."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            _("A valid bid needs all of: %(missing)s. Tick what is in order, or say why the bid is not valid.")
            % {"missing": missing},
            code="checks_incomplete",
            field="verdict",
        )


class ReasonNeeded(RuleBroken):
    """A decision of this kind gives its reason."""

    def __init__(self, *, field: str = "reason") -> None:
        super().__init__(_("Give the reason."), code="reason_missing", field=field)


class SeatRefused(RuleBroken):
    """Somebody may not take this seat of the panel (TND-18, TND-28, TEN-06)."""

    TEXTS = {
        "organiser": _("The organiser of a tender does not judge it. Choose somebody else."),
        "author": _("The author of the evaluation papers does not judge the same tender. Choose somebody else."),
        "owner_line": _("The owners' committee has a seat for cleaning and security only."),
        "owner_role": _("This seat is for a representative of the owners' committee."),
        "owner_admission": _(
            "Admit this member of the owners' committee as bid reviewer of the project and line first."
        ),
        "owner_only": _("A representative of the owners' committee takes the owners' seat."),
        "review_group": _("The tenant does not use a review group."),
        "taken": _("This person already sits on the panel."),
        "seat_taken": _("This seat of the review group is taken."),
        "unknown": _("Choose a colleague."),
        "part": _("Choose at least one part to judge."),
        "submitted": _("This judge has handed in the sheet already."),
    }

    def __init__(self, problem: str, *, field: str | None = "membership") -> None:
        super().__init__(self.TEXTS[problem], code=f"seat_{problem}", field=field)


class JudgingNotReady(RuleBroken):
    """Something must be done before sheets are filled in or the panel is closed (TND-17, TND-21, TND-26)."""

    TEXTS = {
        "declaration": _("Declare first whether you have a conflict of interest."),
        "unchecked": _("Check every opened bid first: it must be registered as valid or not."),
        "reference": _("Set the reference price range first (it is set before bids are scored)."),
        "started": _("Sheets have been handed in. This can no longer be changed."),
        "section": _("Each part of the sheets needs at least one judge who has handed in a sheet."),
        "review_group": _("The three seats of the review group must be filled."),
        "no_judges": _("Appoint judges first."),
    }

    def __init__(self, problem: str) -> None:
        super().__init__(self.TEXTS[problem], code=f"judging_{problem}")


class TooFewValidBids(RuleBroken):
    """Fewer bids are valid than the tender needs: it fails instead of being scored."""

    def __init__(self, *, valid: int, needed: int) -> None:
        super().__init__(
            _("Only %(valid)s valid bids, %(needed)s are needed. The tender has failed; end it as failed.")
            % {"valid": valid, "needed": needed},
            code="too_few_valid_bids",
        )


class SheetsMissing(RuleBroken):
    """The rule of this tender waits for every judge's sheet."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _("Sheets are missing: %(names)s. Wait for them, or release a judge with a reason.") % {"names": names},
            code="sheets_missing",
        )


class SheetIncomplete(RuleBroken):
    """A sheet is handed in only when every bid has points for every line (TND-21)."""

    def __init__(self, missing: int) -> None:
        super().__init__(
            _("%(count)s scores are missing. Fill in every line for every bid.") % {"count": missing},
            code="sheet_incomplete",
        )


class ScoreRefused(RuleBroken):
    """A score is no number, finer than a hundredth, or outside what the line allows."""

    def __init__(self, *, field: str, most: str) -> None:
        super().__init__(
            _("Enter points from 0 to %(most)s, with at most two decimals.") % {"most": most},
            code="score_refused",
            field=field,
        )


class SheetFileRefused(RuleBroken):
    """An uploaded sheet is not the one that was handed out, or holds cells that cannot be used; nothing is taken."""

    def __init__(self, text: Any) -> None:
        super().__init__(text, code="sheet_file_refused", field="file")


class ReferenceRangeWrong(RuleBroken):
    """The reference range runs from a lower to a higher price (TND-26)."""

    def __init__(self) -> None:
        super().__init__(
            _("Enter two prices above 0, the first not above the second."), code="range_wrong", field="low"
        )


class EnoughValidBids(RuleBroken):
    """A tender fails after the opening only for want of valid bids or of a bidder who signs."""

    def __init__(self) -> None:
        super().__init__(
            _("There are enough valid bids. Score them, or have the general manager cancel the tender."),
            code="enough_valid_bids",
        )


class AwardRefused(RuleBroken):
    """An award cannot be proposed or acted on like this (TND-22, TND-24, X-32)."""

    TEXTS = {
        "not_first": _("This is not the first of the ranking. Give the reason."),
        "against_owners": _("This is not the bid the owners' committee recommends. Give the reason in writing."),
        "passed_over": _("This bidder did not sign. Choose another one."),
        "unknown_bid": _("Choose a ranked bid of this tender."),
        "opinion_missing": _("Record the opinion of the owners' committee first, or that it did not take part."),
        "no_candidate": _("No other candidate is left. End the tender as failed."),
        "recheck_missing": _("Check the winner's qualification, ability and reputation again first."),
        "signing_past": _("The day of signing must lie in the future."),
        "not_standing": _("This award does not stand any more."),
        "drafted": _("A contract was drafted from this award already."),
    }

    def __init__(self, problem: str, *, field: str | None = None) -> None:
        super().__init__(self.TEXTS[problem], code=f"award_{problem}", field=field)


class InTheFuture(RuleBroken):
    """What happened cannot lie in the future."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("This moment lies in the future."), code="in_the_future", field=field)


class TextMissing(RuleBroken):
    """A paper of this kind is not left empty."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("Fill this in."), code="text_missing", field=field)
