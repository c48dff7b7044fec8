"""One's own custody keys in the API. Passphrases are never stored, answered or remembered."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy import fresh_factor
from tenancy.api.views import ActorMixin
from tendering.actions import custody
from tendering.models import CustodyKey
from tendering.queries import seals


class CustodyKeySerializer(serializers.ModelSerializer[CustodyKey]):
    """A key without its halves."""

    class Meta:
        model = CustodyKey
        fields = ["id", "holder", "created_at"]


class CustodyKeyInput(serializers.Serializer[dict[str, Any]]):
    """Whose share the new key guards, and its passphrase."""

    holder = serializers.ChoiceField(choices=sorted(one.value for one in seals.HOLDER_RIGHT))
    passphrase = serializers.CharField(max_length=200, trim_whitespace=False)


class PassphraseInput(serializers.Serializer[dict[str, Any]]):
    """A passphrase to try."""

    passphrase = serializers.CharField(max_length=200, trim_whitespace=False)


@extend_schema(tags=["tendering"])
class CustodyKeyViewSet(
    ActorMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[CustodyKey]
):
    """The caller's own custody keys."""

    queryset = CustodyKey.objects.all()
    serializer_class = CustodyKeySerializer
    lookup_value_regex = r"\d{1,18}"
    remembers = False

    def get_queryset(self) -> QuerySet[CustodyKey]:
        """Return the caller's own keys, newest first."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return super().get_queryset().filter(membership_id=self.actor.membership_id or 0).order_by("-id")

    @extend_schema(request=CustodyKeyInput, responses={201: CustodyKeySerializer})
    def create(self, request: Request) -> Response:
        """Make a custody key."""
        fresh_factor.refuse_programs()
        typed = CustodyKeyInput(data=request.data)
        typed.is_valid(raise_exception=True)
        row = custody.make_key(**typed.validated_data, by=self.actor, at=timezone.now())
        return Response(CustodyKeySerializer(row).data, status=201)

    @extend_schema(request=PassphraseInput, responses=CustodyKeySerializer, operation_id="tendering_custody_keys_try")
    @action(detail=True, methods=["post"], url_path="try")
    def try_passphrase(self, request: Request, pk: str | None = None) -> Response:
        """Try one's own passphrase."""
        row = self.get_object()
        typed = PassphraseInput(data=request.data)
        typed.is_valid(raise_exception=True)
        custody.try_passphrase(key_id=row.id, **typed.validated_data, by=self.actor)
        return Response(CustodyKeySerializer(row).data)
