"""Shapes of this room's input; rules that need other rows stand in the verbs."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.choices import AdmissionCapacity, Language, TenantProfile, UnitKind
from tenancy.models import Membership, OrgUnit
from tenancy.roles import ROLE_LABELS, VENDOR_ROLES

no_control_characters = RegexValidator(r"^[^\x00-\x1f\x7f]*$", _("Remove the invisible control characters."))
LOGIN_NAME = RegexValidator(r"^[\w.+-]{3,60}$", _("3 to 60 letters, digits, dots, dashes or underscores."))


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class UnitForm(forms.Form):
    """Facts of an organisation node."""

    name = forms.CharField(label=_("Name"), max_length=120, validators=[no_control_characters])
    code = forms.CharField(label=_("Code"), max_length=40, required=False, validators=[no_control_characters])
    address = forms.CharField(label=_("Address"), max_length=200, required=False, validators=[no_control_characters])
    occupied_households = forms.IntegerField(
        label=_("Occupied households"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("Complaint and survey rates are counted per household; projects only."),
    )


class TenantProfileForm(forms.Form):
    """What kind of buyer the tenant is (TEN-02)."""

    profile = forms.ChoiceField(
        label=_("Company profile"),
        choices=TenantProfile.choices,
        widget=forms.RadioSelect,
        help_text=_("Labels change at once. Approvals that are under way keep their steps."),
    )


class NewUnitForm(UnitForm):
    """A node to add below another; only kinds that may stand there are offered."""

    kind = forms.ChoiceField(label=_("Kind"), choices=())
    field_order = ["kind", "name", "code", "address", "occupied_households"]

    def __init__(self, *args: Any, kinds: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in UnitKind if kind in kinds]


class MemberForm(forms.Form):
    """What an administrator may change about a member."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80, validators=[no_control_characters])
    title = forms.CharField(label=_("Job title"), max_length=80, required=False, validators=[no_control_characters])
    valid_until = forms.DateField(
        label=_("Access until"), required=False, widget=DateInput, help_text=_("Empty for an unlimited time.")
    )


def role_choices(*, vendor_side: bool = False) -> list[tuple[str, Any]]:
    """Return the roles of one side with their labels."""
    return [(role.value, label) for role, label in ROLE_LABELS.items() if (role in VENDOR_ROLES) == vendor_side]


class GrantForm(forms.Form):
    """A role at an organisation node; vendor roles hold for the vendor's own contracts and name no node."""

    role = forms.ChoiceField(label=_("Role"), choices=())
    unit = forms.ModelChoiceField(label=_("At"), queryset=OrgUnit.objects.none(), required=False)

    def __init__(self, *args: Any, units: QuerySet[OrgUnit] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [("", "---------"), *role_choices(vendor_side=units is None)]
        if units is None:
            del self.fields["unit"]
            return
        unit: Any = self.fields["unit"]
        unit.queryset, unit.required, unit.empty_label = units, True, _("Choose a node")
        unit.help_text = _("The role holds there and everywhere below.")
        unit.label_from_instance = _indented


def _indented(unit: OrgUnit) -> str:
    return "　" * (unit.path.count("/") - 2) + unit.name


class AdmissionForm(forms.Form):
    """An owners' committee member to admit to a project (TEN-06); the lines open to owners are ticked beforehand."""

    membership = forms.ModelChoiceField(
        label=_("Member"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("People who hold the owners' role at this project or above it."),
    )
    capacity = forms.ChoiceField(
        label=_("Admitted as"),
        choices=AdmissionCapacity.choices,
        widget=forms.RadioSelect,
        initial=AdmissionCapacity.OBSERVER,
        help_text=_("A bid reviewer may also take part in judging tenders of these lines."),
    )
    lines = forms.MultipleChoiceField(
        label=_("Service lines"), widget=forms.CheckboxSelectMultiple, help_text=_("Nothing of other lines is shown.")
    )

    def __init__(self, *args: Any, members: QuerySet[Membership], lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member: Any = self.fields["membership"]
        member.queryset, member.label_from_instance = members, _person
        line: Any = self.fields["lines"]
        line.choices, line.initial = lines, [code for code, _name in lines]


def _person(member: Membership) -> str:
    return f"{member.person.name} · {member.title}" if member.title else member.person.name


class NewMemberForm(MemberForm):
    """A person to add, with the first role."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation goes to this address."))
    username = forms.CharField(
        label=_("Phone or login name"),
        max_length=60,
        required=False,
        validators=[LOGIN_NAME],
        help_text=_("May be used instead of the e-mail address to sign in."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=Language.ZH_HANS)
    role = forms.ChoiceField(label=_("Role"), choices=())
    unit = forms.ModelChoiceField(label=_("At"), queryset=OrgUnit.objects.none())
    field_order = ["name", "email", "username", "title", "role", "unit", "language", "valid_until"]

    def __init__(self, *args: Any, units: QuerySet[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [("", "---------"), *role_choices()]
        unit: Any = self.fields["unit"]
        unit.queryset, unit.empty_label, unit.label_from_instance = units, _("Choose a node"), _indented
        unit.help_text = _("The role holds there and everywhere below.")


class ProfileForm(forms.Form):
    """One's own name, login name and language."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80, validators=[no_control_characters])
    username = forms.CharField(
        label=_("Phone or login name"),
        max_length=60,
        required=False,
        validators=[LOGIN_NAME],
        help_text=_("May be used instead of the e-mail address to sign in."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        validators=[no_control_characters],
        help_text=_("For example: payroll"),
    )
    days = forms.IntegerField(label=_("Days it works"), min_value=1, max_value=366, initial=90)
