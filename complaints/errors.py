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


class ContentMissing(RuleBroken):
    """A complaint says what it is about."""

    def __init__(self) -> None:
        super().__init__(_("Write down what the customer said."), code="content_missing", field="content")


class ReceivedInFuture(RuleBroken):
    """A complaint cannot come from the future."""

    def __init__(self) -> None:
        super().__init__(_("This moment lies in the future."), code="in_the_future", field="received_at")


class AnsweredInFuture(RuleBroken):
    """An answer cannot be given in the future."""

    def __init__(self) -> None:
        super().__init__(_("This moment lies in the future."), code="in_the_future", field="answered_at")


class UnknownChoice(RuleBroken):
    """The value is not one of those offered."""

    def __init__(self, *, field: str) -> None:
        super().__init__(_("Choose one of the values offered."), code="unknown_choice", field=field)


class NumberTaken(RuleBroken):
    """Another complaint carries this register number (CMP-02)."""

    def __init__(self) -> None:
        super().__init__(_("Another complaint already has this register number."), code="number_taken", field="number")


class NotAProject(RuleBroken):
    """Complaints stand at projects."""

    def __init__(self) -> None:
        super().__init__(_("Choose a project."), code="not_a_project", field="project")


class ContractNotInForce(RuleBroken):
    """The contract was not in force at the project on the day of the complaint (CMP-08)."""

    def __init__(self) -> None:
        super().__init__(
            _("This contract was not in force at the project on the day of the complaint."),
            code="contract_not_in_force",
            field="contract",
        )


class LineNotInContract(RuleBroken):
    """The contract does not cover the service line (CMP-08)."""

    def __init__(self) -> None:
        super().__init__(_("The contract does not cover this service line."), code="line_not_in_contract", field="line")


class ContractNeeded(RuleBroken):
    """A complaint is charged under a contract (CMP-08)."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose the contract under which the vendor is responsible."), code="contract_needed", field="contract"
        )


class LineNeeded(RuleBroken):
    """A complaint is charged to one service line of the contract (CMP-08)."""

    def __init__(self) -> None:
        super().__init__(_("Choose the service line the complaint is about."), code="line_needed", field="line")


class ReasonMissing(RuleBroken):
    """A judgement, a reopening and a closing against the customer's opinion are explained."""

    def __init__(self) -> None:
        super().__init__(_("Give the reason."), code="reason_missing", field="reason")


class AnswerMissing(RuleBroken):
    """An answer tells the customer the remedy (CMP-03)."""

    def __init__(self) -> None:
        super().__init__(_("Write down what the customer was told."), code="answer_missing", field="answer")


class AttendanceIsVendors(RuleBroken):
    """What absence, lateness or a vacant post caused is charged to the vendor (CMP-09)."""

    def __init__(self) -> None:
        super().__init__(
            _("A complaint caused by absence, lateness, early leave or a vacant post is the vendor's responsibility."),
            code="attendance_is_vendors",
            field="responsibility",
        )


class MonthClosed(RuleBroken):
    """The scorecard of the month is published: its evidence stands (RPA: by appeal only)."""

    def __init__(self) -> None:
        super().__init__(
            _("The scorecard of this month is already published; its judgements change through an appeal only."),
            code="month_closed",
        )
