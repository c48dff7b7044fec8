"""Forms of the qualified list, proposals, registration links, the log and project papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vendors import queries
from vendors.choices import LOG_KIND_LABELS, LogKind
from vendors.forms.register import LinesField
from vendors.models import QualifiedListEntry, ServiceLine, Vendor
from vendors.queries.proposal import ShownFact
from vendors.queries.qualified_list import Offer
from vendors.rules.log import TEXTS

ROWS = {"rows": 3}
DATE = {"type": "date"}


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a date field with the browser's calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"), **more)


def text_field(label: Any, **more: Any) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs=ROWS), **{"max_length": 4000, **more})


class VendorChoice(forms.ModelChoiceField):
    """A vendor by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the vendor's name."""
        return str(obj.legal_name)


class EntryForm(forms.Form):
    """What an entry of the list says beside its vendor."""

    lines = LinesField(label=_("Service lines"), queryset=ServiceLine.objects.none())
    valid_until = day_field(_("Valid until"), required=False, help_text=_("Empty: until the next version."))
    remarks = forms.CharField(label=_("Remarks"), required=False, max_length=200)

    def __init__(self, *args: Any, entry: QualifiedListEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "lines": [line["id"] for line in entry.lines],
            "valid_until": entry.valid_until,
            "remarks": entry.remarks,
        }
        offered = queries.lines_of([entry.vendor_id]).get(entry.vendor_id, [])
        rows = ServiceLine.objects.filter(id__in=[line.id for line in offered])
        self.fields["lines"].queryset = rows.order_by("sort_order", "code")  # type: ignore[attr-defined]


class AddEntryForm(forms.Form):
    """A vendor that may stand on the list but does not."""

    vendor = forms.TypedChoiceField(label=_("Vendor"), coerce=int)

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].choices = [(one.vendor.id, one.vendor.legal_name) for one in offers]  # type: ignore[attr-defined]


class SubmitListForm(forms.Form):
    """A word to the people who sign."""

    remarks = text_field(_("Remarks"), required=False, help_text=_("Read by the people who sign."))


class ProposalForm(forms.Form):
    """How the vendor's own facts shall read."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=120, help_text=_("As on the business licence."))
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=200)
    contact_name = forms.CharField(label=_("Contact person"), max_length=80)
    contact_phone = forms.CharField(label=_("Contact phone"), max_length=40)
    lines = LinesField(label=_("Service lines"), queryset=ServiceLine.objects.none())
    remarks = text_field(_("Remarks"), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = queries.lines()  # type: ignore[attr-defined]


def proposal_values(vendor: Vendor) -> dict[str, Any]:
    """Return a vendor's facts as the proposal's starting values."""
    names = ["legal_name", "legal_representative", "address", "contact_name", "contact_phone"]
    lines = queries.lines_of([vendor.id]).get(vendor.id, [])
    return {**{name: getattr(vendor, name) for name in names}, "lines": [line.id for line in lines]}


class DecideForm(forms.Form):
    """Accept or refuse, one choice and one reason for each proposed fact."""

    def __init__(self, *args: Any, facts: list[ShownFact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in facts:
            self.fields[f"{fact.field}_decision"] = forms.ChoiceField(
                label=fact.label,
                choices=[
                    ("accept", pgettext_lazy("proposed fact", "Accept")),
                    ("refuse", pgettext_lazy("proposed fact", "Refuse")),
                ],
                widget=forms.RadioSelect,
            )
            self.fields[f"{fact.field}_reason"] = forms.CharField(
                label=_("Reason if refused"), required=False, max_length=1000
            )
        self.facts = facts

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The proposed facts with their two fields, side by side."""
        return [
            {"fact": fact, "decision": self[f"{fact.field}_decision"], "reason": self[f"{fact.field}_reason"]}
            for fact in self.facts
        ]


class LinkForm(forms.Form):
    """For whom a registration link is made."""

    company = forms.CharField(label=_("Company"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The link is sent to this address and opens once."))
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=60, initial=14)
    remarks = text_field(
        _("Remarks"),
        required=False,
        max_length=1000,
        help_text=_("For your colleagues; the company does not see them."),
    )


class JoinForm(forms.Form):
    """What a company enters about itself by its link."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=120, help_text=_("As on the business licence."))
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 characters; blanks, full-width and lower-case letters are put right."),
    )
    legal_representative = forms.CharField(label=_("Legal representative"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=200)
    contact_name = forms.CharField(label=_("Contact person"), max_length=80, help_text=_("Gets the login."))
    contact_phone = forms.CharField(label=_("Contact phone"), max_length=40)
    lines = LinesField(label=_("Service lines"), queryset=ServiceLine.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = queries.lines()  # type: ignore[attr-defined]


LOG_TEXTS: dict[str, Any] = {
    "source": _("Source"),
    "content": _("Content"),
    "attendees": _("Attendees"),
    "result": _("Result"),
    "difficulties": _("Difficulties of the vendor"),
    "needs": _("Needs of the vendor"),
    "support": _("Support given"),
}


class LogForm(forms.Form):
    """An entry of the vendor log; the texts follow from the kind."""

    vendor = VendorChoice(label=_("Vendor"), queryset=Vendor.objects.none())
    happened_on = day_field(_("Date"))
    topic = forms.CharField(label=pgettext_lazy("vendor log", "Topic"), max_length=160)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = Vendor.objects.order_by("sort_key", "id")  # type: ignore[attr-defined]
        for name in TEXTS[LogKind(kind)]:
            if name == "source":
                self.fields[name] = forms.CharField(label=LOG_TEXTS[name], max_length=160, required=False)
            else:
                self.fields[name] = text_field(LOG_TEXTS[name], required=False)


def log_kinds() -> list[tuple[str, Any]]:
    """Return the kinds of entries with their names."""
    return list(LOG_KIND_LABELS.items())


class PaperForm(forms.Form):
    """A paper for a project's outsourcing file."""

    title = forms.CharField(label=_("Title"), max_length=160)
    dated_on = day_field(_("Date of the paper"))
    vendor = VendorChoice(label=_("Vendor"), queryset=Vendor.objects.none(), required=False)
    upload = forms.FileField(label=_("File"))
    remarks = text_field(_("Remarks"), required=False, max_length=2000)

    def __init__(self, *args: Any, vendors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = vendors  # type: ignore[attr-defined]
