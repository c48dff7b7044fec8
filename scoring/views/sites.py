"""The page of one vendor at all its sites. For people of the tenant."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from records import charts
from scoring.forms import BoardForm
from scoring.queries import boards, sites
from scoring.rules.sites import Hint
from scoring.views.shown import month_picker
from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.web import TenantRequest, needs, tenant_url


@require_GET
@needs(Permission.CARD_VIEW)
def vendor_sites(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Show grade, trend and complaint rate of one vendor side by side at every site, by service line."""
    if not boards.can_see_boards(request.actor):
        raise NotAllowed
    vendor = get_object_or_404(sites.vendors_with_cards(request.actor), id=vendor_id)
    months = sites.months_of(request.actor, vendor)
    month, _line = BoardForm(request.GET).chosen(months)
    found = sites.sites_of(request.actor, vendor, month=month) if month else []
    context = {
        "vendor": vendor,
        "month": month,
        "picker": month_picker(months, month, tenant_url("scoring:vendor_sites", vendor.pk)),
        "lines": [
            {
                "line": one.line,
                "hint": hint_words(one.hint),
                "is_team": one.hint is Hint.TEAM,
                "sites": [(site, charts.sparkline(title=_("Trend"), values=site.totals)) for site in one.sites],
            }
            for one in found
        ],
    }
    return render(request, "scoring/vendor_sites.html", context)


def hint_words(hint: Hint) -> str:
    """Return a hint in the reader's language, empty for none."""
    words = {
        Hint.TEAM: _("Grade D at one site, A or B at another: look at the team there, not at the vendor."),
        Hint.VENDOR: _("Grade D at every site: look at the vendor, not at a single team."),
    }
    return words.get(hint, "")
