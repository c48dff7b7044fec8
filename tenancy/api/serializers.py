"""Shapes of this room's nouns in the API."""

from rest_framework import serializers

from tenancy.models import OrgUnit


class OrgUnitSerializer(serializers.ModelSerializer[OrgUnit]):
    """An organisation node."""

    class Meta:
        model = OrgUnit
        fields = ["id", "parent", "kind", "name", "code", "address", "occupied_households", "is_active"]
