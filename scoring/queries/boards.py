"""Boards over many cards: ranking of a line, heat map of vendors by month, what is missing, the rule trial."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.models import ContractLine
from contracts.queries import in_force
from records.rules.hundredths import round_half_up_div
from records.rules.periods import Month, months_back
from scoring.computation import statement
from scoring.models import Scorecard
from scoring.queries import cards
from scoring.rules.grades import grade_of
from scoring.rules.ranking import Ranked, ranking
from scoring.rules.settings import GradeRules, ScoringRules
from tenancy.choices import Side
from tenancy.models import RoleGrant, SettingsVersion, Tenant
from tenancy.queries import settings_in_force
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine, Vendor

MOST_RANKED = 500
MOST_VENDORS = 60
MOVERS = 5


@dataclass(frozen=True)
class Place:
    """One place of a ranking, with the change against the month before in hundredths."""

    rank: int
    card: Scorecard
    change: int | None
    is_bottom: bool


@dataclass(frozen=True)
class Ranking:
    """A line's month: who is ranked, who has too little evidence, and who moved most."""

    places: list[Place]
    insufficient: list[Scorecard]
    risers: list[Place]
    fallers: list[Place]


def months_with_cards(actor: Actor) -> list[date]:
    """Return the months that have cards, newest first (at most two years)."""
    found = cards.cards_visible_to(actor).filter(is_current=True).order_by("-month").values_list("month", flat=True)
    return list(found.distinct()[:24])


def lines_with_cards(actor: Actor, month: date) -> list[ServiceLine]:
    """Return the service lines that have cards in the month."""
    rows = cards.cards_visible_to(actor).filter(month=month, is_current=True)
    return list(ServiceLine.objects.filter(id__in=rows.values("line_id")).order_by("sort_order", "code"))


def ranking_of(actor: Actor, *, month: date, line_id: int) -> Ranking:
    """Rank the cards of one line and month; ties share a rank, insufficient ones stand apart (scoring.md 4)."""
    rows = list(
        cards.current_cards(actor).filter(month=month, line_id=line_id).order_by("-sort_total", "id")[:MOST_RANKED]
    )
    before = dict(
        cards.cards_visible_to(actor)
        .filter(month=Month.of(month).plus(-1).first_day, line_id=line_id, is_current=True, total__isnull=False)
        .values_list("contract_id", "total")
    )
    ranked: list[Ranked[int]] = ranking((position, row.total) for position, row in enumerate(rows))
    places = [_place(one, rows[one.key], before) for one in ranked]
    moved = sorted((place for place in places if place.change), key=lambda place: place.change or 0)
    return Ranking(
        places=places,
        insufficient=[row for row in rows if row.total is None],
        risers=[place for place in reversed(moved) if (place.change or 0) > 0][:MOVERS],
        fallers=[place for place in moved if (place.change or 0) < 0][:MOVERS],
    )


def _place(one: Ranked[int], card: Scorecard, before: dict[int, int | None]) -> Place:
    old = before.get(card.contract_id)
    return Place(one.rank, card, None if old is None else one.total - old, one.is_bottom)


@dataclass(frozen=True)
class Field:
    """One vendor's month: the mean of its cards, how many there are, and the card when it is one."""

    month: date
    mean: int | None
    grade: str
    count: int
    card_id: int | None


@dataclass(frozen=True)
class VendorRow:
    """A vendor's row of the heat map."""

    vendor: Vendor
    fields: list[Field]


def heat_map_of(actor: Actor, *, last: date, line_id: int | None) -> tuple[list[date], list[VendorRow]]:
    """Return vendors by the twelve months up to ``last``: at most 60 vendors by name (two queries)."""
    months = [month.first_day for month in months_back(Month.of(last), 12)]
    rows = cards.cards_visible_to(actor).filter(month__in=months, is_current=True)
    if line_id is not None:
        rows = rows.filter(line_id=line_id)
    found: dict[tuple[int, date], list[tuple[int | None, int]]] = defaultdict(list)
    for vendor_id, month, total, card_id in rows.values_list("vendor_id", "month", "total", "id"):
        found[vendor_id, month].append((total, card_id))
    ids = {vendor_id for vendor_id, _month in found}
    vendors = Vendor.objects.filter(id__in=ids).order_by("sort_key", "id")[:MOST_VENDORS]
    return months, [
        VendorRow(vendor, [_field(month, found.get((vendor.pk, month), [])) for month in months]) for vendor in vendors
    ]


def _field(month: date, entries: Sequence[tuple[int | None, int]]) -> Field:
    totals = [total for total, _card in entries if total is not None]
    mean = round_half_up_div(sum(totals), len(totals)) if totals else None
    grade = "" if mean is None else grade_of(mean, GradeRules()).value
    return Field(month, mean, grade, len(entries), entries[0][1] if len(entries) == 1 else None)


@dataclass(frozen=True)
class MissingDuty:
    """A card without enough evidence, and who of the tenant should have inspected (scoring.md 2)."""

    card: Scorecard
    responsible: list[str]


def missing_duties(actor: Actor, month: date) -> list[MissingDuty]:
    """Return the cards without a total, each with the property managers of its project: never the vendor's fault."""
    rows = list(cards.current_cards(actor).filter(month=month, total__isnull=True).order_by("project__sort_key", "id"))
    names = _managers([row.project.path for row in rows]) if rows else {}
    return [MissingDuty(row, names.get(row.project.path, [])) for row in rows]


def _managers(paths: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of the property managers responsible for each project's path; the nearest node wins."""
    grants = RoleGrant.objects.filter(
        role=Role.PROPERTY_MANAGER.value, membership__is_active=True, membership__side=Side.TENANT.value
    ).select_related("membership__person", "unit")
    held = [(grant.unit.path if grant.unit else "", grant.membership.person.name) for grant in grants]
    found = {}
    for path in set(paths):
        fitting = [(len(above), name) for above, name in held if path.startswith(above)]
        nearest = max((length for length, _name in fitting), default=0)
        found[path] = sorted({name for length, name in fitting if length == nearest})
    return found


def contracts_without_card(month: Month) -> int:
    """Return how many lines of contracts in force have no card yet."""
    lines = ContractLine.objects.filter(contract__in=in_force(month)).count()
    return max(0, lines - Scorecard.objects.filter(month=month.first_day, is_current=True).count())


@dataclass(frozen=True)
class TrialRow:
    """A card whose grade or total the draft would change."""

    card: Scorecard
    total: int | None
    grade: str


@dataclass(frozen=True)
class Trial:
    """A draft replayed over twelve months without writing (scoring.md 5)."""

    compared: int
    changed_grade: list[TrialRow]
    changed_total: int


def trial_of(actor: Actor, version: SettingsVersion, *, last: Month, at: datetime) -> Trial:
    """Replay a settings version over the twelve months up to ``last``: who would change grade. Writes nothing."""
    tenant = Tenant.objects.get(id=actor.tenant_id)
    scope = statement.Scope(list(months_back(last, 12)), ScoringRules.from_json(version.values), tenant.time_zone, at)
    visible = cards.cards_visible_to(actor).filter(
        is_current=True, month__in=[month.first_day for month in scope.months]
    )
    known = set(visible.values_list("id", flat=True))
    changed = [row for row in statement.recompute(scope).changed if row.card_id in known]
    grades = {row.card_id: row for row in changed if row.grade != row.stored_grade}
    rows = cards.current_cards(actor).filter(id__in=list(grades)).order_by("-month", "id")
    return Trial(
        compared=len(known),
        changed_grade=[TrialRow(card, grades[card.pk].total, grades[card.pk].grade) for card in rows],
        changed_total=sum(1 for row in changed if row.total != row.stored_total),
    )


def current_settings(on: date) -> SettingsVersion:
    """Return the scoring settings in force on a day."""
    return settings_in_force("scoring", on)


def drafts() -> list[SettingsVersion]:
    """Return the drafts and coming versions of the scoring settings, newest first."""
    return list(SettingsVersion.objects.filter(area="scoring").order_by("-number")[:20])


def can_see_boards(actor: Actor) -> bool:
    """Whether the actor may compare vendors: people of the tenant only."""
    return actor.can(Permission.CARD_VIEW) and not actor.is_vendor
