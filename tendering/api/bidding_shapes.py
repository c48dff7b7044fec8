"""Shapes of invitations, bids and the bid box in the API."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from tendering.choices import (
    BID_SLOT_LABELS,
    INVITATION_SOURCE_LABELS,
    OCCASION_LABELS,
    QUESTION_TOPIC_LABELS,
)
from tendering.models import Bid, Invitation
from tendering.queries import portal
from vendors.models import Vendor


class OwnInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """A vendor's own invitation; named by its public id, and without anything about other bidders."""

    allowed_actions = serializers.SerializerMethodField()
    bids = serializers.SerializerMethodField()
    notices = serializers.SerializerMethodField()
    server_time = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = [
            "public_id",
            "letter_number",
            "tender_number",
            "title",
            "project_name",
            "method",
            "status",
            "headings",
            "contact",
            "reply_by",
            "visit_at",
            "visit_place",
            "clarification_at",
            "clarification_place",
            "deadline_at",
            "opens_at",
            "is_taking_bids",
            "is_over",
            "sent_at",
            "replied_at",
            "reply_note",
            "bids",
            "notices",
            "server_time",
            "allowed_actions",
        ]

    def get_allowed_actions(self, row: Invitation) -> list[str]:
        """Return what the caller may do now."""
        return portal.allowed_actions(row, self.context["view"].actor, timezone.now())

    def get_bids(self, row: Invitation) -> list[dict[str, Any]]:
        """Return the own envelopes, newest first, with their receipts."""
        return [
            {
                "public_id": str(bid.public_id),
                "number": bid.number,
                "status": bid.status,
                "received_at": bid.received_at,
                "sha256": bid.envelope_sha256,
                "receipt": bid.receipt,
            }
            for bid in portal.own_bids(row)
        ]

    def get_notices(self, row: Invitation) -> list[dict[str, Any]]:
        """Return what this bidder was told, newest first."""
        return [
            {"kind": one.kind, "subject": one.subject, "text": one.text, "at": one.at} for one in portal.notices(row)
        ]

    def get_server_time(self, row: Invitation) -> str:
        """Return the server's clock, which counts for the deadline."""
        return timezone.now().isoformat()


class ReplyInput(serializers.Serializer[dict[str, Any]]):
    """A remark that goes with accepting or declining."""

    note = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class QuestionInput(serializers.Serializer[dict[str, Any]]):
    """A question."""

    text = serializers.CharField(max_length=2000)


class OfferInput(serializers.Serializer[dict[str, Any]]):
    """Price per year in yuan and the typed answers; sealed the moment they arrive."""

    price = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    validity_days = serializers.IntegerField(min_value=1, max_value=730, required=False, default=90)
    manager = serializers.CharField(max_length=80)
    statement = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")


class BidFileInput(serializers.Serializer[dict[str, Any]]):
    """One file for the envelope, as multipart form data; enciphered while it arrives."""

    slot = serializers.ChoiceField(choices=list(BID_SLOT_LABELS.items()))
    file = serializers.FileField(allow_empty_file=True, max_length=255)


class FileChoice(serializers.Serializer[dict[str, Any]]):
    """A file of the envelope being prepared."""

    file = serializers.UUIDField()


class ListVendorInput(serializers.Serializer[dict[str, Any]]):
    """A vendor for the list, with the source of its name."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())
    source = serializers.ChoiceField(choices=list(INVITATION_SOURCE_LABELS.items()))  # type: ignore[assignment]  # not Field.source


class UnlistVendorInput(serializers.Serializer[dict[str, Any]]):
    """A vendor to be taken off the list."""

    vendor = serializers.PrimaryKeyRelatedField(queryset=Vendor.objects.all())


class DatesInput(serializers.Serializer[dict[str, Any]]):
    """Every date bidders are told."""

    reply_by = serializers.DateTimeField()
    visit_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    visit_place = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")
    clarification_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    clarification_place = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")
    deadline_at = serializers.DateTimeField()
    opens_at = serializers.DateTimeField()
    bidder_contact = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")


class ChangeDatesInput(DatesInput):
    """Dates after the letters left, with the reason every bidder reads."""

    reason = serializers.CharField(max_length=2000)


class PresentInput(serializers.Serializer[dict[str, Any]]):
    """The attendance of one bidder."""

    vendor = serializers.IntegerField(min_value=1, max_value=2**62)
    is_present = serializers.BooleanField()
    people = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")


class MeetingInput(serializers.Serializer[dict[str, Any]]):
    """The record of a visit or clarification meeting."""

    occasion = serializers.ChoiceField(choices=list(OCCASION_LABELS.items()))
    held_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=200)
    our_people = serializers.CharField(max_length=1000)
    notes = serializers.CharField(max_length=8000, allow_blank=True, required=False, default="")
    present = PresentInput(many=True)


class BidderAnswerInput(serializers.Serializer[dict[str, Any]]):
    """An answer that goes to every bidder."""

    question = serializers.UUIDField()
    topic = serializers.ChoiceField(choices=list(QUESTION_TOPIC_LABELS.items()))
    asked = serializers.CharField(max_length=2000)
    text = serializers.CharField(max_length=8000, allow_blank=True, required=False, default="")


def shown_bid(bid: Bid) -> dict[str, Any]:
    """Return a line of the bid register."""
    return {
        "vendor": bid.vendor_id,
        "bidder": bid.vendor.legal_name,
        "received_at": bid.received_at,
        "status": bid.status,
        "sha256": bid.envelope_sha256,
    }
