"""Forms of reviews, service reports, the organisation of a vendor and its state."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import OrgUnit
from tenancy.templatetags.tenancy import in_language
from vendors import queries
from vendors.choices import ASPECT_RESULT_LABELS, REVIEW_RESULT_LABELS, Condition
from vendors.models import ServiceLine, ServiceReport, VendorProfile
from vendors.queries.review import Evidence

ROWS = {"rows": 3}


class FilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleaned to a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the chosen files, each cleaned on its own."""
        chosen = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in chosen if one]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs=ROWS))


class ReviewersForm(forms.Form):
    """Who reviews: one name a line."""

    reviewers = forms.CharField(
        label=_("Reviewers"),
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("One name on each line."),
    )

    def clean_reviewers(self) -> list[str]:
        """Return the names."""
        return [line for line in self.cleaned_data["reviewers"].splitlines() if line.strip()]


class AspectForm(forms.Form):
    """What the review found about one aspect."""

    result = forms.ChoiceField(label=_("Result"), choices=list(ASPECT_RESULT_LABELS.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Needed unless the aspect fully meets the requirement."),
    )
    uploads = FilesField(label=_("Evidence files"), required=False)


class ConditionForm(forms.Form):
    """The evidence of one of the five conditions (VEN-04)."""

    evidence = forms.ChoiceField(label=_("Paper of the vendor"), required=False)
    upload = forms.FileField(label=_("Or a file"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs=ROWS))

    def __init__(self, *args: Any, condition: str, papers: list[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if condition == Condition.SERVICE_REPORT:
            papers = [one for one in papers if one.key.startswith("vendors.servicereport:")]
            del self.fields["upload"]
        self.fields["evidence"].choices = [("", "–"), *((one.key, one.label) for one in papers)]  # type: ignore[attr-defined]


class CompleteForm(ReviewersForm):
    """What the review came to."""

    result = forms.ChoiceField(
        label=_("Overall result"), choices=list(REVIEW_RESULT_LABELS.items()), widget=forms.RadioSelect
    )
    conclusion = forms.CharField(label=_("Conclusion"), max_length=4000, widget=forms.Textarea(attrs=ROWS))
    field_order = ("result", "conclusion", "reviewers")


class ProjectField(forms.ModelChoiceField):
    """A project by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the project's name."""
        return str(obj.name)


class LineField(forms.ModelChoiceField):
    """A service line in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the line's name."""
        return in_language(obj.names)


class ReportForm(forms.Form):
    """The five things of a service report (VEN-05); a draft may leave some out."""

    project = ProjectField(
        label=_("Project"), queryset=OrgUnit.objects.none(), required=False, empty_label=_("All projects")
    )
    line = LineField(
        label=_("Service line"),
        queryset=ServiceLine.objects.none(),
        required=False,
        empty_label=_("All service lines"),
    )
    responsible_person = forms.CharField(
        label=_("Responsible person"), required=False, max_length=120, help_text=_("Name, function and phone.")
    )
    service_standard = forms.CharField(
        label=_("Service standard"), required=False, max_length=6000, widget=forms.Textarea(attrs=ROWS)
    )
    outsourcing_plan = forms.CharField(
        label=_("Outsourcing plan"), required=False, max_length=6000, widget=forms.Textarea(attrs=ROWS)
    )
    time_schedule = forms.CharField(
        label=_("Time schedule"), required=False, max_length=6000, widget=forms.Textarea(attrs=ROWS)
    )
    quality_assurance = forms.CharField(
        label=_("Quality-assurance capability"), required=False, max_length=6000, widget=forms.Textarea(attrs=ROWS)
    )

    def __init__(self, *args: Any, projects: QuerySet[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["line"].queryset = queries.lines()  # type: ignore[attr-defined]


def report_values(row: ServiceReport) -> dict[str, Any]:
    """Return a report's texts as the form's starting values."""
    names = ["responsible_person", "service_standard", "outsourcing_plan", "time_schedule", "quality_assurance"]
    return {"project": row.project_id, "line": row.line_id, **{name: getattr(row, name) for name in names}}


YES_NO = [
    ("", pgettext_lazy("vendor organisation", "Not known")),
    ("yes", pgettext_lazy("vendor organisation", "Yes")),
    ("no", pgettext_lazy("vendor organisation", "No")),
]


def _yes_no(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, required=False, coerce=lambda text: text == "yes", empty_value=None
    )


class ProfileForm(forms.Form):
    """How the vendor is organised (VEN-12)."""

    has_quality_safety = _yes_no(_("Quality-and-safety department"))
    has_training = _yes_no(_("Training department"))
    has_customer_service = _yes_no(_("Customer-service department"))
    has_maintenance = _yes_no(_("Maintenance department"))
    has_training_system = _yes_no(_("Training system"))
    has_emergency_plan = _yes_no(_("Emergency plan"))
    has_system_documents = _yes_no(_("Management-system document set"))
    remarks = forms.CharField(label=_("Remarks"), required=False, max_length=4000, widget=forms.Textarea(attrs=ROWS))


def profile_values(row: VendorProfile | None) -> dict[str, Any]:
    """Return what is known of a vendor's organisation as the form's starting values."""
    if row is None:
        return {}
    words = {True: "yes", False: "no", None: ""}
    known = [name for name in ProfileForm.base_fields if name != "remarks"]
    return {"remarks": row.remarks, **{name: words[getattr(row, name)] for name in known}}
