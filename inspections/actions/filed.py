"""Inspections that arrive whole, from a workbook or from another system: submitted in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from contracts.models import Contract, ContractLine
from inspections import errors, queries
from inspections.actions.planning import check_theme
from inspections.actions.scored import blank_result, put_answer, score
from inspections.choices import InspectionStatus, InspectionType
from inspections.models import ChecklistItem, ChecklistVersion, Inspection, ItemResult
from inspections.rules import answers as answer_rules
from inspections.rules import may
from inspections.rules.answers import ItemInput
from inspections.rules.scoring import InspectionRules
from records import journal
from tenancy import work
from tenancy.errors import AlreadyDone
from tenancy.models import Membership
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine

S = InspectionStatus
BATCH = 2000


@dataclass(frozen=True)
class Filing:
    """One inspection as it was done: what, where, when, by whom, and the answer to every item of the checklist."""

    contract: Contract
    line: ServiceLine
    checklist: ChecklistVersion
    kind: InspectionType
    inspected_on: date
    inspector_name: str
    results: Sequence[ItemInput]
    at: datetime
    client_id: UUID | None = None
    inspector: Membership | None = None
    theme: str = ""
    suggestion: str = ""


@dataclass
class _Known:
    """What was read once for a whole batch of filings."""

    items: dict[int, list[ChecklistItem]] = field(default_factory=dict)
    rules: dict[date, InspectionRules] = field(default_factory=dict)
    lines: set[tuple[int, int]] = field(default_factory=set)
    repeats: dict[date, dict[tuple[int, str], int]] = field(default_factory=dict)


def file_inspection(
    *,
    contract: Contract,
    line: ServiceLine,
    checklist: ChecklistVersion,
    kind: InspectionType,
    inspected_on: date,
    inspector_name: str,
    results: Sequence[ItemInput],
    by: Actor,
    at: datetime,
    client_id: UUID | None = None,
    inspector: Membership | None = None,
    theme: str = "",
    suggestion: str = "",
) -> Inspection:
    """File one finished inspection as submitted; the same ``client_id`` gives the first one back.

    Every item of the checklist needs an answer; reasons and photos are not demanded. Raises NotAllowed, InTheFuture,
    ContractNotInForce, LineNotInContract, ThemeMissing, UnknownItem or Incomplete.
    """
    with transaction.atomic():
        if client_id is not None:
            work.advisory_lock(f"inspection:{client_id}")
            known = Inspection.objects.filter(client_id=client_id).first()
            if known is not None:
                return _same(known, contract)
        filing = Filing(
            contract,
            line,
            checklist,
            InspectionType(kind),
            inspected_on,
            inspector_name,
            results,
            at,
            client_id,
            inspector,
            theme,
            suggestion,
        )
        return file_many(filings=[filing], by=by)[0]


def _same(known: Inspection, contract: Contract) -> Inspection:
    if known.contract_id != contract.id or known.status in queries.OPEN_STATES:
        raise AlreadyDone
    return known


def file_many(*, filings: Sequence[Filing], by: Actor) -> list[Inspection]:
    """File finished inspections in sets, all or nothing, in the order given; a handful of statements for all of them.

    Raises what ``file_inspection`` raises. Repeat multipliers look at what is published now; ``publish_many`` fixes
    them month by month.
    """
    with transaction.atomic():
        known = _Known(lines=_lines(filings))
        rows, results = [], []
        for filing in filings:
            row = _row(filing, known, by)
            rows.append(row)
            results.append(_answered(row, filing, known))
        for row, own in zip(rows, results, strict=True):
            score(row, own, _repeats(row, rows, known), _rules(row, known))
        Inspection.objects.bulk_create(rows, batch_size=BATCH)
        ItemResult.objects.bulk_create([one for own in results for one in own], batch_size=BATCH)
        facts = [
            journal.Fact(
                row,
                filing.at,
                {"status": ["", row.status], "score": [None, row.score], "filed_whole": True},
                row.vendor_id,
            )
            for row, filing in zip(rows, filings, strict=True)
        ]
        journal.record_many("inspections.inspection_submitted", facts, by=by)
    return rows


def _lines(filings: Sequence[Filing]) -> set[tuple[int, int]]:
    contracts = {one.contract.id for one in filings}
    return set(ContractLine.objects.filter(contract_id__in=contracts).values_list("contract_id", "line_id"))


def _row(filing: Filing, known: _Known, by: Actor) -> Inspection:
    contract = filing.contract
    may.require(by, Permission.INSPECTION_FILE, contract.project_id)
    if filing.inspected_on > filing.at.date():
        raise errors.InTheFuture
    if not queries.is_in_force(contract, filing.inspected_on):
        raise errors.ContractNotInForce
    if (contract.id, filing.line.id) not in known.lines:
        raise errors.LineNotInContract
    check_theme(filing.kind, filing.theme)
    return Inspection(
        contract=contract,
        vendor_id=contract.vendor_id,
        project_id=contract.project_id,
        line=filing.line,
        checklist=filing.checklist,
        kind=filing.kind.value,
        theme=filing.theme,
        planned_on=filing.inspected_on,
        inspected_on=filing.inspected_on,
        month=filing.inspected_on.replace(day=1),
        status=S.SUBMITTED.value,
        inspector=filing.inspector,
        inspector_name=(filing.inspector_name or by.name).strip()[:80],
        client_id=filing.client_id,
        suggestion=filing.suggestion,
        created_at=filing.at,
        created_by_id=by.person_id,
        started_at=filing.at,
        started_by_id=filing.inspector.person_id if filing.inspector else by.person_id,
        submitted_at=filing.at,
        submitted_by_id=filing.inspector.person_id if filing.inspector else by.person_id,
    )


def _answered(row: Inspection, filing: Filing, known: _Known) -> list[ItemResult]:
    version = filing.checklist
    if version.id not in known.items:
        if version.approved_at is None or version.template.line_id != filing.line.id:
            raise errors.NoChecklist
        known.items[version.id] = queries.items_of(version.id)
    items = known.items[version.id]
    given = {one.code: answer_rules.cleaned(one) for one in filing.results}
    unknown = set(given) - {item.code for item in items}
    if unknown:
        raise errors.UnknownItem(min(unknown))
    missing = answer_rules.problems(given, items, {}, strict=False)
    if missing:
        raise errors.Incomplete(missing)
    results = []
    for item in items:
        result = blank_result(row, item)
        put_answer(result, given[item.code])
        results.append(result)
    return results


def _rules(row: Inspection, known: _Known) -> InspectionRules:
    day = row.inspected_on or row.planned_on
    if day not in known.rules:
        known.rules[day] = queries.scoring_rules(day)
    return known.rules[day]


def _repeats(row: Inspection, rows: Sequence[Inspection], known: _Known) -> dict[tuple[int, str], int]:
    if row.month not in known.repeats:
        contracts = {one.contract_id for one in rows if one.month == row.month}
        known.repeats[row.month] = queries.repeats(contracts, row.month)
    return known.repeats[row.month]
