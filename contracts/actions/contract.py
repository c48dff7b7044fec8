"""Verbs on contracts before and at their start: draft, change, give up, activate."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from contracts import queries
from contracts.choices import ContractStatus as S
from contracts.errors import (
    NoDepartment,
    NotAProject,
    NumberTaken,
    OverlappingContract,
    RulesMissing,
    ServiceReportMissing,
    TermIsOver,
    VendorBlocked,
    VendorFixedByAward,
    VendorNotUsable,
)
from contracts.models import Contract, ContractLine
from contracts.rules import lifecycle, may
from contracts.rules.facts import Facts, check_facts
from records import journal, search
from records.actions.number import next_number
from tenancy import work
from tenancy.choices import UnitKind
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.models import OrgUnit
from tenancy.queries import active_zone, outsourcing_department
from tenancy.rules.actor import Actor
from tendering.actions import contracting
from tendering.models import Award
from vendors.choices import Purpose
from vendors.models import ServiceLine, Vendor
from vendors.queries import eligibility
from vendors.queries import review as review_queries
from vendors.rules.lifecycle import EXCLUDED

NOUN = "contracts.contract"


def draft_contract(
    *,
    title: str,
    vendor: Vendor,
    project: OrgUnit,
    lines: list[ServiceLine],
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    monthly_fee: Decimal | None = None,
    agreed_headcount: int | None = None,
    number: str = "",
    award: Award | None = None,
) -> Contract:
    """Enter a contract as a draft (CON-14); without a number it gets the next one.

    ``award`` is the tender's award it is made from (``actions.from_award``).

    Raises NotAllowed, and as RuleBroken: ContractFactMissing, EndsBeforeItStarts, FeeOutOfRange, NotAProject,
    VendorNotUsable, NumberTaken.
    """
    may.edit(by, project.id)
    facts = check_facts(
        Facts(number, title, starts_on, ends_on, monthly_fee, agreed_headcount), line_ids={line.id for line in lines}
    )
    _usable(vendor, project)
    with transaction.atomic():
        values = asdict(facts)
        values["number"] = facts.number or next_number("contract", on=at.astimezone(active_zone()).date())
        contract = Contract(**values, vendor=vendor, project=project, award=award, created_at=at)
        _write(contract)
        _set_lines(contract, lines)
        _index(contract, vendor, project)
        journal.record("contracts.contract_drafted", contract, by=by, at=at, subject_vendor_id=vendor.id)
    return contract


def change_draft(
    *,
    contract_id: int,
    title: str,
    vendor: Vendor,
    project: OrgUnit,
    lines: list[ServiceLine],
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    monthly_fee: Decimal | None = None,
    agreed_headcount: int | None = None,
    number: str = "",
) -> Contract:
    """Change a draft; old and new values go to the journal. Refusals of ``draft_contract``, and IllegalTransition."""
    with transaction.atomic():
        contract = _locked(contract_id)
        may.edit(by, contract.project_id)
        may.edit(by, project.id)
        if contract.status != S.DRAFTING:
            raise IllegalTransition(contract.status, S.DRAFTING)
        facts = check_facts(
            Facts(number or contract.number, title, starts_on, ends_on, monthly_fee, agreed_headcount),
            line_ids={line.id for line in lines},
        )
        _usable(vendor, project)
        if contract.award_id is not None and vendor.id != contract.vendor_id:
            raise VendorFixedByAward
        changes = _apply(contract, {**asdict(facts), "vendor_id": vendor.id, "project_id": project.id})
        changes |= _set_lines(contract, lines)
        if changes:
            _write(contract)
            _index(contract, vendor, project)
            journal.record(
                "contracts.draft_changed", contract, by=by, at=at, changes=changes, subject_vendor_id=vendor.id
            )
    return contract


def abandon_draft(*, contract_id: int, by: Actor, at: datetime) -> Contract:
    """Give a draft up. Raises NotAllowed, AlreadyDone, IllegalTransition."""
    with transaction.atomic():
        contract = _locked(contract_id)
        may.edit(by, contract.project_id)
        _step(contract, S.ABANDONED)
        contract.save(update_fields=["status"])
        if contract.award_id is not None:
            contracting.take_back(award_id=contract.award_id, by=by, at=at)
        journal.record(
            "contracts.draft_abandoned", contract, by=by, at=at, changes={"status": [S.DRAFTING, S.ABANDONED]}
        )
    return contract


def activate(*, contract_id: int, by: Actor, at: datetime, is_kept_on_paper: bool = False) -> Contract:
    """Put a contract in force and pin the newest supervision rules to every line (CON-04).

    ``is_kept_on_paper`` is for contracts taken over as they were signed: their service began long ago, so no service
    report is asked for. Raises NotAllowed, AlreadyDone, IllegalTransition, and as RuleBroken: NoDepartment (TEN-04),
    VendorNotUsable, VendorBlocked (VEN-14), ServiceReportMissing (VEN-05), TermIsOver, RulesMissing,
    OverlappingContract.
    """
    with transaction.atomic():
        contract = _locked(contract_id)
        may.decide(by, contract.project_id)
        old = contract.status
        _step(contract, S.ACTIVE)
        if outsourcing_department() is None:
            raise NoDepartment
        _usable(contract.vendor, contract.project)
        today = at.astimezone(active_zone()).date()
        if contract.ends_on < today:
            raise TermIsOver
        _may_sign(contract, on=today)
        if not is_kept_on_paper:
            _may_start(contract, on=today)
        # Two drafts of one vendor at one project must not become active side by side.
        work.advisory_lock(f"contracts.at.{contract.project_id}.{contract.vendor_id}")
        pinned = _pin_rules(contract)
        contract.activated_at, contract.activated_by_id = at, by.person_id
        contract.save(update_fields=["status", "activated_at", "activated_by"])
        if contract.award_id is not None:
            contracting.contract_in_force(award_id=contract.award_id, by=by, at=at)
        _index(contract, contract.vendor, contract.project)
        journal.record(
            "contracts.contract_activated",
            contract,
            by=by,
            at=at,
            changes={"status": [old, S.ACTIVE], "rules": "、".join(pinned)},
            subject_vendor_id=contract.vendor_id,
        )
    return contract


def _locked(contract_id: int) -> Contract:
    rows = Contract.objects.select_for_update(of=("self",), no_key=True).select_related("vendor", "project")
    return rows.get(id=contract_id)


def _step(contract: Contract, to: S) -> None:
    if contract.status == to:
        raise AlreadyDone
    lifecycle.check(S(contract.status), to)
    contract.status = to


def _usable(vendor: Vendor, project: OrgUnit) -> None:
    if not vendor.is_active or vendor.status in EXCLUDED:
        raise VendorNotUsable
    if project.kind != UnitKind.PROJECT or not project.is_active:
        raise NotAProject


def _may_sign(contract: Contract, *, on: date) -> None:
    """Raise VendorBlocked while a ban or an expired paper stands against the vendor (VEN-14)."""
    lines = list(ContractLine.objects.filter(contract=contract).order_by("id").values_list("line_id", flat=True))
    found = eligibility.open_blockers(
        contract.vendor_id, purpose=Purpose.SIGNING, unit_id=contract.project_id, line_ids=lines, on=on
    )
    if found:
        raise VendorBlocked(reasons=[str(one.text) for one in found])


def _may_start(contract: Contract, *, on: date) -> None:
    """Raise ServiceReportMissing until the vendor handed in its service report, where the tenant asks (VEN-05)."""
    if not review_queries.service_report_required(on):
        return
    lines = list(ContractLine.objects.filter(contract=contract).values_list("line_id", flat=True))
    if not review_queries.service_report_complete(contract.vendor_id, project_id=contract.project_id, line_ids=lines):
        raise ServiceReportMissing(vendor=contract.vendor.legal_name)


def _pin_rules(contract: Contract) -> list[str]:
    rows = list(ContractLine.objects.filter(contract=contract).select_related("line").order_by("line__sort_order"))
    double = queries.overlapping(contract, [row.line_id for row in rows])
    if double is not None:
        raise OverlappingContract(number=double.number)
    newest = queries.newest_rules(row.line_id for row in rows)
    missing = [str(row.line) for row in rows if row.line_id not in newest]
    if missing:
        raise RulesMissing(lines="、".join(missing))
    for row in rows:
        row.rules, row.is_published = newest[row.line_id], True
    ContractLine.objects.bulk_update(rows, ["rules", "is_published"])
    return [f"{row.line.code} {newest[row.line_id].number}" for row in rows]


def _write(contract: Contract) -> None:
    """Save a contract; the unique key decides when two enter the same number at once."""
    if Contract.objects.filter(number=contract.number).exclude(id=contract.pk).exists():
        raise NumberTaken
    try:
        with transaction.atomic():
            contract.save()
    except IntegrityError as error:
        if "contracts_contract_number" in str(error):
            raise NumberTaken from error
        raise


def _apply(contract: Contract, facts: dict[str, Any]) -> dict[str, Any]:
    changes = {}
    for name, new in facts.items():
        old = getattr(contract, name)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(contract, name, new)
    return changes


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _set_lines(contract: Contract, lines: list[ServiceLine]) -> dict[str, Any]:
    wanted = {line.id: line for line in lines}
    rows = list(ContractLine.objects.filter(contract=contract).select_related("line"))
    known = {row.line_id: row.line for row in rows}
    ContractLine.objects.filter(contract=contract, line_id__in=known.keys() - wanted.keys()).delete()
    ContractLine.objects.filter(contract=contract).exclude(vendor_id=contract.vendor_id).update(
        vendor_id=contract.vendor_id
    )
    ContractLine.objects.bulk_create(
        [
            ContractLine(contract=contract, vendor_id=contract.vendor_id, line=line)
            for key, line in wanted.items()
            if key not in known
        ]
    )
    if not rows or known.keys() == wanted.keys():
        return {}
    return {"lines": [sorted(one.code for one in known.values()), sorted(one.code for one in wanted.values())]}


def _index(contract: Contract, vendor: Vendor, project: OrgUnit) -> None:
    search.index(
        contract,
        NOUN,
        contract.number,
        contract.title,
        vendor.legal_name,
        project.name,
        vendor_id=None if contract.status == S.DRAFTING else contract.vendor_id,
    )
