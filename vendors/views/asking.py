"""What the pages of this room that ask for something share: one form, one verb, one way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from records.actions.printing import order_paper
from records.models import Attachment, PrintedDocument
from tenancy.errors import DomainError
from tenancy.web import TenantRequest, form_status, go, now, refuse_on_form, tenant_url
from tenancy.web_errors import status_of


@dataclass(frozen=True)
class Step:
    """The words of a page with one form; ``trail`` are (label, address) pairs above it."""

    title: Any
    back: str
    trail: Sequence[tuple[Any, str]] = ()
    button: Any = ""
    done: Any = ""
    hint: Any = ""
    danger: bool = False
    to: str = ""
    second: tuple[str, Any] | None = None  # name and label of a second submit button


def run(
    request: TenantRequest,
    form: forms.Form,
    verb: Callable[..., Any],
    step: Step,
    *,
    to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show a form, or call its verb with what was typed; a refusal is shown on the form with everything kept.

    ``verb`` takes the cleaned fields by name. ``to`` makes the next address from what it returns.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = verb(**form.cleaned_data)
        except DomainError as error:
            if status_of(error) in {403, 409}:
                raise
            refuse_on_form(form, error)
        else:
            if step.done:
                messages.success(request, str(step.done))
            return HttpResponseRedirect(to(made) if to else step.to or step.back)
    context = {"form": form, "step": step, "back": step.back, "button": step.button}
    return render(request, "vendors/asking.html", context, status=form_status(form))


def bound(request: TenantRequest, form: Callable[..., forms.Form], **more: Any) -> forms.Form:
    """Return a form filled with what was sent, or a fresh one."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **more)
    return form(**more)


def shown_files(files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Return stored files as ``_components/file_list.html`` shows them."""
    return [
        {
            "name": one.name,
            "url": tenant_url("records:file", one.id),
            "size": one.size,
            "at": one.received_at,
            "by": one.uploader_name,
        }
        for one in files
    ]


def print_paper(request: TenantRequest, kind: str, inputs: dict[str, Any], waiting: str) -> HttpResponse:
    """Order a printed document; lead to it when it exists, else to the job that makes it."""
    paper = order_paper(kind, inputs, by=request.actor, at=now())
    if isinstance(paper, PrintedDocument):
        return go("records:document_detail", paper.id)
    messages.success(request, waiting)
    return go("records:job_detail", paper.id)
