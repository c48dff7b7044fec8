"""What a card's page, its PDF and its API answer show: the same figures from the same receipt lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from records.rules.hundredths import as_text, round_half_up_div
from records.rules.periods import Month, months_back
from scoring.choices import COMPONENT_LABELS, PART_LABELS, Component, EvidenceKind, LineText
from scoring.models import Scorecard
from scoring.queries import cards
from scoring.rules import receipt
from scoring.rules.settings import ScoringRules
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

TREND_MONTHS = 12


@dataclass(frozen=True)
class ShownComponent:
    """One component as people read it: score and weights with two decimals, empty without evidence."""

    code: str
    label: str
    score: int | None
    weight: str
    share: str  # what the weight amounts to after the others' weight was given away, in percent
    note: str = ""


@dataclass(frozen=True)
class ShownLine:
    """One receipt line in words; ``url`` opens its evidence."""

    text: str
    url: str
    base: str
    multiplier: str
    weight: str
    points: str
    running: str
    is_result: bool


@dataclass(frozen=True)
class ShownPart:
    """The lines of one part of the receipt."""

    code: str
    label: str
    lines: list[ShownLine] = field(default_factory=list)


def rules_of(card: Scorecard) -> ScoringRules:
    """Return the rules of the version the card was computed with (TEN-09)."""
    return ScoringRules.from_json(card.settings_version.values)


def components_of(card: Scorecard, rules: ScoringRules) -> list[ShownComponent]:
    """Return the five components with their weights, and what each weight became (scoring.md 2)."""
    shown = []
    for component in Component:
        score = getattr(card, f"{component.value}_score")
        weight = rules.weights.of(component)
        share = ""
        if score is not None and card.evidence_weight and card.total is not None:
            share = as_text(round_half_up_div(weight * 10000, card.evidence_weight))
        shown.append(
            ShownComponent(component.value, str(COMPONENT_LABELS[component.value]), score, as_text(weight), share)
        )
    return shown


def receipt_parts(card: Scorecard, lines: Sequence[receipt.ReceiptLine], actor: Actor) -> list[ShownPart]:
    """Return the receipt in words, by part, with a link from every line to its evidence (field-lessons 2.2)."""
    parts: dict[str, ShownPart] = {}
    for line in lines:
        part = parts.setdefault(line.part, ShownPart(line.part, str(PART_LABELS[line.part])))
        part.lines.append(shown_line(card, line, actor))
    return list(parts.values())


def shown_line(card: Scorecard, line: receipt.ReceiptLine, actor: Actor) -> ShownLine:
    """Return one stored line in words of the reader's language."""
    return ShownLine(
        text=receipt.describe(line),
        url=evidence_url(card, line, actor),
        base="" if line.base is None else as_text(line.base),
        multiplier="" if line.multiplier is None else as_text(line.multiplier),
        weight="" if line.weight is None else as_text(line.weight),
        points="" if line.points_e4 is None else receipt.e4_as_text(line.points_e4),
        running="" if line.running_e4 is None else receipt.e4_as_text(line.running_e4),
        is_result=line.points_e4 is not None and line.running_e4 is None,
    )


def evidence_url(card: Scorecard, line: receipt.ReceiptLine, actor: Actor) -> str:
    """Return the page of a line's evidence, or an empty text where there is none the actor may open."""
    if line.evidence_kind is EvidenceKind.INSPECTION:
        return tenant_url("inspections:inspection_detail", line.evidence_id)
    if line.evidence_kind is EvidenceKind.INSPECTION_ITEM:
        inspection = dict(line.params).get("number", "").removeprefix("#")
        return tenant_url("inspections:inspection_detail", int(inspection)) if inspection.isdigit() else ""
    if line.evidence_kind is EvidenceKind.COMPLAINT:
        is_charged = line.text in {LineText.COMPLAINT, LineText.COMPLAINT_LATE}
        # A vendor reads the complaints charged to it and no others.
        return tenant_url("complaints:complaint_detail", line.evidence_id) if is_charged or not actor.is_vendor else ""
    if line.evidence_kind in {EvidenceKind.ADJUSTMENT, EvidenceKind.PROVEN_ACT} and not actor.is_vendor:
        return f"{tenant_url('scoring:card_detail', card.pk)}#measure-{line.evidence_id}"
    return ""


@dataclass(frozen=True)
class Trend:
    """Totals of the twelve months up to the card's; None is a gap, never a zero."""

    months: list[date]
    totals: list[int | None]
    peers: list[int | None]  # mean of the service line, for people of the tenant only
    urls: list[str]

    @property
    def change(self) -> int | None:
        """The change against the month before, in hundredths."""
        if len(self.totals) < 2 or self.totals[-1] is None or self.totals[-2] is None:
            return None
        return self.totals[-1] - self.totals[-2]


def trend_of(card: Scorecard, actor: Actor) -> Trend:
    """Return the trend of the card's contract and line (two queries)."""
    months = [month.first_day for month in months_back(Month.of(card.month), TREND_MONTHS)]
    rows = cards.cards_visible_to(actor).filter(
        contract_id=card.contract_id, line_id=card.line_id, month__in=months, is_current=True
    )
    own = {month: (total, pk) for month, total, pk in rows.values_list("month", "total", "id")}
    own[card.month] = (card.total, card.pk)
    peers: dict[date, int] = {}
    if not actor.is_vendor:
        means = Scorecard.objects.filter(line_id=card.line_id, month__in=months, is_current=True, total__isnull=False)
        for row in means.values("month").annotate(sum=Sum("total"), number=Count("id")):
            peers[row["month"]] = round_half_up_div(row["sum"], row["number"])
    return Trend(
        months=months,
        totals=[own[month][0] if month in own else None for month in months],
        peers=[peers.get(month) for month in months] if peers else [],
        urls=[tenant_url("scoring:card_detail", own[month][1]) if month in own else "" for month in months],
    )


def versions_of(card: Scorecard, actor: Actor) -> list[Scorecard]:
    """Return all versions of the card, newest first."""
    rows = cards.cards_visible_to(actor).filter(contract_id=card.contract_id, line_id=card.line_id, month=card.month)
    return list(rows.order_by("-version"))


def peers_components(card: Scorecard, actor: Actor) -> list[int | None]:
    """Return the mean of each component over the line's cards of the month; empty for vendors."""
    if actor.is_vendor:
        return []
    names = [f"{component.value}_score" for component in Component]
    wanted: dict[str, Any] = {f"s_{name}": Sum(name) for name in names} | {f"n_{name}": Count(name) for name in names}
    row = Scorecard.objects.filter(line_id=card.line_id, month=card.month, is_current=True).aggregate(**wanted)
    return [round_half_up_div(row[f"s_{name}"], row[f"n_{name}"]) if row[f"n_{name}"] else None for name in names]
