"""Refusals of the register, reviews and lists; the modules beside hold those about papers and standing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken
from vendors.choices import ASPECT_LABELS, CONDITION_LABELS


def named(labels: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Return codes in the reader's words, as one enumeration."""
    return "、".join(str(labels[code]) for code in codes)


class InvalidCreditCode(RuleBroken):
    """The text is not a unified social credit code (VEN-01)."""

    def __init__(self, *, field: str | None = "credit_code") -> None:
        super().__init__(
            _("This is not a valid unified social credit code: 18 characters, the last one a check character."),
            code="invalid_credit_code",
            field=field,
        )


class LegacyNumber(RuleBroken):
    """The text is the number of an older paper, from before licences were merged (N-1)."""

    def __init__(self, *, field: str | None = "credit_code") -> None:
        super().__init__(
            _(
                "This looks like an old organisation code, registration or tax number."
                " Enter the 18-character unified social credit code of the business licence."
            ),
            code="legacy_number",
            field=field,
        )


class MissingFact(RuleBroken):
    """A mandatory fact of a vendor is empty (VEN-01)."""

    def __init__(self, *, field: str) -> None:
        super().__init__(
            _("A vendor record needs a name, an address and a contact person with a phone number."),
            code="missing_fact",
            field=field,
        )


class IndividualNotAccepted(RuleBroken):
    """The tenant works with legal persons only (VEN-02, X-13)."""

    def __init__(self) -> None:
        super().__init__(
            _("A vendor must be an independent legal person; the settings do not accept individuals."),
            code="individual_not_accepted",
            field="form",
        )


class CreditCodeMissing(RuleBroken):
    """A legal person is registered by its code (X-14)."""

    def __init__(self) -> None:
        super().__init__(
            _("Enter the unified social credit code of the business licence."),
            code="credit_code_missing",
            field="credit_code",
        )


class DuplicateVendor(RuleBroken):
    """Another vendor already carries this code; ``vendor_id`` and ``name`` say which (VEN-14)."""

    def __init__(self, *, vendor_id: int, name: str) -> None:
        self.vendor_id, self.name = vendor_id, name
        super().__init__(
            _("This credit code is already registered for %(name)s.") % {"name": name},
            code="duplicate_credit_code",
            field="credit_code",
        )


class NoLine(RuleBroken):
    """A vendor works in at least one service line (VEN-01)."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one service line."), code="no_line", field="lines")


class NotAtRegistration(RuleBroken):
    """A vendor starts as a candidate, or is taken over from the approved list; other states are decided later."""

    def __init__(self) -> None:
        super().__init__(
            _("A new vendor is a candidate, or qualified when it is taken over from the approved list."),
            code="not_at_registration",
            field="status",
        )


class ReviewersMissing(RuleBroken):
    """A review is made by named people (section 4)."""

    def __init__(self) -> None:
        super().__init__(_("Name at least one reviewer."), code="reviewers_missing", field="reviewers")


class ConclusionMissing(RuleBroken):
    """A review ends with a conclusion in words."""

    def __init__(self) -> None:
        super().__init__(_("Write what the review came to."), code="conclusion_missing", field="conclusion")


class AspectsMissing(RuleBroken):
    """Aspects have no result yet; ``aspects`` are their codes (VEN-06, VEN-07)."""

    def __init__(self, aspects: list[str]) -> None:
        self.aspects = aspects
        message = _("These aspects have no result yet: %(aspects)s.") % {"aspects": named(ASPECT_LABELS, aspects)}
        super().__init__(message, code="aspects_missing", field="result")


class AspectFailed(RuleBroken):
    """What an aspect does not fully meet needs a note, and such a review cannot pass."""

    def __init__(self, *, field: str) -> None:
        texts = {
            "note": _("Say what is missing when an aspect is not fully met."),
            "result": _("A review cannot pass while an aspect does not meet the requirement."),
        }
        super().__init__(texts[field], code="aspect_failed", field=field)


class ConditionsMissing(RuleBroken):
    """Conditions are not ticked with evidence; ``conditions`` are their codes (VEN-04)."""

    def __init__(self, conditions: list[str]) -> None:
        self.conditions = conditions
        message = _("These conditions are not ticked with evidence: %(conditions)s.") % {
            "conditions": named(CONDITION_LABELS, conditions)
        }
        super().__init__(message, code="conditions_missing")


class EvidenceMissing(RuleBroken):
    """A condition is ticked with evidence only (VEN-04)."""

    def __init__(self, *, field: str = "evidence") -> None:
        super().__init__(
            _("Choose a paper of this vendor or upload a file as evidence."), code="evidence_missing", field=field
        )


class ReviewNotOpen(RuleBroken):
    """A completed or abandoned review stays as it is."""

    def __init__(self) -> None:
        super().__init__(_("This review is closed and stays as it is."), code="review_closed")


class ReviewRunning(RuleBroken):
    """One review of a vendor at a time; ``review_id`` says which."""

    def __init__(self, *, review_id: int) -> None:
        self.review_id = review_id
        super().__init__(_("A review of this vendor is in progress already."), code="review_running")


class ReportFactMissing(RuleBroken):
    """One of the five things of a service report is not named (VEN-05)."""

    def __init__(self, *, field: str) -> None:
        super().__init__(
            _(
                "A service report names the responsible person, service standard, outsourcing plan,"
                " time schedule and quality-assurance capability."
            ),
            code="report_fact_missing",
            field=field,
        )


class ReportHandedIn(RuleBroken):
    """A report that was handed in is not changed; staff return it first."""

    def __init__(self) -> None:
        super().__init__(_("This report has been handed in and stays as it is."), code="report_handed_in")


class ReasonMissing(RuleBroken):
    """A refusal or correction says why."""

    def __init__(self, *, field: str = "reason") -> None:
        super().__init__(_("Say why."), code="reason_missing", field=field)


class NotListable(RuleBroken):
    """A vendor may not stand on the qualified list; ``vendor_id`` says which (VEN-04, VEN-09)."""

    def __init__(self, *, vendor_id: int, name: str, field: str | None = None) -> None:
        self.vendor_id = vendor_id
        message = _(
            "%(name)s cannot stand on the list: it is neither qualified nor under review with a passed review and all"
            " five conditions, or it is banned or switched off."
        ) % {"name": name}
        super().__init__(message, code="not_listable", field=field)


class ListBeingCompiled(RuleBroken):
    """One version of the list at a time is being worked on; ``version_id`` says which."""

    def __init__(self, *, version_id: int, number: int) -> None:
        self.version_id = version_id
        super().__init__(
            _("Version %(number)s is being worked on; finish or discard it first.") % {"number": number},
            code="list_being_compiled",
        )


class ListEmpty(RuleBroken):
    """A list without a vendor is not sent for approval."""

    def __init__(self) -> None:
        super().__init__(_("The list holds no vendor."), code="list_empty")


class ListFixed(RuleBroken):
    """A version that left drafting stays as it is."""

    def __init__(self) -> None:
        super().__init__(_("Only a draft can be changed."), code="list_fixed")


class NothingProposed(RuleBroken):
    """The proposal says what the register says already."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was changed."), code="nothing_proposed")


class ProposalRunning(RuleBroken):
    """One proposal of a vendor at a time."""

    def __init__(self) -> None:
        super().__init__(
            _("An earlier proposal is still waiting; withdraw it before you send another."), code="proposal_running"
        )


class DecisionMissing(RuleBroken):
    """Every proposed fact is decided on its own."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("Accept or refuse every fact."), code="decision_missing", field=field)


class LinkUnusable(RuleBroken):
    """The link was used, withdrawn or has run out."""

    def __init__(self) -> None:
        super().__init__(
            _("This link can no longer be used. Ask the company that sent it for a new one."), code="link_unusable"
        )


class LogFactMissing(RuleBroken):
    """An entry of the vendor log lacks a text its kind needs (VEN-11, VEN-15, VEN-16)."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("This kind of entry needs this text."), code="log_fact_missing", field=field)


class LogInFuture(RuleBroken):
    """What is noted has happened."""

    def __init__(self, *, field: str = "happened_on") -> None:
        super().__init__(_("The date lies in the future."), code="in_the_future", field=field)


class LineCodeTaken(RuleBroken):
    """The code of a service line exists already."""

    def __init__(self) -> None:
        super().__init__(_("This code is already in use."), code="code_taken", field="code")


class LineCodeInvalid(RuleBroken):
    """The code of a service line is made of 2 to 12 capital letters and digits."""

    def __init__(self) -> None:
        super().__init__(
            _("A code has 2 to 12 capital letters or digits, beginning with a letter."),
            code="code_invalid",
            field="code",
        )


class LineNameMissing(RuleBroken):
    """A service line needs a Chinese name."""

    def __init__(self) -> None:
        super().__init__(_("Enter the name in Simplified Chinese."), code="name_missing", field="name_zh_hans")


class VendorSwitchedOff(RuleBroken):
    """The vendor is not used for anything new."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("This vendor is switched off; switch it on first."), code="vendor_switched_off", field=field)


class WrongVendorRole(RuleBroken):
    """The role is not one of the vendor side."""

    def __init__(self) -> None:
        super().__init__(_("Choose a role of the vendor side."), code="wrong_side", field="role")
