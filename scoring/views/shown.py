"""What the card page shows, put together once for the page and the printed document."""

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from records import charts
from records.queries import timeline
from records.rules.hundredths import as_text
from scoring.choices import CARD_STATUS_LABELS, COMPONENT_LABELS, CardStatus, Component
from scoring.lists import card_tone
from scoring.models import Scorecard
from scoring.queries import cards, page
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url

STEPS = (CardStatus.COMPUTED, CardStatus.EVALUATED, CardStatus.CONFIRMED, CardStatus.PUBLISHED)
GRADE_WORDS = {"A": "Excellent", "B": "Good", "C": "To improve", "D": "Failed"}


def card_context(card: Scorecard, actor: Actor) -> dict[str, Any]:
    """Return everything the card page shows; every figure from the stored card and its receipt lines."""
    rules = page.rules_of(card)
    rows = cards.receipt_of(card)
    components = page.components_of(card, rules)
    trend = page.trend_of(card, actor)
    versions = page.versions_of(card, actor)
    return {
        "card": card,
        "status_label": CARD_STATUS_LABELS[card.status],
        "status_tone": card_tone(card),
        "line_name": in_language(card.line.names),
        "components": components,
        "parts": page.receipt_parts(card, rows, actor),
        "change": change_words(trend.change),
        "change_tone": "green" if (trend.change or 0) > 0 else "red" if (trend.change or 0) < 0 else "grey",
        "steps": steps_of(card),
        "versions": versions if len(versions) > 1 else [],
        "actions": cards.allowed_actions(card, actor),
        "minimum": as_text(rules.evidence.minimum_weight),
        "ring": charts.score_ring(
            title=_("Total"), value=card.total, grade=card.grade, words=grade_word(card.grade, card.total)
        ),
        **_charts(card, trend, components, actor),
        **({} if actor.is_vendor else _inside(card, actor)),
    }


def _inside(card: Scorecard, actor: Actor) -> dict[str, Any]:
    """What people of the tenant see beside the card: proposals, corrections, the history."""
    measures = cards.adjustments_visible_to(actor).filter(
        contract_id=card.contract_id, line_id=card.line_id, month=card.month
    )
    corrections = cards.corrections_visible_to(actor).filter(card=card)
    return {
        "measures": [(row, cards.may_decide_adjustment(row, actor)) for row in measures.order_by("id")],
        "corrections": [(row, cards.may_decide_correction(row, actor)) for row in corrections.order_by("id")],
        "timeline": timeline(card),
    }


def grade_word(grade: str, total: int | None) -> str:
    """Return the word of a grade; what to say where there is none."""
    words = {
        "A": pgettext("grade", "Excellent"),
        "B": pgettext("grade", "Good"),
        "C": pgettext("grade", "To improve"),
        "D": pgettext("grade", "Failed"),
    }
    return words.get(grade, _("Insufficient evidence") if total is None else "")


def change_words(change: int | None) -> str:
    """Return the change against last month in words."""
    if change is None:
        return _("No total last month to compare with")
    if change == 0:
        return _("Same as last month")
    sign = "+" if change > 0 else "−"
    return _("Against last month %(change)s") % {"change": f"{sign}{as_text(abs(change))}"}


def steps_of(card: Scorecard) -> list[dict[str, Any]]:
    """Return where the card stands, for the stage bar."""
    moments = {
        CardStatus.COMPUTED: card.computed_at,
        CardStatus.EVALUATED: card.evaluated_at,
        CardStatus.CONFIRMED: card.confirmed_at,
        CardStatus.PUBLISHED: card.published_at,
    }
    now = card.status if card.published_at is None else CardStatus.PUBLISHED.value
    order = [step.value for step in STEPS]
    reached = order.index(now) if now in order else 0
    return [
        {
            "label": CARD_STATUS_LABELS[step.value],
            "state": "done" if index < reached or card.published_at else "current" if index == reached else "",
            "note": f"{localtime(moments[step]):%m-%d}" if moments[step] and index <= reached else "",
        }
        for index, step in enumerate(STEPS)
    ]


def _charts(card: Scorecard, trend: page.Trend, components: list[Any], actor: Actor) -> dict[str, Any]:
    months = [f"{month:%m}" for month in trend.months]
    own = pgettext("chart", "This card")
    peers = pgettext("chart", "Mean of the service line")
    series = [charts.Series(own, trend.totals)]
    if trend.peers:
        series.append(charts.Series(peers, trend.peers))
    labels = [str(COMPONENT_LABELS[component.value]) for component in Component]
    rays = [charts.Series(own, [one.score for one in components])]
    means = page.peers_components(card, actor)
    if means:
        rays.append(charts.Series(peers, means))
    known = sum(total is not None for total in trend.totals)
    words = ngettext("%(number)s month with a total", "%(number)s months with a total", known) % {"number": known}

    def drawn(*, compact: bool) -> tuple[Any, Any]:
        return (
            charts.trend(
                title=_("Total of twelve months"), description=words, labels=months, series=series, compact=compact
            ),
            charts.radar(
                title=_("Components"), description=_("Components of the month"), axes=labels, series=rays,
                compact=compact,
            ),
        )  # fmt: skip

    wide_trend, wide_radar = drawn(compact=False)
    narrow_trend, narrow_radar = drawn(compact=True)
    return {
        "trend": wide_trend,
        "trend_narrow": narrow_trend,
        "radar": wide_radar,
        "radar_narrow": narrow_radar,
        "trend_rows": [
            [f"{month:%Y-%m}", charts.shown(total), *([charts.shown(trend.peers[index])] if trend.peers else [])]
            for index, (month, total) in enumerate(zip(trend.months, trend.totals, strict=True))
        ],
        "trend_columns": [_("Month"), own, *([peers] if trend.peers else [])],
    }


def month_picker(months: list[Any], chosen: Any, base: str, extra: str = "") -> dict[str, Any]:
    """Return the month picker of ``_components/month_picker.html`` for the months that have cards."""
    address = [f"{base}?month={month:%Y-%m}{extra}" for month in months]
    index = months.index(chosen) if chosen in months else -1
    years: dict[int, list[dict[str, Any]]] = {}
    for month, url in zip(months, address, strict=True):
        years.setdefault(month.year, []).append({"label": f"{month:%m}", "url": url, "active": month == chosen})
    return {
        "current": f"{chosen:%Y-%m}" if chosen else "–",
        "next_url": address[index - 1] if index > 0 else "",
        "prev_url": address[index + 1] if 0 <= index < len(months) - 1 else "",
        "years": [{"label": str(year), "months": entries[::-1]} for year, entries in years.items()],
    }


def card_url(card: Scorecard) -> str:
    """Return the address of a card."""
    return tenant_url("scoring:card_detail", card.pk)
