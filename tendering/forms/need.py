"""Forms at the head of a tender: need and assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.models import OrgUnit
from tenancy.queries import projects
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.forms.fields import YES_NO, LineField, day_field, text_field, yuan_field
from vendors.models import ServiceLine
from vendors.queries import lines as service_lines


class NeedForm(forms.Form):
    """An application for an outsourced service (TND-01)."""

    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("For example: cleaning of the whole estate, 2027 to 2028.")
    )
    project = forms.ModelChoiceField(label=_("Project"), queryset=OrgUnit.objects.none())
    line = LineField(label=_("Service line"), queryset=ServiceLine.objects.none())
    reason = text_field(_("Why the service is needed"))
    headcount = forms.IntegerField(label=_("Headcount needed"), required=False, min_value=0, max_value=100_000)
    budget = yuan_field(_("Budget per year in yuan"), required=False)
    wanted_from = day_field(_("Wanted from"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects(actor, Permission.NEED_APPLY)  # type: ignore[attr-defined]
        self.fields["line"].queryset = service_lines()  # type: ignore[attr-defined]


class AssessmentForm(forms.Form):
    """The assessment of a need."""

    is_needed = forms.ChoiceField(label=_("Is the service needed?"), choices=YES_NO, widget=forms.RadioSelect)
    assessment = text_field(
        _("Assessment"), help_text=_("Need, quantity, own staff as an alternative, and the budget.")
    )

    def clean_is_needed(self) -> bool:
        """Return the choice as a truth value."""
        return bool(self.cleaned_data["is_needed"] == "yes")
