"""Forms of the open papers, of duties, and of files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.models import Membership
from tendering.choices import DUTY_LABELS, TENDER_METHOD_LABELS, PaperKind, TenderMethod
from tendering.forms.fields import day_field, text_field, yuan_field
from tendering.models import Tender
from tendering.queries.papers import PART_LABELS
from tendering.rules.paper_parts import OPTIONAL
from tendering.rules.tender_rules import TenderRules

SHORT = {"contact": 1, "announcement_media": 1, "timetable": 3, "goals": 3, "file_list": 3}
HELP = {
    "site_plan": _("Describe it here, or hand in the reduced plan as a file below."),
    "contract_draft": _("Write the draft here, or hand it in as a file below."),
    "criteria": _("Headings only; standards and points stay sealed until the opening."),
}
LONG = {"content", "scope", "letter", "service_requirements", "facilities"}
FORM_HELP = _("A line that begins with # is a heading, with - or 1. a list item; **words** are bold.")
FILE_KINDS = [
    ("site_plan", _("Reduced site plan")),
    ("contract_draft", _("Draft of the contract")),
    ("other", _("Other file")),
]


def method_choices(rules: TenderRules) -> list[tuple[str, Any]]:
    """Return the methods the tenant's settings allow (TND-04)."""
    switched_off = set()
    if not rules.allow_open:
        switched_off.add(TenderMethod.OPEN)
    if not rules.allow_inquiry:
        switched_off.add(TenderMethod.INQUIRY)
    return [(code, text) for code, text in TENDER_METHOD_LABELS.items() if code not in switched_off]


class PaperForm(forms.Form):
    """The parts of one open paper; all may stay empty in a draft."""

    def __init__(self, *args: Any, kind: str, wanted: tuple[str, ...], rules: TenderRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == PaperKind.INITIATION:
            self.fields["method"] = forms.ChoiceField(label=_("Method"), choices=method_choices(rules))
            self.fields["budget"] = yuan_field(_("Budget per year in yuan"))
            self.fields["duration_months"] = forms.IntegerField(
                label=_("Duration in months"), min_value=1, max_value=120
            )
        for part in wanted:
            self.fields[part] = self._part(part)

    @staticmethod
    def _part(part: str) -> forms.Field:
        if part == "announcement_on":
            return day_field(PART_LABELS[part], required=False)
        help_text = HELP.get(part, _("May stay empty.") if part in OPTIONAL else FORM_HELP if part in LONG else "")
        return text_field(PART_LABELS[part], rows=SHORT.get(part, 4), required=False, help_text=help_text)

    def facts(self) -> dict[str, Any] | None:
        """Return method, budget and duration of an initiation; None for other papers."""
        if "method" not in self.fields:
            return None
        return {name: self.cleaned_data[name] for name in ("method", "budget", "duration_months")}

    def parts(self) -> dict[str, str]:
        """Return the texts by part."""
        taken = {"method", "budget", "duration_months"}
        return {key: str(value or "") for key, value in self.cleaned_data.items() if key not in taken}


def facts_of(tender: Tender, parts: dict[str, str]) -> dict[str, Any]:
    """Return a paper's form's starting values."""
    return {
        **parts,
        "method": tender.method,
        "budget": tender.budget,
        "duration_months": tender.duration_months,
    }


class FileForm(forms.Form):
    """A file for a paper."""

    kind = forms.ChoiceField(label=_("What it is"), choices=FILE_KINDS)
    file = forms.FileField(label=_("File"))


class MemberField(forms.ModelChoiceField):
    """A colleague, shown by name and post."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name and job title."""
        return f"{obj.person.name} · {obj.title}" if obj.title else str(obj.person.name)


class MemberForm(forms.Form):
    """One colleague out of those who may be chosen."""

    member = MemberField(label=_("Person"), queryset=Membership.objects.none())

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Membership.objects.filter(id__in=[one.id for one in members]).select_related("person")
        self.fields["member"].queryset = rows.order_by("person__name", "id")  # type: ignore[attr-defined]


class DutyForm(MemberForm):
    """A duty and who gets it (TND-09, TND-12, TND-20)."""

    duty = forms.ChoiceField(label=_("Duty"), choices=list(DUTY_LABELS.items()))
    speciality = forms.CharField(
        label=_("Post and speciality"),
        max_length=120,
        required=False,
        help_text=_("For example: senior specialist for environment."),
    )
    field_order = ["duty", "member", "speciality"]
