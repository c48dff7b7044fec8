"""Forms of the evaluation papers: one row per line of the scoring sheets, and the texts around them."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from tendering.choices import SHEET_SECTION_LABELS
from tendering.forms.fields import text_field
from tendering.rules.evaluation_papers import SheetLine


class SheetLineForm(forms.Form):
    """One line of a scoring sheet (TND-08)."""

    code = forms.CharField(label=_("Code"), max_length=20)
    section = forms.ChoiceField(label=_("Part"), choices=list(SHEET_SECTION_LABELS.items()))
    heading = forms.CharField(label=_("Criterion"), max_length=120)
    standard = forms.CharField(
        label=_("Scoring standard"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2, "cols": 30})
    )
    points = forms.DecimalField(
        label=_("Points at most"), min_value=Decimal("0.01"), max_value=Decimal(100), max_digits=5, decimal_places=2
    )
    is_price = forms.BooleanField(label=_("Computed from the price"), required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def line(self) -> SheetLine:
        """Return the row as a verb takes it."""
        data = self.cleaned_data
        return SheetLine(
            code=data["code"],
            section=data["section"],
            heading=data["heading"],
            standard=data["standard"],
            max_points=int(data["points"] * 100),
            is_price=data["is_price"],
        )


class EvaluationForm(forms.Form):
    """The texts of the evaluation papers."""

    basis = forms.CharField(
        label=_("Basis"),
        max_length=2000,
        required=False,
        help_text=_("The specialist volume of the winning property bid: title, volume, pages."),
    )
    notes = text_field(_("Notes for the judges"), rows=3, required=False)


SheetLineFormSet = forms.formset_factory(SheetLineForm, extra=0, max_num=200, absolute_max=300)
