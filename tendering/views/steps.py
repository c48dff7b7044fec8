"""One form, one verb, one way back: the pages on which a single step of a tender is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tenancy.errors import DomainError
from tenancy.web import TenantRequest, form_status, refuse_on_form
from tenancy.web_errors import status_of
from tendering.models import Tender


@dataclass(frozen=True)
class Step:
    """What a step's page says: title, button, what was done, where to go, and optionally what to know first."""

    title: Any
    button: Any
    done: Any
    back: str
    hint: Any = ""
    danger: bool = False


def take_step(
    request: TenantRequest, tender: Tender, form: forms.BaseForm, verb: Callable[[], Any], step: Step
) -> HttpResponse:
    """Show the form, or call the verb with what was typed; a refusal stands on the form with everything kept."""
    if request.method == "POST" and form.is_valid():
        try:
            verb()
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, str(step.done))
            return HttpResponseRedirect(step.back)
    context = {"form": form, "tender": tender, "step": step}
    return render(request, "tendering/step.html", context, status=form_status(form))
