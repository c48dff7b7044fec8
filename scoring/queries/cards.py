"""Which cards, runs and proposals an actor may see, and what it may do with them."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts.models import Contract
from records.search import narrow
from scoring.choices import CardStatus, DecisionStatus, RunStatus
from scoring.models import Adjustment, Correction, Receipt, Scorecard, ScoringRun
from scoring.rules import lifecycle, may
from scoring.rules.receipt import ReceiptLine, decode
from tenancy.queries import in_scope, projects_by_words
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import Vendor

VENDOR_NOUN, CONTRACT_NOUN = "vendors.vendor", "contracts.contract"  # as those rooms index them


def cards_visible_to(actor: Actor) -> QuerySet[Scorecard]:
    """Return the cards the actor may read, all versions; a vendor's own published ones by the wall (SCO-16)."""
    rows = Scorecard.objects.all()
    if actor.is_vendor:
        return rows if actor.can(Permission.OWN_CARDS) else rows.none()
    return in_scope(rows, actor, Permission.CARD_VIEW, of_lines=_with_lines)


def _with_lines(codes: list[str]) -> Q:
    """Published cards of these service lines: what an owners' committee member is admitted to (TEN-06)."""
    return Q(line__code__in=codes, published_at__isnull=False)


def current_cards(actor: Actor) -> QuerySet[Scorecard]:
    """Return the newest version of every card the actor may read, with what a list shows of it."""
    rows = cards_visible_to(actor).filter(is_current=True)
    return rows.select_related("contract", "vendor", "project", "line")


def runs_visible_to(actor: Actor) -> QuerySet[ScoringRun]:
    """Return the runs, for people of the tenant who may read cards."""
    rows = ScoringRun.objects.select_related("settings_version")
    return rows if actor.can(Permission.CARD_VIEW) and not actor.is_vendor else rows.none()


def adjustments_visible_to(actor: Actor) -> QuerySet[Adjustment]:
    """Return rewards, penalties and acts of the projects whose cards the actor may read."""
    if actor.is_vendor:
        return Adjustment.objects.none()
    return in_scope(Adjustment.objects.select_related("contract", "line"), actor, Permission.CARD_VIEW)


def corrections_visible_to(actor: Actor) -> QuerySet[Correction]:
    """Return proposed and decided corrections of the cards the actor may read."""
    if actor.is_vendor:
        return Correction.objects.none()
    cards = cards_visible_to(actor).filter(id=OuterRef("card_id"))
    return Correction.objects.filter(Exists(cards)).select_related("card")


def receipt_of(card: Scorecard) -> list[ReceiptLine]:
    """Return the stored lines of the card's revision, in order; none for a receipt the reader may not see."""
    content = Receipt.objects.filter(card=card, revision=card.revision).values_list("content", flat=True).first()
    return [] if content is None else decode(content)


def is_closed(contract_id: int, month: date) -> bool:
    """Whether a card of the contract and month is published: what it was computed from then changes by correction."""
    return Scorecard.objects.filter(
        contract_id=contract_id, month=month.replace(day=1), published_at__isnull=False
    ).exists()


def allowed_actions(card: Scorecard, actor: Actor) -> list[str]:
    """Return what the actor may do with the card now; pages draw buttons and the API its list from it."""
    if actor.is_vendor or not card.is_current:
        return []
    status = CardStatus(card.status)
    following = lifecycle.TRANSITIONS[status]
    wanted = [
        ("evaluate", Permission.CARD_EVALUATE, CardStatus.EVALUATED in following),
        ("confirm", Permission.CARD_CONFIRM, CardStatus.CONFIRMED in following),
        ("publish", Permission.CARD_PUBLISH, CardStatus.PUBLISHED in following and status is CardStatus.CONFIRMED),
        ("adjust", Permission.ADJUSTMENT_PROPOSE, status in lifecycle.OPEN),
        ("correct", Permission.ADJUSTMENT_PROPOSE, CardStatus.REVISED in following),
    ]
    return [name for name, permission, fits in wanted if fits and actor.can(permission, card.project_id)]


def may_decide_adjustment(row: Adjustment, actor: Actor) -> bool:
    """Whether the actor may approve or reject the proposal."""
    return row.status == DecisionStatus.PROPOSED.value and may.may_decide(
        actor, project_id=row.project_id, proposed_by_id=row.proposed_by_id
    )


def may_decide_correction(row: Correction, actor: Actor) -> bool:
    """Whether the actor may approve or reject the correction."""
    return row.status == DecisionStatus.PROPOSED.value and may.may_decide(
        actor, project_id=row.card.project_id, proposed_by_id=row.proposed_by_id
    )


def run_actions(run: ScoringRun, actor: Actor) -> list[str]:
    """Return what the actor may do with a run."""
    if actor.is_vendor:
        return []
    following = lifecycle.RUN_TRANSITIONS[RunStatus(run.status)]
    found = []
    if RunStatus.COMPUTING in following and actor.can(Permission.RUN_START):
        found.append("compute")
    if run.status == RunStatus.COMPUTED.value and actor.can(Permission.CARD_PUBLISH):
        found.append("publish")
    return found


def found_by_words(rows: QuerySet[Scorecard], words: str) -> QuerySet[Scorecard]:
    """Narrow to cards whose vendor, contract or project is found by the words, in Chinese, pinyin or initials."""
    vendors = narrow(Vendor.objects.all(), VENDOR_NOUN, words).values("id")
    contracts = narrow(Contract.objects.all(), CONTRACT_NOUN, words).values("id")
    return rows.filter(
        Q(project_id__in=projects_by_words(words)) | Q(vendor_id__in=vendors) | Q(contract_id__in=contracts)
    )
