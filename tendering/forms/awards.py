"""Forms of the end of a tender: opinion, meeting, report, letters, calls, re-check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tendering.choices import RankStatus
from tendering.forms.fields import YES_NO, day_field, moment_field, text_field
from tendering.models import OpenedBid, RankedBid, Tender


class BidField(forms.ModelChoiceField):
    """A bid, shown by its bidder."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the bidder's name."""
        return str(obj.vendor.legal_name)


class RankedField(forms.ModelChoiceField):
    """A ranked bid, shown with its rank."""

    def label_from_instance(self, obj: Any) -> str:
        """Return rank and bidder."""
        return f"{obj.rank}. {obj.vendor.legal_name}"


class OpinionForm(forms.Form):
    """What the owners' committee says (TND-18)."""

    took_part = forms.ChoiceField(
        label=_("Did the owners' committee take part?"), choices=YES_NO, widget=forms.RadioSelect
    )
    recommended = BidField(
        label=_("Bid it recommends"), queryset=OpenedBid.objects.none(), required=False, empty_label=_("none")
    )
    text = text_field(_("Opinion, or why it did not take part"), max_length=4000)
    given_by = forms.CharField(label=_("Given by"), max_length=80)
    given_on = day_field(_("Given on"))

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = OpenedBid.objects.filter(tender=tender, is_valid=True).select_related("vendor").order_by("blind_code")
        self.fields["recommended"].queryset = rows  # type: ignore[attr-defined]

    def clean_took_part(self) -> bool:
        """Return the choice as a truth value."""
        return bool(self.cleaned_data["took_part"] == "yes")

    @property
    def values(self) -> dict[str, Any]:
        """Return the facts as the verb takes them."""
        facts = dict(self.cleaned_data)
        chosen = facts.pop("recommended")
        return {**facts, "recommended_id": chosen.id if chosen else None}


class MeetingForm(forms.Form):
    """The record of the review meeting (TND-22)."""

    held_at = moment_field(_("Held at"))
    place = forms.CharField(label=_("Place"), max_length=200)
    attendees = text_field(_("Attendees"), rows=3, max_length=2000)
    summary = text_field(_("Summary of the meeting"), rows=8)


class AwardForm(forms.Form):
    """The advantage assessment report on the bid proposed for the award (TND-22)."""

    ranked = RankedField(label=_("Bid proposed"), queryset=RankedBid.objects.none(), empty_label=None)
    advantages = text_field(_("Advantages"), rows=6)
    risks = text_field(_("Risks"), rows=4)
    deviation_reason = text_field(
        _("Why not the first of the ranking or the owners' choice"), rows=3, max_length=4000, required=False
    )

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = RankedBid.objects.filter(tender=tender).exclude(status=RankStatus.PASSED_OVER).select_related("vendor")
        self.fields["ranked"].queryset = rows.order_by("rank")  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Return the facts as the verb takes them."""
        facts = dict(self.cleaned_data)
        chosen = facts.pop("ranked")
        return {**facts, "ranked_id": chosen.id}


class LettersForm(forms.Form):
    """The day of signing, told to the winner (TND-23)."""

    signing_on = day_field(_("Contract to be signed on"))


class CallForm(forms.Form):
    """A phone call about a letter."""

    called_at = moment_field(_("Called at"))
    spoken_to = forms.CharField(label=_("Spoken to"), max_length=80)
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class CollectionForm(forms.Form):
    """Who collected a letter."""

    collected_by = forms.CharField(label=_("Collected by"), max_length=80)
    collected_on = day_field(_("Collected on"))


class RecheckForm(forms.Form):
    """The full re-check of the winner before signing (TND-27)."""

    qualification_holds = forms.BooleanField(label=_("Qualification still holds"), required=False)
    ability_holds = forms.BooleanField(label=_("Technical ability still holds"), required=False)
    reputation_holds = forms.BooleanField(label=_("Reputation still holds"), required=False)
    note = text_field(_("Evidence"), rows=5, max_length=4000, help_text=_("What was looked at, with dates."))


class NextCandidateForm(forms.Form):
    """Why the winner does not sign, and the report on the next candidate (TND-24)."""

    reason = text_field(_("Why the winner does not sign"), rows=3, max_length=2000)
    advantages = text_field(_("Advantages of the next candidate"), rows=4)
    risks = text_field(_("Risks"), rows=3)
