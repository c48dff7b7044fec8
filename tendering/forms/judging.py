"""Forms of judging: validity of bids, reference range, seats, declarations, sheets as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.choices import Side
from tenancy.models import Membership
from tenancy.queries import members
from tenancy.rules.actor import Actor
from tendering.choices import BID_CHECK_LABELS, JUDGE_SEAT_LABELS
from tendering.forms.fields import YES_NO, text_field, yuan_field
from tendering.rules.seats import REVIEW_GROUP
from tendering.rules.tender_rules import TenderRules


class CheckForm(forms.Form):
    """The valid-bid registration of one opened bid (TND-17)."""

    checks = forms.MultipleChoiceField(
        label=_("In order"),
        choices=list(BID_CHECK_LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    verdict = forms.ChoiceField(label=_("Is the bid valid?"), choices=YES_NO, widget=forms.RadioSelect)
    invalid_reason = text_field(_("Why it is not valid"), rows=3, max_length=2000, required=False)

    def clean_verdict(self) -> bool:
        """Return the choice as a truth value."""
        return bool(self.cleaned_data["verdict"] == "yes")


class ReferenceForm(forms.Form):
    """The reference price range and what it rests on (TND-26)."""

    low = yuan_field(_("From, yuan per year"))
    high = yuan_field(_("To, yuan per year"))
    basis = text_field(
        _("What it rests on"), max_length=4000, help_text=_("The market, trade rules, and the annual cost estimate.")
    )


class MemberField(forms.ModelChoiceField):
    """A colleague, shown by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the person's name."""
        return str(obj.person.name)


class AppointForm(forms.Form):
    """A seat of the panel (TND-18)."""

    membership = MemberField(label=_("Person"), queryset=Membership.objects.none())
    seat = forms.ChoiceField(label=_("Seat"))
    judges_service = forms.BooleanField(label=_("Judges service management"), required=False, initial=True)
    judges_financial = forms.BooleanField(label=_("Judges financial management"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, rules: TenderRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = members(actor).filter(side=Side.TENANT, is_active=True, person__is_active=True)
        self.fields["membership"].queryset = people.order_by("person__name", "id")  # type: ignore[attr-defined]
        hidden = set() if rules.use_review_group else {one.value for one in REVIEW_GROUP}
        offered = [(code, label) for code, label in JUDGE_SEAT_LABELS.items() if code not in hidden]
        self.fields["seat"].choices = offered  # type: ignore[attr-defined]


class DeclarationForm(forms.Form):
    """Whether a judge has a conflict of interest; nothing is chosen beforehand."""

    has_conflict = forms.ChoiceField(
        label=_("Have you, a relative or your former employer an interest in one of the bidders?"),
        choices=[
            ("no", _("No, I have no conflict of interest and will judge by the sheets alone.")),
            ("yes", _("Yes, I have a conflict of interest and give up the seat.")),
        ],
        widget=forms.RadioSelect,
    )
    note = text_field(_("What the conflict is"), rows=3, max_length=2000, required=False)

    def clean_has_conflict(self) -> bool:
        """Return the choice as a truth value."""
        return bool(self.cleaned_data["has_conflict"] == "yes")


class SheetFileForm(forms.Form):
    """A sheet filled in as a spreadsheet."""

    file = forms.FileField(label=_("Sheet (.xlsx)"), help_text=_("The file you got here, with the points filled in."))
