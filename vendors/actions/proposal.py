"""Verbs on changes a vendor proposes of its own facts: propose, withdraw, decide field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.rules.text import clean
from tenancy.errors import AlreadyDone, NotAllowed
from tenancy.rules.actor import Actor
from vendors.actions.qualification import tell
from vendors.actions.vendor import change_vendor
from vendors.choices import FieldDecision, ProposalStatus
from vendors.errors import DecisionMissing, NothingProposed, ProposalRunning, ReasonMissing
from vendors.models import ChangeProposal, ProposedFact, ServiceLine, Vendor
from vendors.queries import lines_of
from vendors.queries import proposal as queries
from vendors.rules import may, register

DECIDED = gettext_noop("Your proposed changes were decided: %(accepted)s accepted, %(refused)s refused.")
LINES = "lines"
TEXTS = queries.TEXTS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What staff decided about one proposed fact."""

    accept: bool
    reason: str = ""


def propose(
    *, vendor_id: int, lines: Sequence[ServiceLine], by: Actor, at: datetime, remarks: str = "", **facts: str
) -> ChangeProposal:
    """Propose how the vendor's facts shall read; only what differs from the register is kept.

    Raises NotAllowed, and as RuleBroken: the register's own (VEN-01), NothingProposed, ProposalRunning.
    """
    if not may.is_own_manager(by, vendor_id):
        raise NotAllowed
    with transaction.atomic():
        vendor = Vendor.objects.get(id=vendor_id)
        if ChangeProposal.objects.filter(vendor=vendor, status=ProposalStatus.OPEN).exists():
            raise ProposalRunning
        changed = _differences(vendor, facts, lines)
        if not changed:
            raise NothingProposed
        proposal = ChangeProposal.objects.create(
            vendor=vendor, remarks=clean(remarks), proposed_at=at, proposed_by_name=by.name
        )
        ProposedFact.objects.bulk_create(
            [
                ProposedFact(proposal=proposal, vendor=vendor, field=name, old=old, new=new)
                for name, (old, new) in changed.items()
            ]
        )
        journal.record(
            "vendors.change_proposed",
            vendor,
            by=by,
            at=at,
            changes={name: [old, new] for name, (old, new) in changed.items()},
            subject_vendor_id=vendor.id,
        )
    return proposal


def _differences(vendor: Vendor, facts: Mapping[str, str], lines: Sequence[ServiceLine]) -> dict[str, tuple[Any, Any]]:
    checked = register.check_facts(
        register.Facts(
            **{name: facts.get(name, getattr(vendor, name)) for name in TEXTS},
            credit_code=vendor.credit_code,
            form=vendor.form,
            licence_valid_until=vendor.licence_valid_until,
            licence_is_permanent=vendor.licence_is_permanent,
        ),
        lines=len(lines),
        allow_individuals=True,
    )
    pairs = {name: (getattr(vendor, name), getattr(checked, name)) for name in TEXTS}
    old, new = sorted(line.id for line in lines_of([vendor.id]).get(vendor.id, [])), sorted({one.id for one in lines})
    return {name: pair for name, pair in {**pairs, LINES: (old, new)}.items() if pair[0] != pair[1]}


def withdraw(*, proposal_id: int, by: Actor, at: datetime) -> ChangeProposal:
    """Take one's own proposal back while it is undecided. Raises NotAllowed, AlreadyDone."""
    with transaction.atomic():
        proposal = _locked(proposal_id)
        if not may.is_own_manager(by, proposal.vendor_id):
            raise NotAllowed
        _close(proposal, ProposalStatus.WITHDRAWN, at)
        journal.record(
            "vendors.proposal_withdrawn", proposal.vendor, by=by, at=at, subject_vendor_id=proposal.vendor_id
        )
    return proposal


def decide(*, proposal_id: int, verdicts: Mapping[str, Verdict], by: Actor, at: datetime) -> ChangeProposal:
    """Accept or refuse every proposed fact on its own; the accepted ones are written to the register.

    ``verdicts`` by the fact's name. Raises NotAllowed, AlreadyDone, and as RuleBroken: DecisionMissing, ReasonMissing
    for a refusal without a reason, and what ``change_vendor`` refuses.
    """
    may.edit_register(by)
    with transaction.atomic():
        proposal = _locked(proposal_id)
        if proposal.status != ProposalStatus.OPEN:
            raise AlreadyDone
        facts = list(ProposedFact.objects.filter(proposal=proposal).order_by("id"))
        for fact in facts:
            _note(fact, verdicts.get(fact.field), by=by, at=at)
        accepted = {fact.field: fact.new for fact in facts if fact.decision == FieldDecision.ACCEPTED}
        if accepted:
            _apply(proposal.vendor, accepted, by=by, at=at)
        _close(proposal, ProposalStatus.DECIDED, at)
        counts = {"accepted": len(accepted), "refused": len(facts) - len(accepted)}
        journal.record(
            "vendors.proposal_decided",
            proposal.vendor,
            by=by,
            at=at,
            changes=counts,
            subject_vendor_id=proposal.vendor_id,
        )
        tell(proposal.vendor, "vendors.proposal_decided", DECIDED, counts, at=at)
    return proposal


def _note(fact: ProposedFact, verdict: Verdict | None, *, by: Actor, at: datetime) -> None:
    if verdict is None:
        raise DecisionMissing(field=f"{fact.field}_decision")
    reason = clean(verdict.reason)
    if not verdict.accept and not reason:
        raise ReasonMissing(field=f"{fact.field}_reason")
    fact.decision = (FieldDecision.ACCEPTED if verdict.accept else FieldDecision.REFUSED).value
    fact.reason, fact.decided_at, fact.decided_by_id = reason, at, by.person_id
    fact.save(update_fields=["decision", "reason", "decided_at", "decided_by"])


def _apply(vendor: Vendor, accepted: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    lines = lines_of([vendor.id]).get(vendor.id, [])
    if LINES in accepted:
        lines = list(ServiceLine.objects.filter(id__in=accepted[LINES]))
    change_vendor(
        vendor_id=vendor.id,
        **{name: accepted.get(name, getattr(vendor, name)) for name in TEXTS},
        credit_code=vendor.credit_code,
        form=vendor.form,
        licence_valid_until=vendor.licence_valid_until,
        licence_is_permanent=vendor.licence_is_permanent,
        lines=lines,
        by=by,
        at=at,
    )


def _locked(proposal_id: int) -> ChangeProposal:
    rows = ChangeProposal.objects.select_for_update(of=("self",), no_key=True).select_related("vendor")
    row: ChangeProposal = rows.get(id=proposal_id)
    return row


def _close(proposal: ChangeProposal, status: ProposalStatus, at: datetime) -> None:
    if proposal.status != ProposalStatus.OPEN:
        raise AlreadyDone
    proposal.status, proposal.closed_at = status.value, at
    proposal.save(update_fields=["status", "closed_at"])
