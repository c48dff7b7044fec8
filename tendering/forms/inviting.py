"""Forms of the organising side: list, dates, meetings, answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tendering.choices import INVITATION_SOURCE_LABELS, QUESTION_TOPIC_LABELS, TenderMethod
from tendering.forms.fields import moment_field, text_field
from tendering.models import Invitation, Tender
from tendering.queries.inviting import ShownMeeting
from tendering.rules.inviting import Dates
from vendors.models import Vendor


class ListVendorForm(forms.Form):
    """A vendor and where its name comes from (TND-16)."""

    vendor = forms.ModelChoiceField(label=_("Vendor"), queryset=Vendor.objects.none())
    source = forms.ChoiceField(label=_("Source of the name"), choices=list(INVITATION_SOURCE_LABELS.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vendor"].queryset = Vendor.objects.all()  # type: ignore[attr-defined]


class DatesForm(forms.Form):
    """Every date bidders are told."""

    reply_by = moment_field(_("Reply by"))
    visit_at = moment_field(_("Site visit"), required=False)
    visit_place = forms.CharField(label=_("Place of the site visit"), max_length=200, required=False)
    clarification_at = moment_field(_("Technical clarification meeting"), required=False)
    clarification_place = forms.CharField(label=_("Place of the clarification meeting"), max_length=200, required=False)
    deadline_at = moment_field(_("Deadline for bids"))
    opens_at = moment_field(_("Opening of bids"))
    bidder_contact = forms.CharField(
        label=_("Contact for bidders"),
        max_length=200,
        required=False,
        help_text=_("Name and phone, printed on the letters."),
    )

    def __init__(self, typed: Any, *, tender: Tender) -> None:
        super().__init__(typed, initial=vars(Dates.of(tender)))
        for name in ("visit_at", "clarification_at"):
            self.fields[name].required = tender.method != TenderMethod.INQUIRY

    def dates(self) -> Dates:
        """Return what was typed as dates."""
        return Dates(**{name: self.cleaned_data[name] for name in vars(Dates())})


class ChangeDatesForm(DatesForm):
    """Dates after the letters left: every bidder is told the reason."""

    reason = text_field(
        _("Reason, as every bidder reads it"), rows=3, max_length=2000, help_text=_("A signed opening becomes void.")
    )


class MeetingForm(forms.Form):
    """The record of a meeting with each bidder's attendance."""

    held_at = moment_field(_("Held at"))
    place = forms.CharField(label=pgettext_lazy("meeting", "Place"), max_length=200)
    our_people = text_field(_("Present for Party A"), rows=2, max_length=1000)
    notes = text_field(_("Notes"), rows=4, max_length=8000, required=False)

    def __init__(
        self, typed: Any, *, bidders: list[Invitation], known: ShownMeeting | None, planned: dict[str, Any]
    ) -> None:
        self.bidders = bidders
        came = {one.invitation_id: one for one in known.attendances} if known else {}
        initial = dict(planned)
        if known:
            initial |= {name: getattr(known.meeting, name) for name in ("held_at", "place", "our_people", "notes")}
        super().__init__(typed, initial=initial)
        for row in bidders:
            one = came.get(row.id)
            self.fields[f"present_{row.id}"] = forms.BooleanField(
                label=_("%(name)s was present") % {"name": row.vendor.legal_name},
                required=False,
                initial=bool(one and one.is_present),
            )
            self.fields[f"people_{row.id}"] = forms.CharField(
                label=_("Present for %(name)s") % {"name": row.vendor.legal_name},
                required=False,
                max_length=200,
                initial=one.people if one else "",
            )


class WrittenQuestionForm(forms.Form):
    """A question asked at a meeting."""

    text = text_field(_("Question"), rows=3, max_length=2000)


class AnswerForm(forms.Form):
    """An answer that goes to every bidder at once."""

    topic = forms.ChoiceField(label=_("Topic"), choices=list(QUESTION_TOPIC_LABELS.items()))
    asked = text_field(
        _("Question, as every bidder reads it"),
        rows=3,
        max_length=2000,
        help_text=_("Take out whatever tells who asked."),
    )
    text = text_field(
        _("Answer, as every bidder reads it"),
        rows=5,
        max_length=8000,
        required=False,
        help_text=_("Leave empty for a question about scoring standards; the bidders get a fixed sentence."),
    )
