"""Refusals of the contracts room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class EndsBeforeItStarts(RuleBroken):
    """The last day of a term lies before its first."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("The contract cannot end before it starts."), code="ends_before_it_starts", field=field)


class TermsOverlap(RuleBroken):
    """Two terms that must follow each other share days (CON-18)."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("The term overlaps another one."), code="terms_overlap", field=field)
