"""Pages of vendor reviews and of a vendor's state (VEN-04, VEN-06, VEN-07)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.queries import timeline
from tenancy.errors import NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, needs, now, tenant_url
from vendors.actions import qualification
from vendors.actions import review as verbs
from vendors.choices import ASPECT_LABELS, CONDITION_LABELS
from vendors.forms.review import AspectForm, CompleteForm, ConditionForm, ReasonForm, ReviewersForm
from vendors.lists.qualification import RESULT_TONES, REVIEW_TONES, REVIEWS
from vendors.models import Vendor, VendorReview
from vendors.queries import review as queries
from vendors.rules.review import missing_aspects, missing_conditions
from vendors.views.asking import Step, bound, print_paper, run
from vendors.views.steps import found_vendor


def found_review(request: TenantRequest, review_id: int) -> VendorReview:
    """Return a review the actor may read, or 404."""
    return get_object_or_404(queries.reviews_visible_to(request.actor).select_related("vendor"), id=review_id)


def _vendor_step(row: Vendor, title: str, **more: Any) -> Step:
    back = tenant_url("vendors:vendor_detail", row.id)
    return Step(title=title, back=back, trail=[(row.legal_name, back)], **more)


def _review_step(row: VendorReview, title: str, **more: Any) -> Step:
    back = tenant_url("vendors:review_detail", row.id)
    trail = [(_("Vendor reviews"), tenant_url("vendors:review_list")), (row.number, back)]
    return Step(title=title, back=back, trail=trail, **more)


@require_safe
@needs(Permission.VENDOR_VIEW)
def review_list(request: TenantRequest) -> HttpResponse:
    """All reviews."""
    page = ListPage(REVIEWS, request.GET, request.actor, path=request.path)
    return render(request, "vendors/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def vendor_submit(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Ask, then hand in the papers of a candidate."""
    row = found_vendor(request, vendor_id)
    if "submit" not in queries.qualification_actions(row, request.actor):
        raise NotAllowed
    back = tenant_url("vendors:vendor_own") if request.actor.is_vendor else tenant_url("vendors:vendor_detail", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: qualification.submit(vendor_id=row.id, by=request.actor, at=now()),
            done=_("The papers are handed in."),
            to=back,
        )
    return confirm(
        request,
        title=_("Hand in the papers?"),
        text=_("The company checks them and reviews the vendor. Papers can still be added."),
        button=_("Hand in"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def vendor_watch(request: TenantRequest, vendor_id: int, is_watched: bool) -> HttpResponse:
    """Put a vendor under watch, or end it, with a reason."""
    row = found_vendor(request, vendor_id)
    if ("watch" if is_watched else "end_watch") not in queries.qualification_actions(row, request.actor):
        raise NotAllowed
    verb = qualification.watch if is_watched else qualification.end_watch
    step = _vendor_step(
        row,
        _("Put under watch") if is_watched else _("End the watch"),
        hint=_("The vendor is told the reason."),
        button=_("Put under watch") if is_watched else _("End the watch"),
        done=_("The vendor is under watch.") if is_watched else _("The vendor is qualified again."),
    )
    form = bound(request, ReasonForm)
    return run(request, form, lambda reason: verb(vendor_id=row.id, reason=reason, by=request.actor, at=now()), step)


@require_http_methods(["GET", "POST"])
def review_start(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Open a review of a vendor."""
    row = found_vendor(request, vendor_id)
    if "start_review" not in queries.qualification_actions(row, request.actor):
        raise NotAllowed
    form = bound(request, ReviewersForm, initial={"reviewers": request.actor.name})
    return run(
        request,
        form,
        lambda reviewers: verbs.start_review(vendor_id=row.id, reviewers=reviewers, by=request.actor, at=now()),
        _vendor_step(row, _("Start a review"), button=_("Start the review"), done=_("The review is open.")),
        to=lambda made: tenant_url("vendors:review_detail", made.id),
    )


@require_safe
def review_detail(request: TenantRequest, review_id: int) -> HttpResponse:
    """A review: aspects, conditions with evidence, result, history."""
    row = found_review(request, review_id)
    aspects, conditions = queries.shown_aspects(row), queries.shown_conditions(row)
    return render(
        request,
        "vendors/review_detail.html",
        {
            "review": row,
            "tone": REVIEW_TONES[row.status],
            "result_tone": RESULT_TONES.get(row.result, "grey"),
            "groups": [
                (_("Review"), [one for one in aspects if not one.is_screening]),
                (_("Screening"), [one for one in aspects if one.is_screening]),
            ],
            "conditions": conditions,
            "aspects_left": len(missing_aspects({one.code for one in aspects if one.row})),
            "conditions_left": len(missing_conditions({one.code for one in conditions if one.row})),
            "actions": queries.review_actions(row, request.actor),
            "entries": timeline(row),
        },
    )


def _asked(request: TenantRequest, review_id: int, action: str) -> VendorReview:
    row = found_review(request, review_id)
    if action not in queries.review_actions(row, request.actor):
        raise NotAllowed
    return row


@require_http_methods(["GET", "POST"])
def review_aspect(request: TenantRequest, review_id: int, aspect: str) -> HttpResponse:
    """Note what the review found about one aspect."""
    if aspect not in ASPECT_LABELS:
        raise Http404
    row = _asked(request, review_id, "note")
    shown = next(one for one in queries.shown_aspects(row) if one.code == aspect)
    initial = {"result": shown.row.result, "note": shown.row.note} if shown.row else {}
    form = bound(request, AspectForm, initial=initial)
    return run(
        request,
        form,
        lambda **typed: verbs.note_aspect(review_id=row.id, aspect=aspect, **typed, by=request.actor, at=now()),
        _review_step(row, str(shown.label), hint=row.vendor.legal_name, done=_("The result is noted.")),
    )


@require_http_methods(["GET", "POST"])
def review_condition(request: TenantRequest, review_id: int, condition: str) -> HttpResponse:
    """Tick one of the five conditions with its evidence."""
    if condition not in CONDITION_LABELS:
        raise Http404
    row = _asked(request, review_id, "tick")
    form = bound(request, ConditionForm, condition=condition, papers=queries.evidence_choices(row))
    return run(
        request,
        form,
        lambda **typed: verbs.tick_condition(
            review_id=row.id, condition=condition, **typed, by=request.actor, at=now()
        ),
        _review_step(
            row,
            str(CONDITION_LABELS[condition]),
            hint=_("A condition is ticked with evidence: a paper of this vendor, or a file."),
            button=_("Tick"),
            done=_("The condition is ticked."),
        ),
    )


@require_POST
def review_untick(request: TenantRequest, review_id: int, condition: str) -> HttpResponse:
    """Take a tick back."""
    row = _asked(request, review_id, "tick")
    return act(
        request,
        lambda: verbs.untick_condition(review_id=row.id, condition=condition, by=request.actor, at=now()),
        done=_("The tick is taken back."),
        to=tenant_url("vendors:review_detail", row.id),
    )


@require_http_methods(["GET", "POST"])
def review_complete(request: TenantRequest, review_id: int) -> HttpResponse:
    """Close a review with its result."""
    row = _asked(request, review_id, "complete")
    form = bound(request, CompleteForm, initial={"reviewers": "\n".join(row.reviewers)})
    return run(
        request,
        form,
        lambda **typed: verbs.complete_review(review_id=row.id, **typed, by=request.actor, at=now()),
        _review_step(
            row,
            _("Complete the review"),
            hint=_("A completed review stays as it is. A vendor that passed waits for the qualified-vendor list."),
            button=_("Complete"),
            done=_("The review is completed."),
        ),
    )


@require_http_methods(["GET", "POST"])
def review_abandon(request: TenantRequest, review_id: int) -> HttpResponse:
    """Give a review up, with a reason."""
    row = _asked(request, review_id, "abandon")
    form = bound(request, ReasonForm)
    return run(
        request,
        form,
        lambda reason: verbs.abandon_review(review_id=row.id, reason=reason, by=request.actor, at=now()),
        _review_step(
            row,
            _("Abandon the review"),
            hint=_("What was noted stays readable; a new review begins afresh."),
            button=_("Abandon"),
            danger=True,
            done=_("The review is abandoned."),
        ),
    )


@require_POST
def review_print(request: TenantRequest, review_id: int) -> HttpResponse:
    """Order the vendor review form as a PDF."""
    row = found_review(request, review_id)
    return print_paper(
        request, "vendors.review", {"review_id": row.id}, _("The form is being printed; it will be on your to-do list.")
    )
