"""Refusals of the contracts room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class EndsBeforeItStarts(RuleBroken):
    """The last day of a term lies before its first."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("The contract cannot end before it starts."), code="ends_before_it_starts", field=field)


class EndsTooLate(RuleBroken):
    """A term of more than a hundred years, or beyond the calendar, is a slip of the pen."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose a last day within a hundred years of the first."), code="ends_too_late", field="ends_on"
        )


class TermsOverlap(RuleBroken):
    """Two terms that must follow each other share days (CON-18)."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("The term overlaps another one."), code="terms_overlap", field=field)


class ContractFactMissing(RuleBroken):
    """A contract needs a title and at least one line (CON-14)."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("This is needed for a contract."), code="missing_fact", field=field)


class NumberTaken(RuleBroken):
    """Another contract carries this number."""

    def __init__(self) -> None:
        super().__init__(_("Another contract already has this number."), code="number_taken", field="number")


class FeeOutOfRange(RuleBroken):
    """A monthly fee is between zero and what the ledger can hold."""

    def __init__(self) -> None:
        super().__init__(
            _("The monthly fee must lie between 0 and 999,999,999,999.99 yuan."),
            code="fee_out_of_range",
            field="monthly_fee",
        )


class NotAProject(RuleBroken):
    """Contracts stand at projects in use."""

    def __init__(self) -> None:
        super().__init__(_("Choose a project that is in use."), code="not_a_project", field="project")


class VendorNotUsable(RuleBroken):
    """The vendor is switched off, excluded or banned (VEN-14)."""

    def __init__(self, *, field: str | None = "vendor") -> None:
        super().__init__(
            _("This vendor cannot hold a new contract: it is switched off, excluded or banned."),
            code="vendor_not_usable",
            field=field,
        )


class NoDepartment(RuleBroken):
    """The outsourcing management department is not named yet (TEN-04)."""

    def __init__(self) -> None:
        super().__init__(
            _("Name the outsourcing management department first; without one no contract can become active."),
            code="no_outsourcing_department",
        )


class RulesMissing(RuleBroken):
    """A line has no published supervision rules to pin (CON-04); ``lines`` says which."""

    def __init__(self, *, lines: str) -> None:
        super().__init__(
            _("There are no published supervision rules yet for: %(lines)s. Approve a checklist of the line first.")
            % {"lines": lines},
            code="rules_missing",
        )


class ServiceReportMissing(RuleBroken):
    """The vendor has not handed in its service report, so the service does not start (VEN-05)."""

    def __init__(self, *, vendor: str) -> None:
        super().__init__(
            _(
                "%(vendor)s has not handed in a service report for this project and its service lines."
                " It is written on the vendor's page."
            )
            % {"vendor": vendor},
            code="service_report_missing",
        )


class OverlappingContract(RuleBroken):
    """The vendor already works at the project in the same line during the term; ``number`` names the contract."""

    def __init__(self, *, number: str) -> None:
        super().__init__(
            _("Contract %(number)s already covers the same vendor, project and service line in this term.")
            % {"number": number},
            code="overlapping_contract",
            field="starts_on",
        )


class TermIsOver(RuleBroken):
    """The term ended before the activation."""

    def __init__(self) -> None:
        super().__init__(_("The term of this contract is already over."), code="term_is_over", field="ends_on")


class ReasonMissing(RuleBroken):
    """A termination is explained."""

    def __init__(self) -> None:
        super().__init__(_("Give the reason."), code="reason_missing", field="reason")


class BadLastDay(RuleBroken):
    """The last day of a terminated contract lies in its term and not in the future."""

    def __init__(self) -> None:
        super().__init__(
            _("The last day must lie within the term and not in the future."), code="bad_last_day", field="ended_on"
        )


class EvidenceMissing(RuleBroken):
    """What staff record for the vendor needs a note on the evidence (CON-04)."""

    def __init__(self) -> None:
        super().__init__(
            _("Say what proves the acceptance: the signed annex, its date, where it is kept."),
            code="evidence_missing",
            field="evidence",
        )


class AcceptedInFuture(RuleBroken):
    """An acceptance cannot lie in the future."""

    def __init__(self) -> None:
        super().__init__(_("This day lies in the future."), code="in_the_future", field="accepted_on")


class RulesEmpty(RuleBroken):
    """Supervision rules hold at least one item."""

    def __init__(self) -> None:
        super().__init__(_("Supervision rules need at least one item."), code="rules_empty")


class VendorBlocked(RuleBroken):
    """A ban or a required paper stands against signing with the vendor (VEN-14); ``reasons`` are in words."""

    def __init__(self, *, reasons: list[str]) -> None:
        super().__init__(
            _("The contract cannot be signed with this vendor now. %(reasons)s") % {"reasons": " ".join(reasons)},
            code="vendor_blocked",
        )


class VendorFixedByAward(RuleBroken):
    """A contract drafted from a tender's award is made with the winner (TND-27)."""

    def __init__(self) -> None:
        super().__init__(
            _("This draft was made from the award of a tender: the vendor is the winner and cannot be changed."),
            code="vendor_fixed_by_award",
            field="vendor",
        )
