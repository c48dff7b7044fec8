"""Organisation, people, rules and figures, jobs and tokens in the API: the same verbs and codes as the pages."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy import fresh_factor, queries
from tenancy.actions import jobs, organisation, owners, people, tokens
from tenancy.actions import settings as setting_verbs
from tenancy.api import serializers as shapes
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet
from tenancy.errors import NotAllowed
from tenancy.models import ApiToken, Job, Membership, OrgUnit, OwnerAdmission, SettingsVersion, Tenant
from tenancy.roles import Permission

ID = r"\d{1,18}"


def _typed(kind: type[Any], request: Request) -> dict[str, Any]:
    typed = kind(data=request.data)
    typed.is_valid(raise_exception=True)
    return dict(typed.validated_data)


class AskingViewSet(ReadViewSet):
    """A noun that only holders of a permission read; its serializers know who asks."""

    reads: Permission
    lookup_value_regex = ID

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whoever may not read the noun."""
        super().initial(request, *args, **kwargs)
        if not self.actor.can(self.reads):
            raise NotAllowed

    def get_serializer_context(self) -> dict[str, Any]:
        """Hand the actor to the serializer."""
        context = dict(super().get_serializer_context())
        return context if getattr(self, "swagger_fake_view", False) else {**context, "actor": self.actor}

    def _shown(self, row: Any, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)


@extend_schema(tags=["tenancy"])
class CompanyViewSet(AskingViewSet):
    """The caller's own tenant: one row."""

    reads = Permission.SETTINGS_VIEW
    queryset = Tenant.objects.none()
    serializer_class = shapes.CompanySerializer

    def get_queryset(self) -> QuerySet[Tenant]:
        """Return the caller's own tenant; the table stands outside the wall, so it is named here."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return Tenant.objects.filter(id=self.actor.tenant_id)

    @extend_schema(request=shapes.ChosenProfile, responses=shapes.CompanySerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"], url_path="set-profile")
    def set_profile(self, request: Request, pk: str | None = None) -> Response:
        """Choose the profile (TEN-02)."""
        self.get_object()
        entered = _typed(shapes.ChosenProfile, request)
        return self._shown(organisation.set_profile(**entered, by=self.actor, at=timezone.now()))


@extend_schema(tags=["tenancy"])
class OwnerAdmissionViewSet(AskingViewSet):
    """Owners' committee members admitted to projects (TEN-06)."""

    reads = Permission.TENANT_MANAGE
    queryset = OwnerAdmission.objects.all()
    serializer_class = shapes.OwnerAdmissionSerializer
    filterset_fields = ["project", "capacity", "membership"]

    def get_queryset(self) -> QuerySet[OwnerAdmission]:
        """Return the admissions with their members."""
        return super().get_queryset().select_related("membership__person", "project")

    @extend_schema(
        request=shapes.NewAdmission, responses={201: shapes.OwnerAdmissionSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Admit a member to a project."""
        entered = _typed(shapes.NewAdmission, request)
        member, project = entered.pop("member"), get_object_or_404(OrgUnit, id=entered.pop("project"))
        row = owners.admit_owner(
            project_id=project.id,
            membership_id=member,
            **entered,
            by=self.actor,
            at=timezone.now(),
            on=queries.today(self.tenant),
        )
        return self._shown(row, 201)

    @extend_schema(request=None, responses=shapes.OwnerAdmissionSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str | None = None) -> Response:
        """End an admission."""
        return self._shown(owners.end_admission(admission_id=self.get_object().id, by=self.actor, at=timezone.now()))


@extend_schema(tags=["tenancy"])
class OrgUnitViewSet(ReadViewSet):
    """Organisation nodes of the tenant."""

    queryset = OrgUnit.objects.all()
    serializer_class = shapes.OrgUnitSerializer
    lookup_value_regex = ID
    filterset_fields = ["kind", "is_active", "parent"]

    def get_queryset(self) -> QuerySet[OrgUnit]:
        """Return the nodes the caller may know; none for a vendor: it knows its own contracts' projects only."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.units_seen(self.actor)

    @extend_schema(request=shapes.NewUnit, responses={201: shapes.OrgUnitSerializer}, parameters=[IDEMPOTENCY_HEADER])
    def create(self, request: Request) -> Response:
        """Add a node."""
        entered = _typed(shapes.NewUnit, request)
        parent = get_object_or_404(OrgUnit, id=entered.pop("parent"))
        unit = organisation.add_unit(parent=parent, **entered, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(unit).data, status=201)

    @extend_schema(request=shapes.UnitFacts, responses=shapes.OrgUnitSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def change(self, request: Request, pk: str | None = None) -> Response:
        """Change a node's facts."""
        unit = self.get_object()
        entered = _typed(shapes.UnitFacts, request)
        unit = organisation.change_unit(unit_id=unit.id, **entered, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(unit).data)

    @extend_schema(request=None, responses=shapes.OrgUnitSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str | None = None) -> Response:
        """Switch a node on."""
        return self._switch(is_active=True)

    @extend_schema(request=None, responses=shapes.OrgUnitSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str | None = None) -> Response:
        """Switch a node off."""
        return self._switch(is_active=False)

    @extend_schema(request=None, responses=shapes.OrgUnitSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"], url_path="name-department")
    def name_department(self, request: Request, pk: str | None = None) -> Response:
        """Name the outsourcing management department (TEN-04)."""
        unit = organisation.name_outsourcing_department(unit_id=self.get_object().id, by=self.actor, at=timezone.now())
        return Response(self.get_serializer(unit).data)

    def _switch(self, *, is_active: bool) -> Response:
        unit = organisation.set_unit_active(
            unit_id=self.get_object().id, is_active=is_active, by=self.actor, at=timezone.now()
        )
        return Response(self.get_serializer(unit).data)


@extend_schema(tags=["tenancy"])
class MembershipViewSet(AskingViewSet):
    """People of the tenant."""

    reads = Permission.TENANT_MANAGE
    queryset = Membership.objects.none()
    serializer_class = shapes.MembershipSerializer
    filterset_fields = ["side", "is_active"]

    def get_queryset(self) -> QuerySet[Membership]:
        """Return the tenant's own people; they stand outside the wall."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.members(self.actor).prefetch_related("grants")

    @extend_schema(
        request=shapes.NewMember, responses={201: shapes.MembershipSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Add a person of Party A and send the invitation."""
        member = people.add_member(**_typed(shapes.NewMember, request), by=self.actor, at=timezone.now())
        return self._shown(member, 201)

    @extend_schema(request=shapes.GrantInput, responses=shapes.MembershipSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def grant(self, request: Request, pk: str | None = None) -> Response:
        """Give a role."""
        fresh_factor.refuse_programs()
        member, entered = self.get_object(), _typed(shapes.GrantInput, request)
        unit = get_object_or_404(OrgUnit, id=entered["unit"]) if entered["unit"] else None
        people.grant_role(membership=member, role=entered["role"], unit=unit, by=self.actor, at=timezone.now())
        return self._shown(self.get_object())

    @extend_schema(request=shapes.RevokeInput, responses=shapes.MembershipSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        """Take a role back."""
        fresh_factor.refuse_programs()
        member, entered = self.get_object(), _typed(shapes.RevokeInput, request)
        grant = get_object_or_404(member.grants.all(), id=entered["grant"])
        people.revoke_role(grant_id=grant.id, by=self.actor, at=timezone.now())
        return self._shown(self.get_object())

    @extend_schema(request=None, responses=shapes.MembershipSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def activate(self, request: Request, pk: str | None = None) -> Response:
        """Switch access on."""
        return self._switch(is_active=True)

    @extend_schema(request=None, responses=shapes.MembershipSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, pk: str | None = None) -> Response:
        """Switch access off; sessions end."""
        return self._switch(is_active=False)

    def _switch(self, *, is_active: bool) -> Response:
        member = people.set_member_active(
            membership_id=self.get_object().id, is_active=is_active, by=self.actor, at=timezone.now()
        )
        return self._shown(member)


@extend_schema(tags=["tenancy"])
class SettingsVersionViewSet(AskingViewSet):
    """Versions of rules and figures (TEN-09)."""

    reads = Permission.SETTINGS_VIEW
    queryset = SettingsVersion.objects.all()
    serializer_class = shapes.SettingsVersionSerializer
    filterset_fields = ["area", "status", "number"]

    @extend_schema(
        request=shapes.SettingsDraft, responses={201: shapes.SettingsVersionSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Draft a version."""
        entered = _typed(shapes.SettingsDraft, request)
        if entered["area"] not in settings.SETTING_AREAS:
            raise ValidationError({"area": ["unknown area"]})
        version = setting_verbs.draft_settings(
            **entered, by=self.actor, at=timezone.now(), today=queries.today(self.tenant)
        )
        return self._shown(version, 201)

    @extend_schema(request=None, responses=shapes.SettingsVersionSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str | None = None) -> Response:
        """Approve a draft of somebody else."""
        fresh_factor.refuse_programs()
        version = setting_verbs.approve_settings(
            version_id=self.get_object().id, by=self.actor, at=timezone.now(), today=queries.today(self.tenant)
        )
        return self._shown(version)

    @extend_schema(request=None, responses=shapes.SettingsVersionSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Withdraw a draft."""
        version = setting_verbs.withdraw_settings(version_id=self.get_object().id, by=self.actor, at=timezone.now())
        return self._shown(version)


@extend_schema(tags=["tenancy"])
class StaffJobViewSet(AskingViewSet):
    """All background jobs of the tenant, failed ones with their reason."""

    reads = Permission.JOBS_VIEW
    queryset = Job.objects.all()
    serializer_class = shapes.JobSerializer
    filterset_fields = ["status", "kind"]

    @extend_schema(request=None, responses=shapes.JobSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str | None = None) -> Response:
        """Start a failed job again."""
        return self._shown(jobs.retry_job(job_id=self.get_object().id, by=self.actor, at=timezone.now()))


@extend_schema(tags=["tenancy"])
class ApiTokenViewSet(ReadViewSet):
    """One's own API tokens."""

    remembers = False
    queryset = ApiToken.objects.none()
    serializer_class = shapes.ApiTokenSerializer
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[ApiToken]:
        """Return the tokens of the caller's own membership."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return queries.tokens_of(self.actor)

    @extend_schema(request=shapes.NewToken, responses={201: shapes.MadeToken})
    def create(self, request: Request) -> Response:
        """Make a token; its text is in this answer only, so no idempotency key is kept for it."""
        token, clear = tokens.create_token(by=self.actor, **_typed(shapes.NewToken, request), at=timezone.now())
        return Response({**shapes.ApiTokenSerializer(token).data, "token": clear}, status=201)

    @extend_schema(request=None, responses=shapes.ApiTokenSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        """End a token."""
        token = self.get_object()
        tokens.revoke_token(token_id=token.id, by=self.actor, at=timezone.now())
        token.refresh_from_db()
        return Response(self.get_serializer(token).data)
