"""Boards: ranking of a service line, heat map of vendors by month, rule trial. For people of the tenant."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from records import charts
from records.actions.printing import order_paper
from records.models import PrintedDocument
from records.rules.periods import Month
from scoring.forms import BoardForm
from scoring.queries import boards
from scoring.queries.boards import Field, VendorRow
from scoring.views.shown import card_url, grade_word, month_picker
from tenancy.errors import NotAllowed
from tenancy.models import SettingsVersion
from tenancy.roles import Permission
from tenancy.templatetags.tenancy import in_language
from tenancy.web import TenantRequest, needs, now, tenant_url, today
from vendors.models import ServiceLine


def _guard(request: TenantRequest) -> None:
    if not boards.can_see_boards(request.actor):
        raise NotAllowed


@require_GET
@needs(Permission.CARD_VIEW)
def ranking(request: TenantRequest) -> HttpResponse:
    """Rank the vendors of one line and month; ties share a place (1, 2, 2, 4)."""
    _guard(request)
    months = boards.months_with_cards(request.actor)
    month, line_id = BoardForm(request.GET).chosen(months)
    lines = boards.lines_with_cards(request.actor, month) if month else []
    line = next((one for one in lines if one.pk == line_id), lines[0] if lines else None)
    found = boards.ranking_of(request.actor, month=month, line_id=line.pk) if line and month else None
    base = tenant_url("scoring:ranking")
    context: dict[str, Any] = {
        "month": month,
        "line": line,
        "tabs": [
            {"label": in_language(one.names), "url": f"{base}?month={month:%Y-%m}&line={one.pk}", "active": one == line}
            for one in lines
        ],
        "picker": month_picker(months, month, base, f"&line={line.pk}" if line else ""),
        "ranking": found,
    }
    if found and found.places and line:
        bars = [
            charts.Bar(
                f"{place.card.vendor.legal_name} · {place.card.project.name}",
                place.card.total,
                str(place.rank),
                place.card.grade,
                card_url(place.card),
            )
            for place in found.places[:20]
        ]
        words: dict[str, Any] = {"title": _("Ranking"), "description": in_language(line.names), "bars": bars}
        context["chart"] = charts.ranking(**words)
        context["chart_narrow"] = charts.ranking(**words, compact=True)
    return render(request, "scoring/ranking.html", context)


@require_POST
@needs(Permission.CARD_VIEW)
def ranking_print(request: TenantRequest) -> HttpResponse:
    """Order the ranking of one line and month as a PDF."""
    _guard(request)
    months = boards.months_with_cards(request.actor)
    month, line_id = BoardForm(request.POST).chosen(months)
    if month is None or line_id not in {one.pk for one in boards.lines_with_cards(request.actor, month)}:
        raise Http404
    inputs = {"month": f"{month:%Y-%m}", "line_id": line_id}
    made = order_paper("scoring.ranking", inputs, by=request.actor, at=now())
    if isinstance(made, PrintedDocument):
        return HttpResponseRedirect(tenant_url("records:document_detail", made.pk))
    return HttpResponseRedirect(tenant_url("records:job_detail", made.pk))


@require_GET
@needs(Permission.CARD_VIEW)
def heat_map(request: TenantRequest) -> HttpResponse:
    """Show vendors by months; every field opens its card or cards."""
    _guard(request)
    months = boards.months_with_cards(request.actor)
    month, line_id = BoardForm(request.GET).chosen(months)
    columns, rows = boards.heat_map_of(request.actor, last=month, line_id=line_id) if month else ([], [])
    base = tenant_url("scoring:heat_map")
    lines = list(ServiceLine.objects.filter(is_active=True).order_by("sort_order", "code"))
    chosen = next((one for one in lines if one.pk == line_id), None)
    context: dict[str, Any] = {
        "month": month,
        "rows": rows,
        "lines": [{"id": one.pk, "label": in_language(one.names), "active": one == chosen} for one in lines],
        "picker": month_picker(months, month, base, f"&line={chosen.pk}" if chosen else ""),
        "is_cut": len(rows) >= boards.MOST_VENDORS,
    }
    if rows:
        words: dict[str, Any] = {
            "title": _("Heat map"),
            "description": _("Mean total of each vendor and month"),
            "rows": [row.vendor.legal_name for row in rows],
            "columns": [f"{one:%y-%m}" for one in columns],
            "cells": [[_cell(row, field) for field in row.fields] for row in rows],
            "grades": [(one, grade_word(one, 0)) for one in "ABCD"] + [("", _("Insufficient evidence or no card"))],
        }
        context["chart"] = charts.heat_map(**words)
        context["chart_narrow"] = charts.heat_map(**words, compact=True)
        context["table_columns"] = [_("Vendor"), *[f"{one:%Y-%m}" for one in columns]]
        context["table_rows"] = [
            [row.vendor.legal_name, *[charts.shown(field.mean) for field in row.fields]] for row in rows
        ]
    return render(request, "scoring/heat_map.html", context)


def _cell(row: VendorRow, field: Field) -> charts.Cell:
    words = grade_word(field.grade, field.mean)
    title = f"{row.vendor.legal_name} {field.month:%Y-%m}: {charts.shown(field.mean)} {words}"
    url = ""
    if field.card_id is not None:
        url = tenant_url("scoring:card_detail", field.card_id)
    elif field.count:
        url = f"{tenant_url('scoring:card_list')}?month={field.month:%Y-%m}&vendor_id={row.vendor.pk}"
    return charts.Cell(field.mean, title, field.grade, url)


@require_GET
@needs(Permission.CARD_VIEW)
def trial(request: TenantRequest) -> HttpResponse:
    """Replay a version of the rules over the last twelve months without writing; list who would change grade."""
    _guard(request)
    versions = boards.drafts()
    chosen = request.GET.get("version", "")
    context: dict[str, Any] = {"versions": versions, "in_force": boards.current_settings(today(request))}
    if chosen:
        number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
        version = get_object_or_404(SettingsVersion, area="scoring", id=number)
        last = Month.of(today(request)).plus(-1)
        context["version"] = version
        context["trial"] = boards.trial_of(request.actor, version, last=last, at=now())
        context["since"], context["until"] = last.plus(-11), last
    return render(request, "scoring/trial.html", context)
