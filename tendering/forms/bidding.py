"""Forms of the vendor's side: reply, question, offer, file."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from tendering.choices import BID_SLOT_LABELS


class ReplyForm(forms.Form):
    """The remark that goes with accepting or declining."""

    note = forms.CharField(label=_("Remark"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionForm(forms.Form):
    """A question; the answer goes to all bidders, without the asker's name (TND-20)."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Every bidder gets the answer; who asked is not said. Do not write anything about your price."),
    )


class OfferForm(forms.Form):
    """Price and statement; sealed the moment they arrive."""

    price = forms.DecimalField(
        label=_("Price per year in yuan"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )
    validity_days = forms.IntegerField(
        label=_("The offer is valid for so many days"), min_value=1, max_value=730, initial=90
    )
    manager = forms.CharField(label=_("Project manager named for the service"), max_length=80)
    statement = forms.CharField(
        label=_("Statement"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you want the judges to know beside your papers. It is sealed too."),
    )


class BidFileForm(forms.Form):
    """One file for the envelope; it is enciphered while it arrives."""

    slot = forms.ChoiceField(label=_("Kind of paper"), choices=list(BID_SLOT_LABELS.items()))
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, JPEG or PNG up to 50 MB."),
        allow_empty_file=True,
        max_length=255,
    )
