"""Forms of the qualification file and of the table of required papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.forms import DateInput, no_control_characters
from tenancy.templatetags.tenancy import in_language
from vendors import queries
from vendors.choices import DOCUMENT_KIND_LABELS, LEGACY_KINDS
from vendors.models import QualificationDocument
from vendors.rules.documents import PaperFacts

SCAN_TYPES = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.docx,.xlsx"


class ScanForm(forms.Form):
    """The scan of a paper."""

    scan = forms.FileField(
        label=_("Scan or photo"),
        help_text=_("PDF, photo, Word or Excel, at most 30 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": SCAN_TYPES}),
    )


class PaperForm(forms.Form):
    """What a paper says about itself (VEN-03)."""

    kind = forms.ChoiceField(label=_("Paper"), choices=list(DOCUMENT_KIND_LABELS.items()))
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        validators=[no_control_characters],
        help_text=_("Needed for other papers; otherwise only where there are several of a kind."),
    )
    number = forms.CharField(label=_("Number"), max_length=80, required=False, validators=[no_control_characters])
    issuer = forms.CharField(label=_("Issuer"), max_length=120, required=False, validators=[no_control_characters])
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DateInput)
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=DateInput, help_text=_("The last valid day, included.")
    )
    is_permanent = forms.BooleanField(label=_("The paper has no end date"), required=False)
    scan = forms.FileField(
        label=_("Scan or photo"),
        required=False,
        help_text=_("PDF, photo, Word or Excel, at most 30 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": SCAN_TYPES}),
    )

    def __init__(self, *args: Any, renews: QualificationDocument | None, needs_scan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].required = needs_scan
        self.renews = renews
        if renews is not None:
            del self.fields["kind"]

    def facts(self) -> PaperFacts:
        """Return what was typed; a renewal is of the same kind as what it replaces."""
        typed = {key: value for key, value in self.cleaned_data.items() if key != "scan"}
        if self.renews is not None:
            typed["kind"] = self.renews.kind
        return PaperFacts(**typed)


class RefusalForm(forms.Form):
    """Why a paper is refused."""

    reason = forms.CharField(
        label=_("What is wrong"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The vendor reads it."),
    )


class UsesForm(forms.Form):
    """What a required paper is needed for."""

    for_invitation = forms.BooleanField(label=_("Needed for an invitation to tender"), required=False)
    for_signing = forms.BooleanField(label=_("Needed for the signing of a contract"), required=False)
    for_settlement = forms.BooleanField(label=_("Needed for a settlement"), required=False)


class RequirementForm(UsesForm):
    """A required paper."""

    kind = forms.ChoiceField(
        label=_("Paper"),
        choices=[(code, text) for code, text in DOCUMENT_KIND_LABELS.items() if code not in LEGACY_KINDS],
    )
    line_id = forms.TypedChoiceField(label=_("Service line"), coerce=int, empty_value=None, required=False, choices=())
    field_order = ["kind", "line_id", "for_invitation", "for_signing", "for_settlement"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line_id"]
        field.choices = [("", _("every service line"))] + [
            (line.id, in_language(line.names)) for line in queries.lines()
        ]
