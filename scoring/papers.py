"""Printed documents of the scoring room: the monthly scorecard and the ranking, from the same stored lines (RPT-04)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records import charts
from records.printing import Paper
from records.rules.periods import Month
from scoring.choices import CARD_STATUS_LABELS, COMPONENT_LABELS, Component
from scoring.models import Scorecard
from scoring.queries import boards, cards, page
from tenancy.errors import NotAllowed
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import hundredths, in_language
from tenancy.wording import PROJECT
from vendors.models import ServiceLine


@dataclass(frozen=True)
class CardPaper:
    """Everything the printed scorecard says."""

    facts: list[tuple[str, str]]
    total: str
    grade: str
    components: list[tuple[str, str, str, str]]
    parts: list[tuple[str, list[tuple[str, str, str, str, str, str]]]]
    trend: str
    radar: str
    evaluation: str
    digest: str


@dataclass(frozen=True)
class RankingPaper:
    """Everything the printed ranking says."""

    places: list[tuple[str, str, str, str, str, str]]
    insufficient: list[tuple[str, str]]
    chart: str


def build_card(*, actor: Actor, card_id: int) -> Paper:
    """Build the monthly scorecard of a card the actor may read. Raises NotAllowed."""
    rows = cards.cards_visible_to(actor).select_related("contract", "vendor", "project", "line", "settings_version")
    card = rows.filter(id=card_id).first()
    if card is None:
        raise NotAllowed
    lines = cards.receipt_of(card)
    parts = page.receipt_parts(card, lines, actor)
    components = page.components_of(card, page.rules_of(card))
    trend, radar = _charts(card, components, actor)
    return Paper(
        kind="scoring.card",
        title=_("Monthly scorecard"),
        template="scoring/card_paper.html",
        context=CardPaper(
            facts=_facts(card),
            total=hundredths(card.total) if card.total is not None else _("Insufficient evidence"),
            grade=card.grade,
            components=[
                (one.label, _("no evidence") if one.score is None else hundredths(one.score), one.weight, one.share)
                for one in components
            ],
            parts=[
                (
                    part.label,
                    [(row.text, row.base, row.multiplier, row.weight, row.points, row.running) for row in part.lines],
                )
                for part in parts
            ],
            trend=trend,
            radar=radar,
            evaluation=card.evaluation,
            digest=card.digest,
        ),
        period=f"{card.month:%Y-%m}",
        settings_version_id=card.settings_version_id,
        cut_off=card.computed_at,
        vendor_id=card.vendor_id if card.published_at else None,
        unit_id=card.project_id,
        rows=len(lines),
    )


def _facts(card: Scorecard) -> list[tuple[str, str]]:
    return [
        (_("Vendor"), card.vendor.legal_name),
        (_("Contract"), f"{card.contract.number} {card.contract.title}"),
        (str(PROJECT), card.project.name),
        (_("Service line"), in_language(card.line.names)),
        (_("Month"), f"{card.month:%Y-%m}"),
        (_("Status"), str(CARD_STATUS_LABELS[card.status])),
        (_("Version and computation"), f"{card.version}.{card.revision}"),
        (_("Published"), _moment(card.published_at)),
    ]


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(active_zone()).strftime("%Y-%m-%d %H:%M") if moment else "–"


def _charts(card: Scorecard, components: list[page.ShownComponent], actor: Actor) -> tuple[str, str]:
    trend = page.trend_of(card, actor)
    own = pgettext("chart", "This card")
    return (
        charts.trend(
            title=_("Total of twelve months"),
            description="",
            labels=[f"{month:%m}" for month in trend.months],
            series=[charts.Series(own, trend.totals)],
        ),
        charts.radar(
            title=_("Components"),
            description="",
            axes=[str(COMPONENT_LABELS[component.value]) for component in Component],
            series=[charts.Series(own, [one.score for one in components])],
        ),
    )


def build_ranking(*, actor: Actor, month: str, line_id: int) -> Paper:
    """Build the ranking of a line and month, for people of the tenant. Raises NotAllowed."""
    if not boards.can_see_boards(actor):
        raise NotAllowed
    first = Month.parse(month).first_day
    line = ServiceLine.objects.get(id=line_id)
    found = boards.ranking_of(actor, month=first, line_id=line_id)
    places = [_place(place) for place in found.places]
    bars = [
        charts.Bar(place.card.vendor.legal_name, place.card.total, str(place.rank), place.card.grade)
        for place in found.places[:20]
    ]
    return Paper(
        kind="scoring.ranking",
        title=_("Ranking: %(line)s") % {"line": in_language(line.names)},
        template="scoring/ranking_paper.html",
        context=RankingPaper(
            places=places,
            insufficient=[(card.vendor.legal_name, card.project.name) for card in found.insufficient],
            chart=charts.ranking(title=_("Ranking"), description="", bars=bars) if bars else "",
        ),
        period=month,
        settings_version_id=found.places[0].card.settings_version_id if found.places else None,
        cut_off=max((place.card.computed_at for place in found.places), default=None),
        rows=len(places) + len(found.insufficient),
    )


def _place(place: Any) -> tuple[str, str, str, str, str, str]:
    change = "–" if place.change is None else hundredths(place.change)
    card = place.card
    return str(place.rank), card.vendor.legal_name, card.project.name, hundredths(card.total), card.grade, change
