"""Forms of the complaints room: shape and type of what is typed. Plain forms, because a verb follows."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import queries
from complaints.choices import (
    CHANNEL_LABELS,
    RESPONSIBILITY_LABELS,
    SATISFACTION_LABELS,
    SEVERITY_LABELS,
    Responsibility,
    Severity,
)
from complaints.models import Complaint
from contracts.models import Contract
from contracts.queries import in_force_on, lines_of
from tenancy.models import OrgUnit
from tenancy.queries import active_zone, in_scope, projects
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.wording import PROJECT
from vendors.models import ServiceLine
from vendors.queries import lines as service_lines


class MomentField(forms.DateTimeField):
    """A moment in the tenant's time zone, as browsers type it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(
            widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs
        )


class LineField(forms.ModelChoiceField):
    """A service line, shown in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the line's name in the reader's language."""
        return in_language(obj.names)


class ContractField(forms.ModelChoiceField):
    """A contract, shown with its project, vendor and lines so that it can be typed for."""

    line_names: dict[int, list[str]] = {}

    def label_from_instance(self, obj: Any) -> str:
        """Return project, vendor, lines and number."""
        lines = "、".join(self.line_names.get(obj.id, []))
        return f"{obj.project.name} · {obj.vendor.legal_name} · {lines} · {obj.number}"


class RegisterForm(forms.Form):
    """What the front desk writes down while the customer stands there: five fields are enough (CMP-01)."""

    project = forms.ModelChoiceField(
        label=PROJECT, queryset=OrgUnit.objects.none(), widget=forms.Select(attrs={"autofocus": True})
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNEL_LABELS.items()))
    received_at = MomentField(label=_("Received at"))
    content = forms.CharField(
        label=_("What the customer said"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=list(SEVERITY_LABELS.items()), initial=Severity.ORDINARY.value
    )
    customer_name = forms.CharField(label=_("Customer"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    address = forms.CharField(label=_("Building and room"), max_length=120, required=False)
    contract = ContractField(
        label=_("Contract"),
        queryset=Contract.objects.none(),
        required=False,
        help_text=_("Contracts in force today. Leave empty when it is not clear yet who works there."),
    )
    line = LineField(label=_("Service line"), queryset=ServiceLine.objects.none(), required=False)
    is_attendance_related = forms.BooleanField(
        label=_("Caused by absence, lateness, early leave or a vacant post"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects(actor, Permission.COMPLAINT_REGISTER)  # type: ignore[attr-defined]
        self.fields["line"].queryset = service_lines()  # type: ignore[attr-defined]
        rows = in_scope(in_force_on(on), actor, Permission.COMPLAINT_REGISTER)
        _offer(self.fields["contract"], rows)


def _offer(field: Any, rows: Any) -> None:
    rows = rows.select_related("project", "vendor").order_by("project__sort_key", "vendor__sort_key", "id")
    field.queryset = rows
    field.line_names = {
        key: [in_language(line.names) for line in lines]
        for key, lines in lines_of(rows.order_by().values_list("id", flat=True)).items()
    }


class AnswerForm(forms.Form):
    """What the customer was told (CMP-03)."""

    answer = forms.CharField(
        label=_("What the customer was told"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    answered_at = MomentField(label=_("Answered at"), help_text=_("When the customer got the answer."))


class JudgeForm(forms.Form):
    """Who was responsible, and why (CMP-08)."""

    responsibility = forms.ChoiceField(
        label=_("Responsibility"),
        choices=[(code, label) for code, label in RESPONSIBILITY_LABELS.items() if code != Responsibility.PENDING],
        widget=forms.RadioSelect,
    )
    contract = ContractField(
        label=_("Contract"),
        queryset=Contract.objects.none(),
        required=False,
        help_text=_("Needed when the vendor is responsible: the contracts in force at the project that day."),
    )
    line = LineField(label=_("Service line"), queryset=ServiceLine.objects.none(), required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=list(SEVERITY_LABELS.items()))
    is_attendance_related = forms.BooleanField(
        label=_("Caused by absence, lateness, early leave or a vacant post"),
        required=False,
        help_text=_("Then the vendor is responsible in full."),
    )
    reason = forms.CharField(label=_("Reason and evidence"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = complaint.received_at.astimezone(active_zone()).date()
        _offer(self.fields["contract"], queries.contracts_at(complaint.project_id, day))
        self.fields["line"].queryset = service_lines()  # type: ignore[attr-defined]


def judgement_of(complaint: Complaint) -> dict[str, Any]:
    """Return the present judgement as the form's starting values."""
    pending = complaint.responsibility == Responsibility.PENDING
    return {
        "responsibility": "" if pending else complaint.responsibility,
        "contract": complaint.contract_id,
        "line": complaint.line_id,
        "severity": complaint.severity,
        "is_attendance_related": complaint.is_attendance_related,
    }


class CloseForm(forms.Form):
    """How the customer took the result (CMP-06)."""

    satisfaction = forms.ChoiceField(
        label=_("What the customer says about the result"),
        choices=[*SATISFACTION_LABELS.items(), ("", _("could not be asked"))],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A quality officer closes a case the customer is not satisfied with by giving a reason."),
    )


class ReasonForm(forms.Form):
    """Why a case is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def local_now(now: datetime) -> str:
    """Return a moment as the browser's field shows it, in the tenant's time zone."""
    return now.astimezone(active_zone()).strftime("%Y-%m-%dT%H:%M")
