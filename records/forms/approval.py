"""Shapes of input about approvals and delegations."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenancy.forms import DateInput, no_control_characters, role_choices
from tenancy.models import Membership
from tenancy.roles import ROLE_LABELS, Role

MOST_STEPS = 5


class DecisionForm(forms.Form):
    """A decision: a refusal needs a reason, which the verb asks for."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you refuse; the requester reads it."),
    )


class DelegationForm(forms.Form):
    """A paper: who signs for me, in which of my roles, from when to when (TEN-08)."""

    agent = forms.ModelChoiceField(
        label=_("Agent"), queryset=Membership.objects.none(), empty_label=_("Choose a colleague")
    )
    role = forms.ChoiceField(label=_("My role"), choices=())
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput, help_text=_("Included."))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, validators=[no_control_characters], help_text=_("For example: business trip")
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], roles: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agent: Any = self.fields["agent"]
        agent.queryset = colleagues
        agent.label_from_instance = _named
        role: Any = self.fields["role"]
        role.choices = [(one, ROLE_LABELS[Role(one)]) for one in roles if one in ROLE_LABELS]


def _named(member: Membership) -> str:
    return f"{member.person.name} · {member.title}" if member.title else member.person.name


class ChainForm(forms.Form):
    """The ordered roles of one document type; empty steps are left out (TEN-07)."""

    def __init__(self, *args: Any, chain: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_STEPS + 1):
            self.fields[f"step_{number}"] = forms.ChoiceField(
                label=_("Step %(number)s") % {"number": number},
                choices=[("", _("no step")), *role_choices()],
                required=False,
                initial=chain[number - 1] if number <= len(chain) else "",
            )

    def roles(self) -> list[str]:
        """Return the chosen roles in order."""
        chosen = (self.cleaned_data.get(f"step_{number}") for number in range(1, MOST_STEPS + 1))
        return [role for role in chosen if role]


def label_of(document_type: str) -> str:
    """Return a document type in words; its room names it in ``settings.APPROVABLE_LABELS``."""
    return str(settings.APPROVABLE_LABELS.get(document_type, document_type))
