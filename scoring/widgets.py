"""What the first page shows of the monthly evaluations: grades of the latest month, cards that wait, the weakest ones."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from records.home import Widget
from scoring.choices import CARD_STATUS_LABELS, CardStatus, Grade
from scoring.models import Scorecard
from scoring.queries import cards
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

MOST_ROWS = 5
WAITING = (CardStatus.COMPUTED.value, CardStatus.EVALUATED.value, CardStatus.CONFIRMED.value)


def widgets(actor: Actor, on: date) -> list[Widget]:
    """Return the widgets of the actor's latest month with cards; none without cards it may read (two queries)."""
    rows = cards.current_cards(actor).filter(month__lte=on)
    month = rows.order_by("-month").values_list("month", flat=True).first()
    if month is None:
        return []
    found = list(rows.filter(month=month).order_by("sort_total", "id"))
    shown = [_grades(found, month)]
    if not actor.is_vendor and (waiting := _waiting(found, month)) is not None:
        shown.append(waiting)
    return [*shown, _weakest(found, month, actor)]


def _address(month: date, **narrowed: str) -> str:
    return f"{tenant_url('scoring:card_list')}?{urlencode({'month': f'{month:%Y-%m}', **narrowed})}"


def _grades(found: list[Scorecard], month: date) -> Widget:
    count = Counter(card.grade for card in found)
    rows: list[dict[str, Any]] = [
        {"grade": grade, "count": count[grade], "url": _address(month, grade=grade or "none")}
        for grade in [*(one.value for one in Grade), ""]
        if count[grade]
    ]
    return Widget(
        _("Grades of %(month)s") % {"month": f"{month:%Y-%m}"},
        "scoring/_widget_grades.html",
        {"rows": rows, "total": len(found)},
    )


def _waiting(found: list[Scorecard], month: date) -> Widget | None:
    count = Counter(card.status for card in found)
    rows = [
        {"label": CARD_STATUS_LABELS[status], "count": count[status], "url": _address(month, status=status)}
        for status in WAITING
        if count[status]
    ]
    if not rows:
        return None
    return Widget(
        _("Cards of %(month)s on their way") % {"month": f"{month:%Y-%m}"},
        "scoring/_widget_waiting.html",
        {"rows": rows},
    )


def _weakest(found: list[Scorecard], month: date, actor: Actor) -> Widget:
    scored = [card for card in found if card.total is not None]
    title = _("Own cards of %(month)s") if actor.is_vendor else _("Lowest scores of %(month)s")
    return Widget(
        title % {"month": f"{month:%Y-%m}"},
        "scoring/_widget_cards.html",
        {"cards": scored[:MOST_ROWS], "all_url": _address(month), "is_vendor": actor.is_vendor},
    )
