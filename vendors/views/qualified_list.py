"""Pages of the qualified-vendor list (VEN-08, VEN-09)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.queries import timeline
from tenancy.errors import NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.templatetags.tenancy import in_language
from tenancy.web import TenantRequest, act, confirm, go, needs, now, tenant_url, today
from vendors.actions import qualified_list as verbs
from vendors.errors import ListBeingCompiled
from vendors.forms.qualified import AddEntryForm, EntryForm, SubmitListForm
from vendors.forms.review import ReasonForm
from vendors.lists.qualification import LIST_TONES, VERSIONS
from vendors.models import QualifiedList, QualifiedListEntry
from vendors.queries import qualified_list as queries
from vendors.rules import may
from vendors.rules.qualification import Comparison
from vendors.views.asking import Step, bound, print_paper, run


def found_list(request: TenantRequest, list_id: int) -> QualifiedList:
    """Return a version the actor may read, or 404."""
    return get_object_or_404(queries.lists_visible_to(request.actor), id=list_id)


def _asked(request: TenantRequest, list_id: int, action: str) -> QualifiedList:
    row = found_list(request, list_id)
    if action not in queries.list_actions(row, request.actor):
        raise NotAllowed
    return row


def _name(row: QualifiedList) -> str:
    return _("Version %(number)s") % {"number": row.number}


def _step(row: QualifiedList, title: str, **more: Any) -> Step:
    back = tenant_url("vendors:qualified_list_detail", row.id)
    trail = [(_("Qualified-vendor list"), tenant_url("vendors:qualified_list_list")), (_name(row), back)]
    return Step(title=title, back=back, trail=trail, **more)


@require_safe
@needs(Permission.VENDOR_VIEW)
def qualified_list_list(request: TenantRequest) -> HttpResponse:
    """All versions; the one that counts on top."""
    page = ListPage(VERSIONS, request.GET, request.actor, path=request.path)
    return render(
        request,
        "vendors/qualified_list_list.html",
        {
            "page": page,
            "current": queries.current(),
            "under_work": queries.under_work(),
            "may_compile": may.may_compile(request.actor),
        },
    )


@require_POST
@needs(Permission.VENDOR_COMPILE)
def qualified_list_compile(request: TenantRequest) -> HttpResponse:
    """Begin a version from the register."""
    try:
        row = verbs.compile_list(by=request.actor, at=now())
    except ListBeingCompiled as error:
        messages.error(request, str(error.message))
        return go("vendors:qualified_list_detail", error.version_id)
    messages.success(
        request, _("Version %(number)s is compiled. Check it and send it for approval.") % {"number": row.number}
    )
    return go("vendors:qualified_list_detail", row.id)


@require_safe
def qualified_list_detail(request: TenantRequest, list_id: int) -> HttpResponse:
    """A version: its vendors, what changed since the one before, who signed."""
    row = found_list(request, list_id)
    before = queries.before(row)
    entries = queries.entries_of(row)
    return render(
        request,
        "vendors/qualified_list_detail.html",
        {
            "version": row,
            "tone": LIST_TONES[row.status],
            "entries": [{"row": one, "lines": [in_language(line["names"]) for line in one.lines]} for one in entries],
            "before": before,
            "comparison": _shown(queries.comparison(before, row), row, before),
            "is_current": row == queries.current(),
            "actions": queries.list_actions(row, request.actor),
            "history": timeline(row),
        },
    )


def _shown(found: Comparison, new: QualifiedList, old: QualifiedList | None) -> dict[str, Any]:
    names = queries.line_names([*queries.entries_of(new), *(queries.entries_of(old) if old else [])])

    def words(codes: Any) -> str:
        return "、".join(in_language(names[code]) for code in sorted(codes))

    return {
        "entered": [(one.name, words(one.lines)) for one in found.entered],
        "left": [(one.name, words(one.lines)) for one in found.left],
        "changed": [
            {
                "name": one.name,
                "added": words(one.lines_added),
                "gone": words(one.lines_gone),
                "grade": f"{one.old_grade or '–'} → {one.new_grade or '–'}" if one.old_grade != one.new_grade else "",
            }
            for one in found.changed
        ],
        "is_empty": found.is_empty,
    }


@require_http_methods(["GET", "POST"])
def qualified_list_add(request: TenantRequest, list_id: int) -> HttpResponse:
    """Put a vendor on a draft."""
    row = _asked(request, list_id, "change")
    offers = queries.addable(row, on=today(request))
    return run(
        request,
        bound(request, AddEntryForm, offers=offers),
        lambda vendor: verbs.add_entry(version_id=row.id, vendor_id=vendor, by=request.actor, at=now()),
        _step(
            row,
            _("Add a vendor"),
            hint=_("Qualified vendors, and those under review whose review passed with all five conditions.")
            if offers
            else _("Every vendor that may stand on the list stands on it already."),
            button=_("Add"),
            done=_("The vendor is on the list."),
        ),
    )


def _entry(request: TenantRequest, entry_id: int) -> QualifiedListEntry:
    row = get_object_or_404(queries.entries_visible_to(request.actor), id=entry_id)
    if "change" not in queries.list_actions(row.version, request.actor):
        raise NotAllowed
    return row


@require_http_methods(["GET", "POST"])
def list_entry_change(request: TenantRequest, entry_id: int) -> HttpResponse:
    """Change the lines, last day and remarks of an entry."""
    row = _entry(request, entry_id)

    def save(lines: Any, **typed: Any) -> QualifiedListEntry:
        ids = [line.id for line in lines]
        return verbs.change_entry(entry_id=row.id, line_ids=ids, **typed, by=request.actor, at=now())

    step = _step(row.version, row.legal_name, done=_("The changes are saved."))
    return run(request, bound(request, EntryForm, entry=row), save, step)


@require_http_methods(["GET", "POST"])
def list_entry_remove(request: TenantRequest, entry_id: int) -> HttpResponse:
    """Take a vendor off a draft, with a reason."""
    row = _entry(request, entry_id)
    return run(
        request,
        bound(request, ReasonForm),
        lambda reason: verbs.remove_entry(entry_id=row.id, reason=reason, by=request.actor, at=now()),
        _step(
            row.version,
            _("Take %(name)s off the list") % {"name": row.legal_name},
            button=_("Take off"),
            danger=True,
            done=_("The vendor is off the list."),
        ),
    )


@require_http_methods(["GET", "POST"])
def qualified_list_submit(request: TenantRequest, list_id: int) -> HttpResponse:
    """Send a draft for approval."""
    row = _asked(request, list_id, "submit")
    return run(
        request,
        bound(request, SubmitListForm),
        lambda remarks: verbs.submit_list(version_id=row.id, remarks=remarks, by=request.actor, at=now()),
        _step(
            row,
            _("Send for approval"),
            hint=_(
                "The management representative reviews the list, the general manager approves it. You may withdraw it"
                " on the page of the approval."
            ),
            button=_("Send"),
            done=_("The list is sent for approval."),
        ),
    )


@require_http_methods(["GET", "POST"])
def qualified_list_discard(request: TenantRequest, list_id: int) -> HttpResponse:
    """Ask, then give a draft up."""
    row = _asked(request, list_id, "discard")
    back = tenant_url("vendors:qualified_list_detail", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.discard_list(version_id=row.id, by=request.actor, at=now()),
            done=_("The draft is discarded."),
            to=tenant_url("vendors:qualified_list_list"),
        )
    return confirm(
        request,
        title=_("Discard version %(number)s?") % {"number": row.number},
        text=_("It stays readable but can no longer be changed or approved."),
        button=_("Discard"),
        back=back,
        danger=True,
    )


@require_POST
def qualified_list_reopen(request: TenantRequest, list_id: int) -> HttpResponse:
    """Go on with a version whose approval was withdrawn."""
    row = _asked(request, list_id, "reopen")
    return act(
        request,
        lambda: verbs.reopen_list(version_id=row.id, by=request.actor, at=now()),
        done=_("The version is a draft again."),
        to=tenant_url("vendors:qualified_list_detail", row.id),
    )


@require_POST
def qualified_list_print(request: TenantRequest, list_id: int) -> HttpResponse:
    """Order a version as a PDF."""
    row = found_list(request, list_id)
    return print_paper(
        request,
        "vendors.qualified_list",
        {"version_id": row.id},
        _("The list is being printed; it will be on your to-do list."),
    )
