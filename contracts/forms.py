"""Forms of the contracts room: shape and type of what is typed. Plain forms, because a verb follows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts import queries
from contracts.models import Contract
from tenancy.models import OrgUnit
from tenancy.queries import projects
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.wording import PROJECT
from vendors.models import ServiceLine, Vendor
from vendors.queries import active_vendors
from vendors.queries import lines as service_lines


class LinesField(forms.ModelMultipleChoiceField):
    """Several service lines, shown in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the line's name in the reader's language."""
        return in_language(obj.names)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class DraftForm(forms.Form):
    """What a contract says (CON-14)."""

    title = forms.CharField(label=_("Title"), max_length=160)
    number = forms.CharField(
        label=_("Contract number"),
        max_length=60,
        required=False,
        help_text=_("Leave empty to get the next number."),
    )
    vendor = forms.ModelChoiceField(label=_("Vendor"), queryset=Vendor.objects.none())
    project = forms.ModelChoiceField(label=PROJECT, queryset=OrgUnit.objects.none())
    lines = LinesField(label=_("Service lines"), queryset=ServiceLine.objects.none())
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), help_text=_("The last day belongs to the term."))
    monthly_fee = forms.DecimalField(
        label=_("Monthly fee in yuan"), required=False, max_digits=14, decimal_places=2, min_value=0
    )
    agreed_headcount = forms.IntegerField(label=_("Agreed headcount"), required=False, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = active_vendors()  # type: ignore[attr-defined]
        self.fields["project"].queryset = projects(actor, Permission.CONTRACT_EDIT)  # type: ignore[attr-defined]
        self.fields["lines"].queryset = service_lines()  # type: ignore[attr-defined]


class AwardDraftForm(forms.Form):
    """What a contract made from an award says beyond the award: vendor, project, line and fee are the tender's."""

    title = forms.CharField(label=_("Title"), max_length=160)
    number = forms.CharField(
        label=_("Contract number"),
        max_length=60,
        required=False,
        help_text=_("Leave empty to get the next number."),
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), help_text=_("The last day belongs to the term."))
    agreed_headcount = forms.IntegerField(label=_("Agreed headcount"), required=False, min_value=0, max_value=100_000)


def facts_of(contract: Contract) -> dict[str, Any]:
    """Return a draft's facts as the form's starting values."""
    names = ["title", "number", "vendor", "project", "starts_on", "ends_on", "monthly_fee", "agreed_headcount"]
    values = {name: getattr(contract, name) for name in names}
    values["lines"] = queries.lines_of([contract.id]).get(contract.id, [])
    return values


class TerminateForm(forms.Form):
    """Why and when a contract ends early."""

    ended_on = day_field(_("Last day in force"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AcceptanceForm(forms.Form):
    """An acceptance on paper, recorded by staff."""

    accepted_on = day_field(_("Accepted on"))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: annex signed and sealed by the vendor, original kept at the office."),
    )


def term_progress(contract: Contract, on: date) -> dict[str, int]:
    """Return how much of the term has passed, in days, for the bar on the page."""
    last = contract.ended_on or contract.ends_on
    total = (contract.ends_on - contract.starts_on).days + 1
    passed = min(max((min(on, last) - contract.starts_on).days + 1, 0), total)
    return {"passed": passed, "total": total, "left": max((last - on).days, 0)}
