"""Verbs on running contracts: accept the supervision rules, terminate, let run out."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from contracts import queries
from contracts.choices import ContractStatus as S
from contracts.errors import AcceptedInFuture, BadLastDay, EvidenceMissing, ReasonMissing
from contracts.models import Contract, RulesAcceptance
from contracts.rules import lifecycle, may
from records import journal
from records.rules.text import clean
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor


def accept_rules(
    *, contract_id: int, by: Actor, at: datetime, accepted_on: date | None = None, evidence: str = ""
) -> list[RulesAcceptance]:
    """Record that the vendor accepts the supervision rules pinned to its contract (CON-04).

    A vendor's manager accepts by his own login, today. Staff record an acceptance on paper with its day and a note on
    the evidence. Raises NotAllowed, IllegalTransition for a contract that does not run, AlreadyDone, EvidenceMissing,
    AcceptedInFuture.
    """
    today = at.astimezone(active_zone()).date()
    with transaction.atomic():
        # No row lock: a vendor's session may not lock the contract. The unique key settles two at once.
        contract = Contract.objects.get(id=contract_id)
        may.accept(by, project_id=contract.project_id, vendor_id=contract.vendor_id)
        if contract.status not in queries.RUNNING_CODES:
            raise IllegalTransition(contract.status, "accepted")
        day = today if by.is_vendor or accepted_on is None else accepted_on
        if day > today:
            raise AcceptedInFuture
        if not by.is_vendor and not clean(evidence):
            raise EvidenceMissing
        open_lines = [row for row in queries.pinned_rules(contract) if row.rules and row.acceptance is None]
        if not open_lines:
            raise AlreadyDone
        rows = [
            RulesAcceptance(
                contract=contract,
                contract_line=row.contract_line,
                vendor_id=contract.vendor_id,
                rules=row.rules,
                accepted_on=day,
                is_by_vendor=by.is_vendor,
                evidence=clean(evidence),
                recorded_at=at,
                recorded_by_id=by.person_id,
                recorded_by_name=by.name,
            )
            for row in open_lines
        ]
        try:
            with transaction.atomic():
                RulesAcceptance.objects.bulk_create(rows)
        except IntegrityError as error:
            raise AlreadyDone from error
        journal.record(
            "contracts.rules_accepted",
            contract,
            by=by,
            at=at,
            changes={"accepted_on": day.isoformat(), "lines": [row.line.code for row in open_lines]},
            subject_vendor_id=contract.vendor_id,
        )
    return rows


def terminate(*, contract_id: int, reason: str, ended_on: date, by: Actor, at: datetime) -> Contract:
    """End a running contract early; ``ended_on`` is its last day. Only the general manager, with a reason.

    Raises NotAllowed, AlreadyDone, IllegalTransition, ReasonMissing, BadLastDay.
    """
    with transaction.atomic():
        contract = Contract.objects.select_for_update(of=("self",), no_key=True).get(id=contract_id)
        may.decide(by, contract.project_id)
        if contract.status == S.TERMINATED:
            raise AlreadyDone
        lifecycle.check(S(contract.status), S.TERMINATED)
        if not clean(reason):
            raise ReasonMissing
        if not contract.starts_on <= ended_on <= min(contract.ends_on, at.astimezone(active_zone()).date()):
            raise BadLastDay
        old = contract.status
        contract.status, contract.ended_on, contract.end_reason = S.TERMINATED, ended_on, clean(reason)
        contract.save(update_fields=["status", "ended_on", "end_reason"])
        journal.record(
            "contracts.contract_terminated",
            contract,
            by=by,
            at=at,
            changes={
                "status": [old, S.TERMINATED],
                "ended_on": ended_on.isoformat(),
                "reason": contract.end_reason,
            },
            subject_vendor_id=contract.vendor_id,
        )
    return contract


def expire(*, contract_id: int, by: Actor, at: datetime) -> Contract:
    """Mark a contract whose last day has passed as expired (CON-18); called by the scheduler.

    Raises NotAllowed, AlreadyDone, IllegalTransition, BadLastDay while the term still runs.
    """
    may.expire(by)
    with transaction.atomic():
        contract = Contract.objects.select_for_update(of=("self",), no_key=True).get(id=contract_id)
        if contract.status == S.EXPIRED:
            raise AlreadyDone
        lifecycle.check(S(contract.status), S.EXPIRED)
        if contract.ends_on >= at.astimezone(active_zone()).date():
            raise BadLastDay
        old = contract.status
        contract.status, contract.ended_on = S.EXPIRED, contract.ends_on
        contract.save(update_fields=["status", "ended_on"])
        journal.record(
            "contracts.contract_expired",
            contract,
            by=by,
            at=at,
            changes={"status": [old, S.EXPIRED], "ended_on": contract.ended_on.isoformat()},
            subject_vendor_id=contract.vendor_id,
        )
    return contract


def expire_run_out(*, by: Actor, at: datetime) -> int:
    """Mark every contract of the tenant whose last day has passed as expired; return how many."""
    due = list(queries.run_out(at.astimezone(active_zone()).date()).values_list("id", flat=True))
    expired = 0
    for contract_id in due:
        try:
            expire(contract_id=contract_id, by=by, at=at)
        except (AlreadyDone, IllegalTransition):
            # Somebody ended this one in the meantime: the others are still due.
            continue
        expired += 1
    return expired
