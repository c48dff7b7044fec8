"""Shapes of this room's nouns in the API."""

from typing import Any

from rest_framework import serializers

from tenancy.rules.actor import Actor
from vendors import queries
from vendors.choices import VENDOR_FORM_LABELS
from vendors.models import ServiceLine, Vendor
from vendors.rules.register import AT_REGISTRATION


class ServiceLineSerializer(serializers.ModelSerializer[ServiceLine]):
    """A service line."""

    class Meta:
        model = ServiceLine
        fields = ["id", "code", "names", "synonyms", "sort_order", "is_active"]


class VendorSerializer(serializers.ModelSerializer[Vendor]):
    """A vendor with its lines and what the caller may do with it."""

    lines = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Vendor
        fields = [
            "id",
            "legal_name",
            "credit_code",
            "form",
            "address",
            "legal_representative",
            "contact_name",
            "contact_phone",
            "licence_valid_until",
            "licence_is_permanent",
            "status",
            "is_active",
            "created_at",
            "lines",
            "allowed_actions",
        ]

    def get_lines(self, vendor: Vendor) -> list[int]:
        """Return the ids of the vendor's service lines; the view has read them for the whole page."""
        return self.context["lines"].get(vendor.id, [])

    def get_allowed_actions(self, vendor: Vendor) -> list[str]:
        """Return what the caller may do now."""
        actor: Actor = self.context["actor"]
        return queries.allowed_actions(vendor, actor)


class VendorInput(serializers.Serializer[dict[str, Any]]):
    """The facts of a vendor; the verb checks them."""

    legal_name = serializers.CharField(max_length=120)
    credit_code = serializers.CharField(max_length=40, allow_blank=True, required=False, default="")
    form = serializers.ChoiceField(choices=list(VENDOR_FORM_LABELS.items()), required=False, default="legal_person")
    address = serializers.CharField(max_length=200)
    legal_representative = serializers.CharField(max_length=80, allow_blank=True, required=False, default="")
    contact_name = serializers.CharField(max_length=80)
    contact_phone = serializers.CharField(max_length=40)
    licence_valid_until = serializers.DateField(required=False, allow_null=True, default=None)
    licence_is_permanent = serializers.BooleanField(required=False, default=False)
    lines = serializers.PrimaryKeyRelatedField(queryset=ServiceLine.objects.all(), many=True)


class VendorRegistration(VendorInput):
    """A new vendor."""

    status = serializers.ChoiceField(
        choices=sorted(one.value for one in AT_REGISTRATION), required=False, default="candidate"
    )
    notes = serializers.CharField(max_length=4000, allow_blank=True, required=False, default="")


class VendorChange(VendorInput):
    """A vendor's facts as they shall be; notes are left alone when they are not sent."""

    notes = serializers.CharField(max_length=4000, allow_blank=True, required=False)


class LineInput(serializers.Serializer[dict[str, Any]]):
    """A service line of the tenant's own."""

    code = serializers.CharField(max_length=20)
    name_zh_hans = serializers.CharField(max_length=60)
    name_zh_hant = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
    name_en = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
    synonyms = serializers.ListField(child=serializers.CharField(max_length=60), required=False, default=list)
