"""Forms of the scoring room: shape and type of input; what is allowed is said by the verbs."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.rules.hundredths import to_hundredths
from records.rules.periods import Month
from scoring.actions.adjustment import Measure
from scoring.choices import MEASURE_KIND_LABELS, PROVEN_ACT_LABELS, MeasureKind, ProvenAct

LONGEST = 2000


def _words(label: Any, *, required: bool = True, rows: int = 4, longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=longest, widget=forms.Textarea(attrs={"rows": rows})
    )


class EvaluationForm(forms.Form):
    """The monthly evaluation in words."""

    evaluation = _words(_("Monthly evaluation"), rows=6, longest=4000)


class MonthForm(forms.Form):
    """The month to evaluate."""

    month = forms.CharField(label=_("Month"), widget=forms.TextInput(attrs={"type": "month"}))

    def clean_month(self) -> Month:
        """Read the month as the browser writes it."""
        try:
            return Month.parse(self.cleaned_data["month"].strip())
        except ValueError as error:
            raise forms.ValidationError(_("Choose a month, for example 2026-10.")) from error


class MeasureForm(forms.Form):
    """A reward, a penalty or a proven act."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(MEASURE_KIND_LABELS.items()))
    points = forms.DecimalField(
        label=_("Points"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        help_text=_("For a reward at most 5, for a penalty at most 10 in a month, by the rules in force."),
    )
    act = forms.ChoiceField(label=_("Proven act"), required=False, choices=[("", "–"), *PROVEN_ACT_LABELS.items()])
    reason = _words(_("Reason"))
    evidence = _words(_("Evidence"))

    def measure(self) -> Measure:
        """Return what is proposed."""
        values = self.cleaned_data
        return Measure(
            kind=MeasureKind(values["kind"]),
            reason=values["reason"],
            evidence=values["evidence"],
            points=to_hundredths(values["points"]) if values["points"] is not None else 0,
            act=ProvenAct(values["act"]) if values["act"] else None,
        )


class CorrectionForm(forms.Form):
    """Why a published card must be computed again."""

    reason = _words(_("Reason"))


class DecisionForm(forms.Form):
    """A decision with its note."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("reject", _("Reject"))],
        widget=forms.RadioSelect,
        initial="approve",
    )
    note = _words(_("Note"), required=False, rows=3)


class BoardForm(forms.Form):
    """Which month and line a board shows; anything unreadable falls back to the default."""

    month = forms.CharField(required=False, max_length=7)
    line = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def chosen(self, months: list[date]) -> tuple[date | None, int | None]:
        """Return the chosen month, else the newest one with cards, and the chosen line."""
        self.is_valid()
        line = self.cleaned_data.get("line")
        newest = months[0] if months else None
        try:
            month = Month.parse(self.cleaned_data.get("month") or "")
        except ValueError:
            return newest, line
        return (month.first_day if 2000 <= month.year < 3000 else newest), line
