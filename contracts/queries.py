"""Named reads of the contracts room."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from contracts.choices import ContractStatus
from contracts.models import Contract, ContractLine, RulesAcceptance, RuleSetVersion
from contracts.rules import may
from contracts.rules.lifecycle import EVER_RUNNING, RUNNING
from records.rules.periods import Month
from tenancy.queries import in_scope
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine

RUNNING_CODES = sorted(one.value for one in RUNNING)
EVER_RUNNING_CODES = sorted(one.value for one in EVER_RUNNING)
EXPIRING_DAYS = 60


def contracts_visible_to(actor: Actor) -> QuerySet[Contract]:
    """Return the contracts the actor may read; a vendor's by the wall, drafts left out there."""
    if actor.is_vendor:
        return Contract.objects.all() if actor.can(Permission.OWN_CONTRACTS) else Contract.objects.none()
    return in_scope(Contract.objects.all(), actor, Permission.CONTRACT_VIEW, of_lines=_with_lines)


def _with_lines(codes: list[str]) -> Q:
    """Contracts of at least one of these service lines that have begun, for owners admitted to them (TEN-06)."""
    lines = ContractLine.objects.filter(contract_id=OuterRef("id"), line__code__in=codes)
    return Q(Exists(lines), status__in=EVER_RUNNING_CODES)


def last_day() -> Coalesce:
    """Return the last day a contract was or will be in force, as SQL."""
    return Coalesce(F("ended_on"), F("ends_on"))


def in_force(month: Month) -> QuerySet[Contract]:
    """Return the contracts in force on at least one day of a month, ended ones included."""
    return in_force_between(month.first_day, month.last_day)


def in_force_between(first: date, last: date) -> QuerySet[Contract]:
    """Return the contracts in force on at least one of the days, both included."""
    return Contract.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=first),
        status__in=EVER_RUNNING_CODES,
        starts_on__lte=last,
        ends_on__gte=first,
    )


def in_force_on(day: date) -> QuerySet[Contract]:
    """Return the contracts in force on a day."""
    return in_force_between(day, day)


def contract_for(*, vendor_id: int, project_id: int, on: date, line_id: int | None = None) -> Contract | None:
    """Return the contract under which a vendor worked at a project on a day; the youngest when there are several."""
    rows = in_force_on(on).filter(vendor_id=vendor_id, project_id=project_id)
    if line_id is not None:
        rows = rows.filter(id__in=ContractLine.objects.filter(line_id=line_id).values("contract_id"))
    return rows.order_by("-starts_on", "-id").first()


def lines_of(contract_ids: Iterable[int]) -> dict[int, list[ServiceLine]]:
    """Return the service lines of several contracts in their order (one query)."""
    found: dict[int, list[ServiceLine]] = defaultdict(list)
    rows = ContractLine.objects.filter(contract_id__in=list(contract_ids)).select_related("line")
    for row in rows.order_by("line__sort_order", "line__code"):
        found[row.contract_id].append(row.line)
    return found


def newest_rules(line_ids: Iterable[int]) -> dict[int, RuleSetVersion]:
    """Return the newest published version of the supervision rules of each line that has one (one query)."""
    newest = RuleSetVersion.objects.filter(line_id=OuterRef("line_id")).order_by("-number").values("id")[:1]
    rows = RuleSetVersion.objects.filter(line_id__in=list(line_ids), id=Subquery(newest))
    return {row.line_id: row for row in rows}


@dataclass(frozen=True)
class PinnedRules:
    """A line of a contract, the rules pinned to it, and the vendor's acceptance of them."""

    contract_line: ContractLine
    line: ServiceLine
    rules: RuleSetVersion | None
    acceptance: RulesAcceptance | None

    @property
    def total(self) -> int:
        """Sum of the items' points in hundredths; 0 without rules."""
        return sum(int(item.get("max_points") or 0) for item in self.items)

    @property
    def items(self) -> list[dict[str, Any]]:
        """The pinned items."""
        return list(self.rules.items) if self.rules else []


def pinned_rules(contract: Contract) -> list[PinnedRules]:
    """Return the lines of a contract with their pinned rules and acceptances (two queries)."""
    return pinned_rules_of([contract.id]).get(contract.id, [])


def pinned_rules_of(contract_ids: Iterable[int]) -> dict[int, list[PinnedRules]]:
    """Return the lines of several contracts with their pinned rules and acceptances (two queries)."""
    ids = list(contract_ids)
    rows = ContractLine.objects.filter(contract_id__in=ids).select_related("line", "rules")
    accepted = {
        (row.contract_line_id, row.rules_id): row for row in RulesAcceptance.objects.filter(contract_id__in=ids)
    }
    found: dict[int, list[PinnedRules]] = defaultdict(list)
    for row in rows.order_by("line__sort_order", "line__code"):
        found[row.contract_id].append(PinnedRules(row, row.line, row.rules, accepted.get((row.id, row.rules_id))))
    return found


def awaiting_acceptance(actor: Actor) -> QuerySet[Contract]:
    """Return running contracts with a line whose pinned rules the vendor has not accepted yet (CON-04)."""
    accepted = RulesAcceptance.objects.filter(contract_line_id=OuterRef("id"), rules_id=OuterRef("rules_id"))
    open_lines = ContractLine.objects.filter(~Exists(accepted), rules__isnull=False)
    return contracts_visible_to(actor).filter(status__in=RUNNING_CODES, id__in=open_lines.values("contract_id"))


def expiring(actor: Actor, on: date, days: int = EXPIRING_DAYS) -> QuerySet[Contract]:
    """Return running contracts whose last day comes within so many days."""
    return contracts_visible_to(actor).filter(
        status__in=RUNNING_CODES, ends_on__gte=on, ends_on__lte=on + timedelta(days=days)
    )


def run_out(on: date) -> QuerySet[Contract]:
    """Return the contracts still marked as running although their last day lies before a day."""
    return Contract.objects.filter(status__in=RUNNING_CODES, ends_on__lt=on).order_by("id")


def overlapping(contract: Contract, line_ids: Iterable[int]) -> Contract | None:
    """Return another contract of the same vendor, project and line with a common day, or None."""
    return (
        in_force_between(contract.starts_on, contract.ends_on)
        .filter(
            vendor_id=contract.vendor_id,
            project_id=contract.project_id,
            id__in=ContractLine.objects.filter(line_id__in=list(line_ids)).values("contract_id"),
        )
        .exclude(id=contract.id)
        .order_by("id")
        .first()
    )


def allowed_actions(contract: Contract, actor: Actor, pinned: list[PinnedRules] | None = None) -> list[str]:
    """Return what the actor may do with the contract now; buttons and the API read the same list."""
    actions = []
    is_draft = contract.status == ContractStatus.DRAFTING
    if is_draft and may.may_edit(actor, contract.project_id):
        actions += ["change", "abandon"]
    if is_draft and may.may_decide(actor, contract.project_id):
        actions.append("activate")
    if contract.status in RUNNING_CODES:
        if may.may_decide(actor, contract.project_id):
            actions.append("terminate")
        if may.may_accept(actor, project_id=contract.project_id, vendor_id=contract.vendor_id):
            rows = pinned_rules(contract) if pinned is None else pinned
            if any(row.rules is not None and row.acceptance is None for row in rows):
                actions.append("accept_rules")
    return actions
