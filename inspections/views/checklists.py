"""Pages of the checklists: read, draft a new version, approve, compare (INS-01)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inspections import queries
from inspections.actions import checklist as verbs
from inspections.choices import SECTION_LABELS, ChecklistStatus
from inspections.forms import ItemFormSet, VersionForm
from inspections.lists import CHECKLISTS
from inspections.models import ChecklistItem, ChecklistTemplate, ChecklistVersion
from inspections.views.shown import timeline_of
from tenancy.errors import DomainError, RuleBroken
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.templatetags.tenancy import in_language
from tenancy.web import TenantRequest, act, confirm, go, needs, now, refuse_on_form, tenant_url

BLANK_ROWS = 3
TONES = {
    ChecklistStatus.DRAFT.value: "grey",
    ChecklistStatus.SUBMITTED.value: "yellow",
    ChecklistStatus.APPROVED.value: "green",
}


@require_GET
@needs(Permission.TEMPLATE_VIEW)
def checklist_list(request: TenantRequest) -> HttpResponse:
    """All checklists with their version in force."""
    page = ListPage(CHECKLISTS, request.GET, request.actor, path=request.path)
    return render(request, "inspections/checklist_list.html", {"page": page})


def _template(request: TenantRequest, pk: int) -> ChecklistTemplate:
    return get_object_or_404(queries.checklists_visible_to(request.actor), id=pk)


def _version(request: TenantRequest, pk: int) -> ChecklistVersion:
    return get_object_or_404(queries.versions_visible_to(request.actor), id=pk)


@require_GET
@needs(Permission.TEMPLATE_VIEW)
def checklist_detail(request: TenantRequest, template_id: int) -> HttpResponse:
    """A checklist: the items in force, and its versions."""
    template = _template(request, template_id)
    versions = list(queries.versions_visible_to(request.actor).filter(template=template).order_by("-number"))
    shown = next((one for one in versions if one.status == ChecklistStatus.APPROVED), None)
    shown = shown or (versions[0] if versions else None)
    if shown is None:
        raise Http404
    return _version_page(request, shown, versions)


@require_GET
@needs(Permission.TEMPLATE_VIEW)
def version_detail(request: TenantRequest, version_id: int) -> HttpResponse:
    """One version of a checklist."""
    version = _version(request, version_id)
    versions = queries.versions_visible_to(request.actor).filter(template_id=version.template_id).order_by("-number")
    return _version_page(request, version, list(versions))


def _version_page(
    request: TenantRequest, version: ChecklistVersion, versions: Sequence[ChecklistVersion]
) -> HttpResponse:
    items = queries.items_of(version.id)
    approved = [one for one in versions if one.status == ChecklistStatus.APPROVED]
    earlier = next((one for one in approved if one.number < version.number), None)
    actions = queries.checklist_actions(version, request.actor)
    if any(one.status in (ChecklistStatus.DRAFT, ChecklistStatus.SUBMITTED) for one in versions):
        actions = [one for one in actions if one != "new_version"]
    return render(
        request,
        "inspections/checklist_detail.html",
        {
            "version": version,
            "template": version.template,
            "name": in_language(version.template.names),
            "sections": by_section(items),
            "total": sum(item.max_points for item in items),
            "count": len(items),
            "versions": [{"row": one, "tone": TONES.get(one.status, "grey")} for one in versions],
            "tone": TONES.get(version.status, "grey"),
            "earlier": earlier,
            "actions": actions,
            "timeline": timeline_of(version, "inspections.checklistversion"),
        },
    )


def by_section(items: Sequence[ChecklistItem]) -> list[dict[str, Any]]:
    """Return items by section in their order, with the points of each section."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        section = found.setdefault(
            item.section, {"label": SECTION_LABELS.get(item.section, item.section), "items": [], "points": 0}
        )
        section["items"].append(item)
        section["points"] += item.max_points
    return list(found.values())


@require_GET
@needs(Permission.TEMPLATE_VIEW)
def version_compare(request: TenantRequest, version_id: int, other_id: int) -> HttpResponse:
    """What changed between two versions of a checklist."""
    new, old = _version(request, version_id), _version(request, other_id)
    if new.template_id != old.template_id:
        raise Http404
    before = {item.code: item for item in queries.items_of(old.id)}
    after = {item.code: item for item in queries.items_of(new.id)}
    rows = []
    for code in [*after, *(code for code in before if code not in after)]:
        was, now_is = before.get(code), after.get(code)
        rows.append({"code": code, "old": was, "new": now_is, "change": _change(was, now_is)})
    return render(
        request,
        "inspections/checklist_compare.html",
        {
            "new": new,
            "old": old,
            "name": in_language(new.template.names),
            "rows": rows,
            "changed": sum(bool(row["change"]) for row in rows),
        },
    )


def _change(old: ChecklistItem | None, new: ChecklistItem | None) -> str:
    if old is None:
        return _("added")
    if new is None:
        return _("removed")
    fields = ("names", "max_points", "is_veto", "photo_required", "section")
    return _("changed") if any(getattr(old, name) != getattr(new, name) for name in fields) else ""


@require_POST
@needs(Permission.TEMPLATE_MANAGE)
def version_new(request: TenantRequest, template_id: int) -> HttpResponse:
    """Draft the next version of a checklist."""
    template = _template(request, template_id)
    try:
        version = verbs.new_version(template_id=template.id, by=request.actor, at=now())
    except DomainError as error:
        messages.error(request, str(error.message))
        return go("inspections:checklist_detail", template.id)
    return go("inspections:version_edit", version.id)


def _initial(version: ChecklistVersion) -> list[dict[str, Any]]:
    rows = [
        {
            "code": item.code,
            "section": item.section,
            "zh_hans": item.names.get("zh-hans", ""),
            "zh_hant": item.names.get("zh-hant", ""),
            "en": item.names.get("en", ""),
            "points": Decimal(item.max_points) / 100,
            "is_veto": item.is_veto,
            "photo_required": item.photo_required,
            "order": place * 10,
            "source": item.source,
        }
        for place, item in enumerate(queries.items_of(version.id), 1)
    ]
    return [*rows, *({"order": (len(rows) + extra) * 10} for extra in range(1, BLANK_ROWS + 1))]


def _formset(request: TenantRequest, version: ChecklistVersion) -> Any:
    initial = _initial(version)
    formset_class = type("Rows", (ItemFormSet,), {"extra": 0})
    formset = formset_class(request.POST if request.method == "POST" else None, initial=initial, prefix="items")
    for number, form in enumerate(formset.forms):
        form.empty_permitted = number >= len(initial) - BLANK_ROWS
        form.use_required_attribute = False
    return formset


@require_http_methods(["GET", "POST"])
@needs(Permission.TEMPLATE_MANAGE)
def version_edit(request: TenantRequest, version_id: int) -> HttpResponse:
    """Edit the items of a draft; the sum is shown and must be more than 0."""
    version = _version(request, version_id)
    if version.status != ChecklistStatus.DRAFT:
        return go("inspections:version_detail", version.id)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"reason": version.reason})
    formset = _formset(request, version)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        rows = [one for one in formset.forms if one.cleaned_data.get("code") and not one.cleaned_data.get("remove")]
        rows.sort(key=lambda one: one.cleaned_data["order"])
        try:
            verbs.change_items(
                version_id=version.id,
                items=[one.draft() for one in rows],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=now(),
            )
        except RuleBroken as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The draft is saved."))
            again = "save_more" in request.POST
            return go("inspections:version_edit" if again else "inspections:version_detail", version.id)
    status = 422 if request.method == "POST" else 200
    context = {
        "version": version,
        "name": in_language(version.template.names),
        "form": form,
        "formset": formset,
        "total": sum(item.max_points for item in queries.items_of(version.id)),
    }
    return render(request, "inspections/checklist_edit.html", context, status=status)


def _step(
    request: TenantRequest, version_id: int, verb: Callable[..., ChecklistVersion], words: dict[str, str]
) -> HttpResponse:
    version = _version(request, version_id)
    back = tenant_url("inspections:version_detail", version.id)
    if request.method == "GET":
        return confirm(request, title=words["title"], text=words["text"], button=words["button"], back=back)
    return act(request, lambda: verb(version_id=version.id, by=request.actor, at=now()), done=words["done"], to=back)


@require_http_methods(["GET", "POST"])
@needs(Permission.TEMPLATE_MANAGE)
def version_submit(request: TenantRequest, version_id: int) -> HttpResponse:
    """Hand a draft in for approval."""
    words = {
        "title": _("Submit for approval?"),
        "text": _("Another person approves it; until then it can be returned to drafting."),
        "button": _("Submit"),
        "done": _("Submitted for approval."),
    }
    return _step(request, version_id, verbs.submit_version, words)


@require_http_methods(["GET", "POST"])
@needs(Permission.TEMPLATE_MANAGE)
def version_approve(request: TenantRequest, version_id: int) -> HttpResponse:
    """Approve a version; it is frozen and offered to contracts."""
    words = {
        "title": _("Approve this version?"),
        "text": _("It can never be changed afterwards. New contracts use it; contracts with pinned rules keep theirs."),
        "button": _("Approve"),
        "done": _("The version is approved."),
    }
    return _step(request, version_id, verbs.approve_version, words)


@require_http_methods(["GET", "POST"])
@needs(Permission.TEMPLATE_MANAGE)
def version_return(request: TenantRequest, version_id: int) -> HttpResponse:
    """Give a submitted version back to drafting."""
    words = {
        "title": _("Return to drafting?"),
        "text": _("The items can be changed again."),
        "button": _("Return"),
        "done": _("Returned to drafting."),
    }
    return _step(request, version_id, verbs.return_version, words)


@require_http_methods(["GET", "POST"])
@needs(Permission.TEMPLATE_MANAGE)
def version_withdraw(request: TenantRequest, version_id: int) -> HttpResponse:
    """Give up a draft."""
    words = {
        "title": _("Withdraw this draft?"),
        "text": _("It stays in the list of versions as withdrawn."),
        "button": _("Withdraw"),
        "done": _("The draft is withdrawn."),
    }
    return _step(request, version_id, verbs.withdraw_version, words)
