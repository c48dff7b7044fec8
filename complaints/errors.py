"""Refusals of the complaints room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class CustomerNotSatisfied(RuleBroken):
    """A case closes when the customer is satisfied, or with a quality officer's reason (CMP-06, X-33)."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(
            _("The customer is not satisfied: reopen the case, or let a quality officer close it with a reason."),
            code="customer_not_satisfied",
            field=field,
        )


class AnsweredBeforeReceived(RuleBroken):
    """An answer cannot be older than the complaint."""

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(
            _("The answer cannot be earlier than the complaint."), code="answered_before_received", field=field
        )
