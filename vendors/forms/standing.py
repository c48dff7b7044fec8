"""Forms of bans and exceptions, of contact persons and branches."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.choices import UnitKind
from tenancy.forms import DateInput, no_control_characters
from tenancy.models import OrgUnit
from tenancy.templatetags.tenancy import in_language
from vendors import queries
from vendors.choices import BAN_GROUND_LABELS, BLOCKER_LABELS, DOCUMENT_KIND_LABELS, PURPOSE_LABELS
from vendors.rules.eligibility import OVERRIDABLE


class BanForm(forms.Form):
    """A ban: where it holds, why, from when (RPA-02 to RPA-06)."""

    ground = forms.ChoiceField(label=_("Ground"), choices=list(BAN_GROUND_LABELS.items()))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What happened and where the evidence is."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("Only for other grounds; left empty, such a ban has no fixed term. Otherwise it is computed."),
    )
    unit_id = forms.TypedChoiceField(
        label=_("Valid at"), coerce=int, empty_value=None, required=False, choices=(), help_text=_("With all below it.")
    )
    line_id = forms.TypedChoiceField(label=_("Service line"), coerce=int, empty_value=None, required=False, choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = OrgUnit.objects.filter(is_active=True, kind__in=[UnitKind.REGION, UnitKind.COMPANY, UnitKind.PROJECT])
        unit: Any = self.fields["unit_id"]
        unit.choices = [("", _("everywhere")), *units.order_by("path").values_list("id", "name")]
        line: Any = self.fields["line_id"]
        line.choices = [("", _("every service line"))] + [
            (one.id, in_language(one.names)) for one in queries.lines(with_inactive=True)
        ]


class LiftForm(forms.Form):
    """Why a ban is lifted."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExceptionForm(forms.Form):
    """What shall be passed over, for what, until when, and why."""

    purpose = forms.ChoiceField(label=_("For"), choices=list(PURPOSE_LABELS.items()))
    code = forms.ChoiceField(
        label=_("In spite of"), choices=[(code, text) for code, text in BLOCKER_LABELS.items() if code in OVERRIDABLE]
    )
    document_kind = forms.ChoiceField(
        label=_("Paper"),
        required=False,
        choices=[("", "–"), *DOCUMENT_KIND_LABELS.items()],
        help_text=_("Where it is about a paper."),
    )
    valid_until = forms.DateField(
        label=_("Valid until"), widget=DateInput, help_text=_("The last day, included; at most one year.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecideForm(forms.Form):
    """The second person's answer."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Remark"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you refuse."),
    )


class ContactForm(forms.Form):
    """A contact person."""

    name = forms.CharField(label=_("Name"), max_length=80, validators=[no_control_characters])
    role = forms.CharField(label=_("Function"), max_length=80, required=False, validators=[no_control_characters])
    phone = forms.CharField(label=_("Phone"), max_length=40, validators=[no_control_characters])
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_primary = forms.BooleanField(
        label=_("First contact"), required=False, help_text=_("Becomes the contact person in the register.")
    )


class BranchForm(forms.Form):
    """A branch."""

    name = forms.CharField(label=_("Name"), max_length=120, validators=[no_control_characters])
    address = forms.CharField(label=_("Address"), max_length=200, required=False, validators=[no_control_characters])
    contact_name = forms.CharField(
        label=_("Contact person"), max_length=80, required=False, validators=[no_control_characters]
    )
    contact_phone = forms.CharField(
        label=_("Contact phone"), max_length=40, required=False, validators=[no_control_characters]
    )
