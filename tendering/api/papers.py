"""Papers, people, seal and opening of a tender in the API: the same verbs and refusal codes as the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenancy import fresh_factor
from tenancy.api.views import IDEMPOTENCY_HEADER, ActorMixin
from tenancy.errors import DomainError
from tenancy.web_errors import status_of
from tendering.actions import appointing, evaluation, opening, paper, sealing, unsealing
from tendering.api.serializers import TenderReasonInput
from tendering.choices import DUTY_LABELS, PAPER_KIND_LABELS, TENDER_METHOD_LABELS
from tendering.models import Appointment, Tender
from tendering.queries import desk, papers, seals
from tendering.queries.tenders import visible_to
from tendering.rules.evaluation_papers import SheetLine


class TenderMemberInput(serializers.Serializer[dict[str, Any]]):
    """A colleague."""

    member_id = serializers.IntegerField(min_value=1)


class TenderDutyInput(TenderMemberInput):
    """A duty and who gets it."""

    duty = serializers.ChoiceField(choices=list(DUTY_LABELS.items()))
    speciality = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class TenderEndDutyInput(serializers.Serializer[dict[str, Any]]):
    """Which appointment ends."""

    appointment_id = serializers.IntegerField(min_value=1)


class TenderPaperInput(serializers.Serializer[dict[str, Any]]):
    """An open paper by its parts; an initiation also sets method, budget and duration."""

    kind = serializers.ChoiceField(choices=list(PAPER_KIND_LABELS.items()))
    parts = serializers.DictField(child=serializers.CharField(max_length=20_000, allow_blank=True))
    method = serializers.ChoiceField(choices=list(TENDER_METHOD_LABELS.items()), required=False)
    budget = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)
    duration_months = serializers.IntegerField(min_value=1, max_value=120, required=False)


class TenderKindInput(serializers.Serializer[dict[str, Any]]):
    """Which paper is sent for approval."""

    kind = serializers.ChoiceField(choices=["initiation", "plan"])


class TenderLineInput(serializers.Serializer[dict[str, Any]]):
    """One line of a scoring sheet; points in hundredths."""

    code = serializers.CharField(max_length=20)
    section = serializers.ChoiceField(choices=["service", "financial"])
    heading = serializers.CharField(max_length=120)
    standard = serializers.CharField(max_length=4000)
    max_points = serializers.IntegerField(min_value=1, max_value=10_000)
    is_price = serializers.BooleanField(default=False)


class TenderDraftInput(serializers.Serializer[dict[str, Any]]):
    """The evaluation papers."""

    lines = TenderLineInput(many=True)
    notes = serializers.CharField(max_length=20_000, allow_blank=True, required=False, default="")
    basis = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class TenderSignatureInput(serializers.Serializer[dict[str, Any]]):
    """The general manager's passphrase and the exact text he signs."""

    passphrase = serializers.CharField(max_length=200, trim_whitespace=False)
    statement = serializers.CharField(max_length=4000)


class TenderSecretsInput(serializers.Serializer[dict[str, Any]]):
    """What the share holders give; two of three."""

    manager_passphrase = serializers.CharField(max_length=200, trim_whitespace=False, required=False, default="")
    custodian_passphrase = serializers.CharField(max_length=200, trim_whitespace=False, required=False, default="")
    recovery_share = serializers.CharField(max_length=200, required=False, default="")


class TenderCopiesInput(serializers.Serializer[dict[str, Any]]):
    """Printed copies."""

    copies = serializers.IntegerField(min_value=1, max_value=200)
    purpose = serializers.CharField(max_length=200)


class TenderDeskOutput(serializers.Serializer[Any]):
    """Where the papers of a tender stand, and what the caller may do."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    allowed_actions = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    papers_sha256 = serializers.CharField()
    opens_at = serializers.DateTimeField(allow_null=True)
    statement = serializers.CharField()


def _answers(request: Any) -> Any:
    return extend_schema(
        tags=["tendering"], request=request, responses=TenderDeskOutput, parameters=[IDEMPOTENCY_HEADER]
    )


class DeskViewSet(ActorMixin, viewsets.GenericViewSet[Tender]):
    """Papers, people, seal and opening of one tender, under ``/tenders/<id>/``."""

    queryset = Tender.objects.all()
    serializer_class = TenderDeskOutput
    lookup_value_regex = r"\d{1,18}"
    # Answers hold secrets: a recovery share, drafts.
    remembers = False

    def get_queryset(self) -> Any:
        """Return the tenders the caller may read."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return visible_to(self.actor)

    def _typed(self, shape: Any, request: Request) -> dict[str, Any]:
        typed = shape(data=request.data)
        typed.is_valid(raise_exception=True)
        return dict(typed.validated_data)

    def _do(self, verb: Any, **facts: Any) -> Response:
        row = self.get_object()
        verb(tender_id=row.id, **facts, by=self.actor, at=timezone.now())
        return self._shown()

    def _kept(self, verb: Any, **facts: Any) -> Response:
        """Call a verb whose refusals are on record: answered here, so that the record is not rolled back."""
        try:
            return self._do(verb, **facts)
        except DomainError as error:
            field = getattr(error, "field", None)
            answer = {"code": error.code, "message": str(error.message), **({"field": field} if field else {})}
            return Response(answer, status=status_of(error))

    def _shown(self, **more: Any) -> Response:
        row = self.get_object()
        seal, standing = seals.seal_of(row), seals.application_of(row)
        found = [
            *desk.people_actions(row, self.actor),
            *desk.paper_actions(row, self.actor),
            *desk.draft_actions(row, self.actor),
            *desk.opening_actions(row, self.actor),
        ]
        shown = {
            "id": row.id,
            "status": row.status,
            "allowed_actions": found,
            "missing": papers.missing_in_set(row),
            "papers_sha256": seal.papers_sha256 if seal else "",
            "opens_at": row.opens_at,
            "statement": standing.statement if standing else "",
        }
        return Response({**TenderDeskOutput(shown).data, **more})

    @extend_schema(tags=["tendering"], responses=TenderDeskOutput)
    def retrieve(self, request: Request, pk: str | None = None) -> Response:
        """Show where the papers stand."""
        return self._shown()

    @_answers(TenderMemberInput)
    @action(detail=True, methods=["post"])
    def organiser(self, request: Request, pk: str | None = None) -> Response:
        """Name the organiser."""
        return self._do(appointing.name_organiser, **self._typed(TenderMemberInput, request))

    @_answers(TenderDutyInput)
    @action(detail=True, methods=["post"])
    def appoint(self, request: Request, pk: str | None = None) -> Response:
        """Name somebody for a duty."""
        return self._do(appointing.appoint, **self._typed(TenderDutyInput, request))

    @_answers(TenderEndDutyInput)
    @action(detail=True, methods=["post"])
    def end_duty(self, request: Request, pk: str | None = None) -> Response:
        """End a specialist's duty."""
        typed = self._typed(TenderEndDutyInput, request)
        row = get_object_or_404(Appointment, id=typed["appointment_id"], tender=self.get_object())
        appointing.end_appointment(appointment_id=row.id, by=self.actor, at=timezone.now())
        return self._shown()

    @_answers(None)
    @action(detail=True, methods=["post"])
    def undertake(self, request: Request, pk: str | None = None) -> Response:
        """Sign the secrecy undertaking as author."""
        return self._do(appointing.sign_undertaking)

    @_answers(TenderPaperInput)
    @action(detail=True, methods=["post"])
    def write(self, request: Request, pk: str | None = None) -> Response:
        """Write an open paper."""
        typed = self._typed(TenderPaperInput, request)
        names = ("method", "budget", "duration_months")
        facts = {name: typed.get(name) for name in names} if any(name in typed for name in names) else None
        return self._do(paper.write_paper, kind=typed["kind"], parts=typed["parts"], facts=facts)

    @_answers(TenderKindInput)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str | None = None) -> Response:
        """Send initiation or plan for approval."""
        return self._do(paper.send_paper, **self._typed(TenderKindInput, request))

    @_answers(None)
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, pk: str | None = None) -> Response:
        """Begin the tender papers."""
        return self._do(paper.begin_papers)

    @_answers(None)
    @action(detail=True, methods=["post"])
    def send_set(self, request: Request, pk: str | None = None) -> Response:
        """Send the whole set for approval."""
        return self._do(paper.send_papers)

    @_answers(TenderReasonInput)
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, pk: str | None = None) -> Response:
        """Take approved papers back."""
        return self._do(paper.take_papers_back, **self._typed(TenderReasonInput, request))

    @extend_schema(tags=["tendering"], request=TenderDraftInput, responses=TenderDraftInput)
    @action(detail=True, methods=["get", "post"])
    def evaluation(self, request: Request, pk: str | None = None) -> Response:
        """Read or write the evaluation papers; author and approvers only."""
        row = self.get_object()
        if request.method == "POST":
            typed = self._typed(TenderDraftInput, request)
            lines = [SheetLine(**line) for line in typed.pop("lines")]
            evaluation.save_draft(tender_id=row.id, lines=lines, **typed, by=self.actor, at=timezone.now())
        content = evaluation.read_draft(tender_id=row.id, by=self.actor, at=timezone.now())
        return Response({"lines": content["items"], "notes": content["notes"], "basis": content["basis"]})

    @_answers(None)
    @action(detail=True, methods=["post"])
    def seal(self, request: Request, pk: str | None = None) -> Response:
        """Seal the papers; the answer holds the recovery share, once."""
        fresh_factor.refuse_programs()
        sealed = sealing.seal_papers(tender_id=self.get_object().id, by=self.actor, at=timezone.now())
        return self._shown(recovery_share=sealed.recovery_share)

    @_answers(None)
    @action(detail=True, methods=["post"])
    def apply_to_unseal(self, request: Request, pk: str | None = None) -> Response:
        """Apply to unseal at the opening time."""
        return self._kept(unsealing.apply_to_unseal)

    @_answers(TenderSignatureInput)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str | None = None) -> Response:
        """Sign the application to unseal."""
        fresh_factor.refuse_programs()
        return self._kept(unsealing.sign_unsealing, is_fresh=True, **self._typed(TenderSignatureInput, request))

    @_answers(TenderReasonInput)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str | None = None) -> Response:
        """Take the signature back."""
        return self._do(unsealing.revoke_signature, **self._typed(TenderReasonInput, request))

    @_answers(TenderSecretsInput)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str | None = None) -> Response:
        """Open papers and bids."""
        return self._kept(
            opening.open_tender, secrets_typed=opening.Secrets(**self._typed(TenderSecretsInput, request))
        )

    @_answers(TenderCopiesInput)
    @action(detail=True, methods=["post"])
    def record_print(self, request: Request, pk: str | None = None) -> Response:
        """Record printed copies."""
        return self._do(opening.record_print, **self._typed(TenderCopiesInput, request))
