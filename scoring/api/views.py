"""The room's API: runs, cards with receipts, proposals; through the same verbs as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from records.rules.periods import Month
from scoring.actions import adjustment as proposal_verbs
from scoring.actions import card as card_verbs
from scoring.actions import run as run_verbs
from scoring.api import serializers as shapes
from scoring.choices import MeasureKind, ProvenAct
from scoring.forms import BoardForm
from scoring.models import Adjustment, Scorecard, ScoringRun
from scoring.queries import boards, cards, sites
from tenancy.api.views import IDEMPOTENCY_HEADER, ReadViewSet, TenantViewSet
from tenancy.web import now
from vendors.models import Vendor

MONTH = OpenApiParameter("month", str, description="YYYY-MM")
ID = r"\d{1,18}"


def _given(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


@extend_schema(tags=["scoring"])
class RunViewSet(ReadViewSet):
    """Monthly evaluations."""

    queryset = ScoringRun.objects.none()
    serializer_class = shapes.RunSerializer
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[ScoringRun]:
        """Return the runs the actor may see."""
        return cards.runs_visible_to(self.actor)

    @extend_schema(
        request=shapes.OpenRunSerializer, responses={202: shapes.RunSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    def create(self, request: Request) -> Response:
        """Open a month that is over and order its computation."""
        given = _given(shapes.OpenRunSerializer(data=request.data))
        run = run_verbs.open_run(month=Month.parse(given["month"]), by=self.actor, at=now())
        return Response(shapes.RunSerializer(run).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses={202: shapes.RunSerializer}, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def compute(self, request: Request, pk: str) -> Response:
        """Order the computation again."""
        run = self.get_object()
        run = run_verbs.open_run(month=Month.of(run.month), by=self.actor, at=now(), again=True)
        return Response(shapes.RunSerializer(run).data, status=status.HTTP_202_ACCEPTED)


@extend_schema(tags=["scoring"])
class CardViewSet(ReadViewSet):
    """Scorecards: read with receipt; evaluate, confirm, publish; propose adjustments and corrections."""

    queryset = Scorecard.objects.none()
    serializer_class = shapes.CardSerializer
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[Scorecard]:
        """Return the cards the actor may see, narrowed by ``month``."""
        rows = cards.cards_visible_to(self.actor)
        asked = self.request.query_params.get("month", "")
        if not asked:
            return rows
        try:
            return rows.filter(month=Month.parse(asked[:7]).first_day)
        except ValueError:
            return rows.none()

    @extend_schema(parameters=[MONTH])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List cards, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(responses=shapes.CardDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one card with its receipt."""
        return self._detail(self.get_object())

    def _detail(self, card: Scorecard) -> Response:
        body = shapes.CardSerializer(card).data
        lines = shapes.receipt_lines(cards.receipt_of(card))
        return Response({**body, "receipt": lines, "allowed_actions": cards.allowed_actions(card, self.actor)})

    @extend_schema(
        request=shapes.EvaluationSerializer, responses=shapes.CardDetailSerializer, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"])
    def evaluate(self, request: Request, pk: str) -> Response:
        """Write the monthly evaluation."""
        given = _given(shapes.EvaluationSerializer(data=request.data))
        card = self.get_object()
        return self._detail(card_verbs.evaluate_card(card_id=card.pk, **given, by=self.actor, at=now()))

    @extend_schema(request=None, responses=shapes.CardDetailSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm an evaluated card."""
        card = self.get_object()
        return self._detail(card_verbs.confirm_card(card_id=card.pk, by=self.actor, at=now()))

    @extend_schema(request=None, responses=shapes.CardDetailSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"], url_path="publish")
    def publish(self, request: Request, pk: str) -> Response:
        """Publish a confirmed card."""
        card = self.get_object()
        return self._detail(card_verbs.publish_card(card_id=card.pk, by=self.actor, at=now()))

    @extend_schema(
        request=shapes.PublishSerializer,
        responses=shapes.OutcomeSerializer(many=True),
        parameters=[IDEMPOTENCY_HEADER],
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="publish-many", pagination_class=None)
    def publish_many(self, request: Request) -> Response:
        """Publish several cards and report card by card."""
        given = _given(shapes.PublishSerializer(data=request.data))
        known = list(cards.cards_visible_to(self.actor).filter(id__in=given["cards"]).values_list("id", flat=True))
        outcomes = card_verbs.publish_cards(card_ids=known, by=self.actor, at=now())
        return Response([{"card": one.card_id, "code": one.code, "message": str(one.message)} for one in outcomes])

    @extend_schema(
        request=shapes.MeasureSerializer, responses={201: shapes.AdjustmentSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"])
    def adjust(self, request: Request, pk: str) -> Response:
        """Propose a reward, a penalty or a proven act."""
        given = _given(shapes.MeasureSerializer(data=request.data))
        measure = proposal_verbs.Measure(
            kind=MeasureKind(given["kind"]),
            points=given["points"],
            act=ProvenAct(given["act"]) if given["act"] else None,
            reason=given["reason"],
            evidence=given["evidence"],
        )
        card = self.get_object()
        row = proposal_verbs.propose_adjustment(card_id=card.pk, measure=measure, by=self.actor, at=now())
        return Response(shapes.AdjustmentSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=shapes.ReasonSerializer, responses={201: shapes.CardSerializer}, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: str) -> Response:
        """Propose a correction of a published card."""
        given = _given(shapes.ReasonSerializer(data=request.data))
        card = self.get_object()
        proposal_verbs.propose_correction(card_id=card.pk, **given, by=self.actor, at=now())
        return Response(shapes.CardSerializer(card).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.DecisionSerializer, responses=shapes.CardSerializer, parameters=[IDEMPOTENCY_HEADER])
    @action(detail=True, methods=["post"], url_path="decide-correction")
    def decide_correction(self, request: Request, pk: str) -> Response:
        """Decide the open correction of a card; answers with the card that is current then."""
        given = _given(shapes.DecisionSerializer(data=request.data))
        card = self.get_object()
        row = cards.corrections_visible_to(self.actor).filter(card=card).order_by("-id").first()
        if row is None:
            raise Http404
        row = proposal_verbs.decide_correction(correction_id=row.pk, **given, by=self.actor, at=now())
        return Response(shapes.CardSerializer(row.new_card or row.card).data)


@extend_schema(tags=["scoring"])
class AdjustmentViewSet(ReadViewSet):
    """Rewards, penalties and proven acts."""

    queryset = Adjustment.objects.none()
    serializer_class = shapes.AdjustmentSerializer
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[Adjustment]:
        """Return the proposals the actor may see."""
        return cards.adjustments_visible_to(self.actor)

    @extend_schema(
        request=shapes.DecisionSerializer, responses=shapes.AdjustmentSerializer, parameters=[IDEMPOTENCY_HEADER]
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve or reject a proposal."""
        given = _given(shapes.DecisionSerializer(data=request.data))
        found = self.get_object()
        row = proposal_verbs.decide_adjustment(adjustment_id=found.pk, **given, by=self.actor, at=now())
        return Response(shapes.AdjustmentSerializer(row).data)


@extend_schema(tags=["scoring"])
class SiteViewSet(TenantViewSet):
    """One vendor at all its sites, for people of the tenant."""

    queryset = Vendor.objects.none()
    serializer_class = shapes.LineSitesSerializer
    pagination_class = None
    lookup_value_regex = ID

    def get_queryset(self) -> QuerySet[Vendor]:
        """Return the vendors of which the actor may read cards and compare them."""
        return sites.vendors_with_cards(self.actor) if boards.can_see_boards(self.actor) else Vendor.objects.none()

    @extend_schema(responses=shapes.LineSitesSerializer(many=True), parameters=[MONTH])
    def retrieve(self, request: Request, pk: str) -> Response:
        """Return grade, trend and complaint rate of the vendor's sites in a month, by default its newest."""
        vendor = self.get_object()
        months = sites.months_of(self.actor, vendor)
        month, _line = BoardForm(request.query_params).chosen(months)
        return Response(shapes.line_sites(sites.sites_of(self.actor, vendor, month=month) if month else []))
