"""Named reads of the complaints room."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from complaints.choices import ComplaintStatus, Responsibility
from complaints.models import Complaint, ComplaintContact
from complaints.rules import may
from complaints.rules.deadlines import ANSWER_DAYS
from complaints.rules.lifecycle import TRANSITIONS
from complaints.rules.masking import masked_address, masked_name, masked_phone
from contracts.models import Contract, ContractLine
from contracts.queries import in_force_on
from tenancy.models import SettingsVersion
from tenancy.queries import in_scope, settings_in_force
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

ANSWERABLE = sorted(one.value for one, following in TRANSITIONS.items() if ComplaintStatus.REPORTED in following)


@dataclass(frozen=True)
class ShownContact:
    """Who complained, as far as the reader may know."""

    name: str
    phone: str
    address: str
    is_masked: bool


def complaints_visible_to(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints the actor may read; a vendor those judged against it, by the wall."""
    if actor.is_vendor:
        return Complaint.objects.all() if actor.can(Permission.OWN_COMPLAINTS) else Complaint.objects.none()
    return in_scope(Complaint.objects.all(), actor, Permission.COMPLAINT_VIEW)


def answer_days(on: date) -> int:
    """Return within how many calendar days a complaint is answered: the tenant's setting, by default 3 (CMP-03)."""
    try:
        values = settings_in_force("scoring", on).values
    except SettingsVersion.DoesNotExist:
        return ANSWER_DAYS
    return int(values.get("complaints", {}).get("answer_days", ANSWER_DAYS))


def contracts_at(project_id: int, on: date) -> QuerySet[Contract]:
    """Return the contracts in force at a project on a day: what a complaint can be linked to (CMP-08)."""
    return in_force_on(on).filter(project_id=project_id).select_related("vendor").order_by("number", "id")


def is_in_force(contract: Contract, project_id: int, on: date) -> bool:
    """Whether the contract covers the project on a day."""
    return in_force_on(on).filter(id=contract.id, project_id=project_id).exists()


def line_ids_of(contract: Contract) -> list[int]:
    """Return the service lines a contract covers."""
    return list(ContractLine.objects.filter(contract=contract).order_by("id").values_list("line_id", flat=True))


def month_is_closed(contract_id: int | None, month: date) -> bool:
    """Whether the month's scorecard of the contract is published (``settings.CLOSED_MONTHS``, offered from above)."""
    path = settings.CLOSED_MONTHS
    return bool(path) and contract_id is not None and bool(import_string(path)(contract_id, month))


def contact_of(complaint: Complaint) -> ComplaintContact | None:
    """Return who complained; None behind a vendor's wall."""
    return ComplaintContact.objects.filter(complaint=complaint).first()


def shown_contact(contact: ComplaintContact | None, *, masked: bool = True) -> ShownContact | None:
    """Return who complained as a page shows it; in full only after a reveal that went to the journal."""
    if contact is None:
        return None
    if not masked:
        return ShownContact(contact.customer_name, contact.phone, contact.address, is_masked=False)
    return ShownContact(
        masked_name(contact.customer_name),
        masked_phone(contact.phone),
        masked_address(contact.address),
        is_masked=True,
    )


def unanswered(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints nobody has answered yet, the most urgent first."""
    rows = complaints_visible_to(actor).filter(first_answered_at__isnull=True)
    return rows.exclude(status=ComplaintStatus.CLOSED).order_by("answer_due_at", "id")


def unjudged(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints without a finding on responsibility."""
    return complaints_visible_to(actor).filter(responsibility=Responsibility.PENDING).order_by("received_at", "id")


def waiting_for_close(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints answered but neither closed nor reopened."""
    return complaints_visible_to(actor).filter(status=ComplaintStatus.REPORTED).order_by("first_answered_at", "id")


def late(rows: QuerySet[Complaint], now: datetime) -> QuerySet[Complaint]:
    """Return the complaints answered late, or late by now without an answer (CMP-03)."""
    by_now = Q(first_answered_at__isnull=True, answer_due_at__lte=now)
    return rows.filter(by_now | Q(first_answered_at__gte=F("answer_due_at")))


def in_time(rows: QuerySet[Complaint], now: datetime) -> QuerySet[Complaint]:
    """Return the complaints answered in time, or still in time without an answer."""
    still = Q(first_answered_at__isnull=True, answer_due_at__gt=now)
    return rows.filter(still | Q(first_answered_at__lt=F("answer_due_at")))


def with_line_in_force(rows: QuerySet[Contract], line_id: int) -> QuerySet[Contract]:
    """Return the contracts that cover a line."""
    return rows.filter(Exists(ContractLine.objects.filter(contract_id=OuterRef("id"), line_id=line_id)))


@dataclass(frozen=True)
class Countdown:
    """How much time an answer has, or how late it is: ``state`` is answered, answered_late, open, soon or late."""

    state: str
    due_on: date
    left: timedelta

    @property
    def is_late(self) -> bool:
        """Whether the limit has passed; stays so after a late answer."""
        return self.state in {"late", "answered_late"}

    @property
    def days(self) -> int:
        """Whole days left, or late, without sign."""
        return abs(self.left).days

    @property
    def hours(self) -> int:
        """Hours beyond the whole days."""
        return abs(self.left).seconds // 3600


def countdown(complaint: Complaint, now: datetime, zone: ZoneInfo) -> Countdown:
    """Return how a complaint stands against its limit (CMP-03)."""
    due_on = complaint.answer_due_at.astimezone(zone).date() - timedelta(days=1)
    answered = complaint.first_answered_at
    left = complaint.answer_due_at - (answered or now)
    if answered is not None:
        return Countdown("answered" if left > timedelta(0) else "answered_late", due_on, left)
    if left <= timedelta(0):
        return Countdown("late", due_on, left)
    return Countdown("soon" if left <= timedelta(days=1) else "open", due_on, left)


def allowed_actions(complaint: Complaint, actor: Actor) -> list[str]:
    """Return what the actor may do with the complaint now; buttons and the API read the same list."""
    project_id, status = complaint.project_id, complaint.status
    actions = []
    is_answered = status == ComplaintStatus.REPORTED
    if (status in ANSWERABLE or is_answered) and may.may(actor, Permission.COMPLAINT_ANSWER, project_id):
        actions.append("answer")
    if may.may(actor, Permission.COMPLAINT_JUDGE, project_id):
        actions.append("judge")
    if is_answered and may.may(actor, Permission.COMPLAINT_CLOSE, project_id):
        actions.append("close")
    if status in {ComplaintStatus.REPORTED, ComplaintStatus.CLOSED} and may.may_reopen(actor, project_id):
        actions.append("reopen")
    if may.may_reveal(actor, project_id):
        actions.append("reveal")
    return actions


def may_reopen(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor may open this case again."""
    return may.may_reopen(actor, complaint.project_id)
