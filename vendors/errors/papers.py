"""Refusals about qualification papers and required papers."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class PaperKindUnknown(RuleBroken):
    """The kind of paper is not on the list."""

    def __init__(self) -> None:
        super().__init__(_("Choose a paper from the list."), code="paper_kind_unknown", field="kind")


class PaperTitleMissing(RuleBroken):
    """A paper outside the list needs a title."""

    def __init__(self) -> None:
        super().__init__(_("Say what paper it is."), code="paper_title_missing", field="title")


class PaperTermMissing(RuleBroken):
    """The paper is given for a term."""

    def __init__(self) -> None:
        super().__init__(
            _("Enter the last valid day, or tick that the paper has no end date."),
            code="paper_term_missing",
            field="valid_until",
        )


class PaperEndsBeforeItBegins(RuleBroken):
    """The last valid day lies before the first."""

    def __init__(self) -> None:
        super().__init__(
            _("The last valid day lies before the first."), code="paper_ends_before_it_begins", field="valid_until"
        )


class ScanMissing(RuleBroken):
    """A vendor hands in a paper with its scan."""

    def __init__(self) -> None:
        super().__init__(_("Add the scan or photo of the paper."), code="scan_missing", field="scan")


class ScanThere(RuleBroken):
    """The scan of a version is never exchanged; a new version is handed in instead."""

    def __init__(self) -> None:
        super().__init__(
            _("This version has its scan already; hand in a new version instead."), code="scan_there", field="scan"
        )


class NotCurrent(RuleBroken):
    """The paper to be replaced is not the current version, or another renewal waits already."""

    def __init__(self) -> None:
        super().__init__(
            _("This paper has been replaced, or a renewal of it already waits for a check."), code="paper_not_current"
        )


class RefusalReasonMissing(RuleBroken):
    """A refusal says why, so that the vendor can put it right."""

    def __init__(self) -> None:
        super().__init__(_("Say what is wrong with the paper."), code="refusal_reason_missing", field="reason")


class LegacyPaper(RuleBroken):
    """Papers merged into the business licence are never asked for (N-1)."""

    def __init__(self) -> None:
        super().__init__(
            _("This old paper was merged into the business licence; it cannot be required."),
            code="legacy_paper",
            field="kind",
        )


class RequirementTaken(RuleBroken):
    """The paper is on the table for this line already."""

    def __init__(self) -> None:
        super().__init__(_("This paper is required for this line already."), code="requirement_taken", field="kind")


class RequirementUseless(RuleBroken):
    """A required paper must be needed for something."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose at least one thing the paper is needed for."), code="requirement_useless", field="for_invitation"
        )
