"""One vendor at all its sites: grade, trend and complaint rate side by side (field-lessons 2.16)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from records.rules.periods import Month, months_back
from scoring.choices import Grade
from scoring.models import Scorecard
from scoring.queries import cards
from scoring.queries.page import TREND_MONTHS
from scoring.rules.sites import Hint, hint_of, rate_of
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine, Vendor


@dataclass(frozen=True)
class Site:
    """A contract's line at a project: the month's card and the twelve months up to it; scores in hundredths.

    ``complaints`` were charged to the vendor in these months, ``rate`` is per 1,000 occupied households.
    """

    card: Scorecard
    change: int | None
    months: list[date]
    totals: list[int | None]
    complaints: int
    rate: int | None


@dataclass(frozen=True)
class LineSites:
    """The sites of one service line, the best first, and what their difference says."""

    line: ServiceLine
    hint: Hint
    sites: list[Site]


def vendors_with_cards(actor: Actor) -> QuerySet[Vendor]:
    """Return the vendors of which the actor may read a card."""
    return Vendor.objects.filter(id__in=cards.cards_visible_to(actor).filter(is_current=True).values("vendor_id"))


def months_of(actor: Actor, vendor: Vendor) -> list[date]:
    """Return the months in which the vendor has cards, newest first (at most two years)."""
    rows = cards.cards_visible_to(actor).filter(vendor=vendor, is_current=True)
    return list(rows.order_by("-month").values_list("month", flat=True).distinct()[:24])


def sites_of(actor: Actor, vendor: Vendor, *, month: date) -> list[LineSites]:
    """Return the vendor's sites in a month by service line (one query)."""
    months = [one.first_day for one in months_back(Month.of(month), TREND_MONTHS)]
    rows = cards.current_cards(actor).filter(vendor=vendor, month__in=months)
    history: dict[tuple[int, int], dict[date, Scorecard]] = defaultdict(dict)
    for card in rows.defer("evaluation"):
        history[card.contract_id, card.line_id][card.month] = card
    lines: dict[int, list[Site]] = defaultdict(list)
    for cards_by_month in history.values():
        if month in cards_by_month:
            lines[cards_by_month[month].line_id].append(_site(cards_by_month, months))
    found = [_line(sites) for sites in lines.values()]
    return sorted(found, key=lambda one: (one.line.sort_order, one.line.code))


def _site(by_month: dict[date, Scorecard], months: list[date]) -> Site:
    totals = [by_month[month].total if month in by_month else None for month in months]
    now, before = totals[-1], totals[-2]
    complaints = sum(card.complaint_count for card in by_month.values())
    card = by_month[months[-1]]
    return Site(
        card=card,
        change=None if now is None or before is None else now - before,
        months=months,
        totals=totals,
        complaints=complaints,
        rate=rate_of(complaints, card.project.occupied_households),
    )


def _line(sites: list[Site]) -> LineSites:
    ordered = sorted(sites, key=lambda site: (-site.card.sort_total, site.card.project.sort_key, site.card.pk))
    return LineSites(
        line=sites[0].card.line,
        hint=hint_of(Grade(site.card.grade) for site in sites if site.card.grade),
        sites=ordered,
    )
