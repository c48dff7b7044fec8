"""The scoring room's part of the first page: last month by grade for people of the tenant, own cards for a vendor."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from records.home import Widget
from records.rules.periods import Month
from scoring.choices import CARD_STATUS_LABELS, Grade
from scoring.queries import boards, cards
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import hundredths, in_language
from tenancy.web import tenant_url
from vendors.queries.project_file import Line, Section

MOST_OWN = 6
MOST_FILED = 200


def widgets(actor: Actor, on: date) -> list[Widget]:
    """Return what the actor watches about scores."""
    if actor.is_vendor:
        return [_own(actor)] if actor.can(Permission.OWN_CARDS) else []
    return [_by_grade(actor, on)] if boards.can_see_boards(actor) else []


def _own(actor: Actor) -> Widget:
    rows = list(cards.current_cards(actor).order_by("-month", "id")[:MOST_OWN])
    return Widget(_("My scorecards"), "scoring/_home_own.html", {"cards": rows})


def _by_grade(actor: Actor, on: date) -> Widget:
    month = Month.of(on).plus(-1).first_day
    rows = cards.cards_visible_to(actor).filter(month=month, is_current=True)
    counts = {row["grade"]: row["number"] for row in rows.order_by().values("grade").annotate(number=Count("id"))}
    base = f"{tenant_url('scoring:card_list')}?month={month:%Y-%m}"
    shown: list[dict[str, Any]] = [
        {"grade": grade.value, "count": counts.get(grade.value, 0), "url": f"{base}&grade={grade.value}"}
        for grade in Grade
    ]
    shown.append({"grade": "", "count": counts.get("", 0), "url": f"{base}&grade=none"})
    return Widget(
        _("Last month by grade"),
        "scoring/_home_grades.html",
        {"month": month, "grades": shown, "total": sum(counts.values())},
    )


def project_file(actor: Actor, project: OrgUnit) -> list[Section]:
    """Return the performance papers of a project's outsourcing file: its published scorecards (VEN-10)."""
    rows = cards.current_cards(actor).filter(project=project, published_at__isnull=False).order_by("-month", "-id")
    shown = list(rows[: MOST_FILED + 1])
    found = [
        Line(
            title=f"{row.month:%Y-%m} {in_language(row.line.names)} {row.grade} {hundredths(row.total)}".strip(),
            detail=row.vendor.legal_name,
            dated_on=row.published_at.astimezone(active_zone()).date() if row.published_at else None,
            url=tenant_url("scoring:card_detail", row.id),
            state=str(CARD_STATUS_LABELS[row.status]),
        )
        for row in shown[:MOST_FILED]
    ]
    more = tenant_url("scoring:card_list") if len(shown) > MOST_FILED else ""
    return [Section("performance", _("Performance papers"), found, url=more)]
