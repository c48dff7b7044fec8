"""Shapes of this room's nouns in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from tenancy import owner_queries, queries
from tenancy.choices import AdmissionCapacity, Language, TenantProfile, UnitKind
from tenancy.journal_port import masked
from tenancy.models import ApiToken, Job, Membership, OrgUnit, OwnerAdmission, SettingsVersion, Tenant
from tenancy.roles import Role

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"


class CompanySerializer(serializers.ModelSerializer[Tenant]):
    """The caller's own tenant."""

    class Meta:
        model = Tenant
        fields = ["id", "slug", "name", "short_name", "profile", "time_zone", "language"]


class ChosenProfile(serializers.Serializer[Any]):
    """The profile a tenant shall have (TEN-02)."""

    profile = serializers.ChoiceField(TenantProfile.choices)


class OwnerAdmissionSerializer(serializers.ModelSerializer[OwnerAdmission]):
    """An owners' committee member's admission to a project (TEN-06)."""

    member = serializers.IntegerField(source="membership_id")
    name = serializers.CharField(source="membership.person.name")
    lines = serializers.ListField(child=serializers.CharField())
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = OwnerAdmission
        fields = ["id", "member", "name", "project", "capacity", "lines", "admitted_at", "ended_at", "allowed_actions"]

    def get_allowed_actions(self, row: OwnerAdmission) -> list[str]:
        """Return what the caller may do."""
        return owner_queries.allowed_actions(row, self.context["actor"])


class NewAdmission(serializers.Serializer[Any]):
    """Whom to admit, where, as what, for which service lines (codes)."""

    member = serializers.IntegerField(min_value=1, max_value=2**62)
    project = serializers.IntegerField(min_value=1, max_value=2**62)
    capacity = serializers.ChoiceField(AdmissionCapacity.choices)
    lines = serializers.ListField(child=serializers.RegexField(r"^[A-Z0-9]{2,12}$"), min_length=1, max_length=60)


class OrgUnitSerializer(serializers.ModelSerializer[OrgUnit]):
    """An organisation node."""

    class Meta:
        model = OrgUnit
        fields = [
            "id",
            "parent",
            "kind",
            "name",
            "code",
            "address",
            "occupied_households",
            "is_outsourcing_department",
            "is_active",
        ]


class UnitFacts(serializers.Serializer[Any]):
    """What may be changed about a node."""

    name = serializers.RegexField(NO_CONTROLS, max_length=120)
    code = serializers.RegexField(NO_CONTROLS, max_length=40, allow_blank=True, default="")
    address = serializers.RegexField(NO_CONTROLS, max_length=200, allow_blank=True, default="")
    occupied_households = serializers.IntegerField(min_value=0, max_value=1_000_000, allow_null=True, default=None)


class NewUnit(UnitFacts):
    """A node to add below ``parent``."""

    parent = serializers.IntegerField(min_value=1, max_value=2**62)  # type: ignore[assignment]  # the documented name
    kind = serializers.ChoiceField(UnitKind.choices)


class GrantSerializer(serializers.Serializer[Any]):
    """A role at a node; ``unit`` null for the whole company or a vendor's own contracts."""

    id = serializers.IntegerField()
    role = serializers.CharField()
    unit = serializers.IntegerField(source="unit_id", allow_null=True)


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    """A person in the tenant; contact data masked."""

    name = serializers.CharField(source="person.name")
    email = serializers.SerializerMethodField()
    grants = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = [
            "id",
            "name",
            "email",
            "side",
            "vendor_id",
            "title",
            "is_active",
            "valid_until",
            "grants",
            "allowed_actions",
        ]

    def get_email(self, row: Membership) -> str:
        """Return the address with its middle hidden."""
        return masked(row.person.email)

    def get_grants(self, row: Membership) -> list[dict[str, Any]]:
        """Return the roles."""
        return [dict(GrantSerializer(grant).data) for grant in row.grants.all()]

    def get_allowed_actions(self, row: Membership) -> list[str]:
        """Return what the caller may do with the member."""
        return queries.member_actions(row, self.context["actor"])


class NewMember(serializers.Serializer[Any]):
    """A person to add and invite."""

    name = serializers.RegexField(NO_CONTROLS, max_length=80)
    email = serializers.EmailField()
    username = serializers.RegexField(r"^[\w.+-]{3,60}$", required=False, allow_null=True, default=None)
    title = serializers.RegexField(NO_CONTROLS, max_length=80, allow_blank=True, default="")
    language = serializers.ChoiceField(Language.choices, default=Language.ZH_HANS)
    valid_until = serializers.DateField(allow_null=True, default=None)


class GrantInput(serializers.Serializer[Any]):
    """A role to give."""

    role = serializers.ChoiceField([(role.value, role.value) for role in Role])
    unit = serializers.IntegerField(min_value=1, max_value=2**62, allow_null=True, default=None)


class RevokeInput(serializers.Serializer[Any]):
    """A role to take back."""

    grant = serializers.IntegerField(min_value=1, max_value=2**62)


class SettingsVersionSerializer(serializers.ModelSerializer[SettingsVersion]):
    """A version of an area of rules and figures."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = SettingsVersion
        fields = [
            "id",
            "area",
            "number",
            "effective_on",
            "values",
            "reason",
            "status",
            "created_at",
            "approved_at",
            "allowed_actions",
        ]

    def get_allowed_actions(self, row: SettingsVersion) -> list[str]:
        """Return what the caller may do with the version."""
        return queries.version_actions(row, self.context["actor"])


class SettingsDraft(serializers.Serializer[Any]):
    """A version to draft; ``values`` complete, as another version shows them."""

    area = serializers.CharField(max_length=30)
    values = serializers.DictField()
    effective_on = serializers.DateField()
    reason = serializers.RegexField(NO_CONTROLS, max_length=500)


@extend_schema_serializer(component_name="StaffJob")
class JobSerializer(serializers.ModelSerializer[Job]):
    """A background job as the administrators see it."""

    class Meta:
        model = Job
        fields = ["id", "kind", "title", "status", "attempt", "created_at", "finished_at", "result_url", "error"]


class ApiTokenSerializer(serializers.ModelSerializer[ApiToken]):
    """One's own token; its text is shown only in the answer that made it."""

    class Meta:
        model = ApiToken
        fields = ["id", "name", "created_at", "expires_at", "revoked_at", "last_used_on"]


class NewToken(serializers.Serializer[Any]):
    """A token to make."""

    name = serializers.RegexField(NO_CONTROLS, max_length=80)
    days = serializers.IntegerField(min_value=1, max_value=366)


class MadeToken(ApiTokenSerializer):
    """A token just made, with its text."""

    token = serializers.CharField()

    class Meta(ApiTokenSerializer.Meta):
        fields = [*ApiTokenSerializer.Meta.fields, "token"]
