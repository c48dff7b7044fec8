"""Pages of the qualification file (VEN-03)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from records.queries import timeline
from tenancy.errors import NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, needs, now, tenant_url, today
from vendors.actions import document as verbs
from vendors.choices import DOCUMENT_KIND_LABELS
from vendors.forms.papers import PaperForm, RefusalForm, ScanForm
from vendors.lists.papers import PAPERS, STATE_LABELS, STATE_TONES, STATUS_TONES
from vendors.models import QualificationDocument, Vendor
from vendors.queries import documents
from vendors.rules import may
from vendors.views.steps import Step, form_step, found_vendor, tabs_of, trail_of


def found(request: TenantRequest, paper_id: int) -> QualificationDocument:
    """Return a paper the actor may see, or 404."""
    return get_object_or_404(documents.papers_visible_to(request.actor), id=paper_id)


@require_safe
@needs(Permission.VENDOR_VIEW)
def paper_list(request: TenantRequest) -> HttpResponse:
    """Every vendor's papers: what expires, what waits, search, filters, export."""
    page = ListPage(PAPERS, request.GET, request.actor, path=request.path)
    return render(request, "vendors/paper_list.html", {"page": page})


@require_safe
def vendor_papers(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """One vendor's file: required papers first, what is missing, what expires."""
    vendor = found_vendor(request, vendor_id)
    if not may.see_papers(request.actor):
        raise NotAllowed
    papers = documents.file_of(vendor.id, on=today(request))
    context = {
        "vendor": vendor,
        "papers": [{"paper": one, "state": STATE_LABELS[one.state], "tone": STATE_TONES[one.state]} for one in papers],
        "missing": [one for one in papers if one.state == "missing"],
        "expired": [one for one in papers if one.state == "expired" and one.is_required],
        "may_hand_in": may.may_hand_in_paper(request.actor, vendor.id),
        "tabs": tabs_of(request, vendor, "vendors:vendor_papers"),
        "trail": trail_of(request, vendor),
    }
    return render(request, "vendors/vendor_papers.html", context)


@require_safe
def paper_detail(request: TenantRequest, paper_id: int) -> HttpResponse:
    """A paper with its scan, its versions and what happened to it."""
    row = found(request, paper_id)
    versions = documents.versions_of(row)
    scans = documents.scans_of(one.pk for one in versions)
    context: dict[str, Any] = {
        "paper": row,
        "label": DOCUMENT_KIND_LABELS[row.kind],
        "tone": STATUS_TONES[row.status],
        "is_expired": row.status == "accepted" and row.valid_until is not None and row.valid_until < today(request),
        "files": [
            {"name": one.name, "url": tenant_url("records:file", one.pk), "size": one.size, "at": one.received_at}
            for one in scans.get(row.pk, [])
        ],
        "versions": [{"row": one, "tone": STATUS_TONES[one.status]} for one in versions] if len(versions) > 1 else [],
        "actions": documents.allowed_actions(row, request.actor),
        "may_add_scan": may.may_edit_register(request.actor) and not scans.get(row.pk),
        "trail": trail_of(request, row.vendor, (pgettext("vendor", "Papers"), _back(row.vendor_id))),
    }
    if not request.actor.is_vendor:
        context["entries"] = timeline(row)
    return render(request, "vendors/paper_detail.html", context)


@require_http_methods(["GET", "POST"])
def paper_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Hand in a paper, or enter one for a vendor."""
    vendor = found_vendor(request, vendor_id)
    may.hand_in_paper(request.actor, vendor.id)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in DOCUMENT_KIND_LABELS else {}
    return _hand_in(request, vendor, None, initial, _("Hand in a paper"))


@require_http_methods(["GET", "POST"])
def paper_renew(request: TenantRequest, paper_id: int) -> HttpResponse:
    """Hand in the next version of a paper."""
    row = found(request, paper_id)
    may.hand_in_paper(request.actor, row.vendor_id)
    initial = {"title": row.title, "number": row.number, "issuer": row.issuer, "is_permanent": row.is_permanent}
    title = _("Renew: %(paper)s") % {"paper": row.title or DOCUMENT_KIND_LABELS[row.kind]}
    return _hand_in(request, row.vendor, row, initial, title)


def _hand_in(
    request: TenantRequest,
    vendor: Vendor,
    renews: QualificationDocument | None,
    initial: dict[str, Any],
    title: str,
) -> HttpResponse:
    is_vendor = request.actor.is_vendor
    form = PaperForm(request.POST or None, request.FILES or None, renews=renews, needs_scan=is_vendor, initial=initial)
    step = Step(
        title=title,
        button=_("Hand in") if is_vendor else _("Enter"),
        back=_back(vendor.id),
        trail=trail_of(request, vendor, (pgettext("vendor", "Papers"), _back(vendor.id))),
        pretitle=vendor.legal_name,
        hint=_("The paper is checked before it counts.") if is_vendor else _("What you enter counts at once."),
        done=_("The paper waits for a check.") if is_vendor else _("The paper is entered."),
    )
    return form_step(
        request,
        form,
        step,
        lambda: verbs.hand_in(
            vendor_id=vendor.id,
            facts=form.facts(),
            scan=form.cleaned_data["scan"],
            supersedes_id=renews.pk if renews else None,
            by=request.actor,
            at=now(),
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def paper_accept(request: TenantRequest, paper_id: int) -> HttpResponse:
    """Ask, then accept a paper."""
    row = found(request, paper_id)
    back = tenant_url("vendors:paper_detail", row.pk)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.accept_document(document_id=row.pk, by=request.actor, at=now()),
            done=_("The paper is accepted."),
            to=back,
        )
    return confirm(
        request,
        title=_("Accept this paper?"),
        text=_("It counts from now on. The version it replaces stays readable."),
        button=_("Accept"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def paper_refuse(request: TenantRequest, paper_id: int) -> HttpResponse:
    """Refuse a paper and say why."""
    row = found(request, paper_id)
    form = RefusalForm(request.POST or None)
    step = Step(
        title=_("Refuse: %(paper)s") % {"paper": row.title or DOCUMENT_KIND_LABELS[row.kind]},
        button=_("Refuse"),
        back=tenant_url("vendors:paper_detail", row.pk),
        trail=trail_of(request, row.vendor, (pgettext("vendor", "Papers"), _back(row.vendor_id))),
        pretitle=row.vendor.legal_name,
        done=_("The paper is refused; the vendor is told why."),
        danger=True,
    )
    return form_step(
        request,
        form,
        step,
        lambda: verbs.refuse_document(
            document_id=row.pk, reason=form.cleaned_data["reason"], by=request.actor, at=now()
        ),
    )


@require_http_methods(["GET", "POST"])
def paper_withdraw(request: TenantRequest, paper_id: int) -> HttpResponse:
    """Ask, then take back what was handed in."""
    row = found(request, paper_id)
    may.withdraw_paper(request.actor, row.vendor_id)
    back = _back(row.vendor_id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.withdraw_document(document_id=row.pk, by=request.actor, at=now()),
            done=_("The paper is withdrawn."),
            to=back,
        )
    return confirm(
        request,
        title=_("Withdraw this paper?"),
        text=_("It is not checked any more. You can hand in another one."),
        button=_("Withdraw"),
        back=back,
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.VENDOR_EDIT)
def paper_scan(request: TenantRequest, paper_id: int) -> HttpResponse:
    """Add the scan to a paper entered without one."""
    row = found(request, paper_id)
    form = ScanForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Add the scan"),
        button=_("Add the scan"),
        back=tenant_url("vendors:paper_detail", row.pk),
        trail=trail_of(request, row.vendor, (pgettext("vendor", "Papers"), _back(row.vendor_id))),
        pretitle=row.title or str(DOCUMENT_KIND_LABELS[row.kind]),
        done=_("The scan is kept with the paper."),
    )
    return form_step(
        request,
        form,
        step,
        lambda: verbs.add_scan(document_id=row.pk, scan=form.cleaned_data["scan"], by=request.actor, at=now()),
    )


def _back(vendor_id: int) -> str:
    return tenant_url("vendors:vendor_papers", vendor_id)
