"""Forms of the vendors room: shape and type of what is typed. Plain forms, because a verb follows."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.roles import ROLE_LABELS, Role
from tenancy.templatetags.tenancy import in_language
from vendors import queries
from vendors.choices import QUALIFICATION_LABELS, VENDOR_FORM_LABELS, VendorForm
from vendors.models import ServiceLine, Vendor
from vendors.rules.register import AT_REGISTRATION


class LinesField(forms.ModelMultipleChoiceField):
    """Several service lines, shown in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return the line's name in the reader's language."""
        return in_language(obj.names)


class VendorFacts(forms.Form):
    """What a vendor record holds (VEN-01)."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=120, help_text=_("As on the business licence."))
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        required=False,
        help_text=_("18 characters; blanks, full-width and lower-case letters are put right."),
    )
    form = forms.ChoiceField(
        label=_("Legal form"), choices=list(VENDOR_FORM_LABELS.items()), initial=VendorForm.LEGAL_PERSON.value
    )
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=200)
    contact_name = forms.CharField(label=_("Contact person"), max_length=80)
    contact_phone = forms.CharField(label=_("Contact phone"), max_length=40)
    lines = LinesField(label=_("Service lines"), queryset=ServiceLine.objects.none())
    licence_valid_until = forms.DateField(
        label=_("Licence valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    licence_is_permanent = forms.BooleanField(label=_("The licence has no end date"), required=False)
    notes = forms.CharField(
        label=_("Background notes"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Never shown to the vendor."),
    )

    def __init__(self, *args: Any, accepts_individuals: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = queries.lines()  # type: ignore[attr-defined]
        if not accepts_individuals:
            del self.fields["form"]


class RegisterForm(VendorFacts):
    """A new vendor."""

    status = forms.ChoiceField(
        label=_("Qualification"),
        choices=[(code, label) for code, label in QUALIFICATION_LABELS.items() if code in AT_REGISTRATION],
        help_text=_("Qualified only for a vendor taken over from the company's approved list."),
    )


def facts_of(vendor: Vendor) -> dict[str, Any]:
    """Return a vendor's facts as the form's starting values."""
    names = [
        "legal_name",
        "credit_code",
        "form",
        "legal_representative",
        "address",
        "contact_name",
        "contact_phone",
        "licence_valid_until",
        "licence_is_permanent",
    ]
    values = {name: getattr(vendor, name) for name in names}
    values["lines"] = queries.lines_of([vendor.id]).get(vendor.id, [])
    values["notes"] = queries.background_of(vendor.id)
    return values


class InviteForm(forms.Form):
    """A login for a person of a vendor."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"))
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, ROLE_LABELS[role]) for role in (Role.VENDOR_MANAGER, Role.VENDOR_SUPERVISOR)],
    )


class LineForm(forms.Form):
    """A service line's names and what people also call it."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("2 to 12 capital letters or digits, for example WIN.")
    )
    name_zh_hans = forms.CharField(label=_("Name in Simplified Chinese"), max_length=60)
    name_zh_hant = forms.CharField(label=_("Name in Traditional Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    synonyms = forms.CharField(
        label=_("Also called"),
        required=False,
        max_length=400,
        help_text=_("Separated by commas; imports understand these names too."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    def clean_synonyms(self) -> list[str]:
        """Return the other names one by one."""
        return [one.strip() for one in re.split(r"[,，、;；\n]", self.cleaned_data["synonyms"]) if one.strip()]
