"""Refusals of the vendors room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


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
