"""Registers after the opening: valid bids, score ranking, letters; narrowed to a tender and exported (section 4)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.rules.hundredths import as_text
from tenancy.listing import Column, ListSpec
from tenancy.queries import in_scope
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.choices import BID_CHECK_LABELS, LETTER_KIND_LABELS, RANK_STATUS_LABELS, TIE_RULE_LABELS
from tendering.models import AwardLetter, OpenedBid, RankedBid
from tendering.queries import awards, judging


class OfTender(django_filters.FilterSet):
    """Narrows to one tender."""

    tender_id = django_filters.NumberFilter(label=_("Tender"), field_name="tender_id", max_value=10**15)


class OpenedBidFilter(OfTender):
    """Filters of the register of valid bids."""

    class Meta:
        model = OpenedBid
        fields: list[str] = []


class RankedBidFilter(OfTender):
    """Filters of the score ranking."""

    class Meta:
        model = RankedBid
        fields: list[str] = []


class LetterFilter(OfTender):
    """Filters of the register of letters."""

    kind = django_filters.ChoiceFilter(label=_("Letter"), choices=list(LETTER_KIND_LABELS.items()))

    class Meta:
        model = AwardLetter
        fields: list[str] = []


def _opened(actor: Actor) -> QuerySet[OpenedBid]:
    return judging.opened_bids_visible_to(actor).select_related("vendor", "bid", "tender", "checked_by__person")


def _ranked(actor: Actor) -> QuerySet[RankedBid]:
    if actor.is_vendor:
        return RankedBid.objects.none()
    rows = RankedBid.objects.select_related("vendor", "tender")
    return in_scope(rows, actor, Permission.TENDER_VIEW, field="tender__project_id")


def _letters(actor: Actor) -> QuerySet[AwardLetter]:
    if actor.is_vendor:
        return AwardLetter.objects.none()
    return awards.letters_visible_to(actor).prefetch_related("calls")


def _validity(row: Any) -> Any:
    if row.is_valid is None:
        return _("Not checked")
    return pgettext_lazy("bid", "Valid") if row.is_valid else pgettext_lazy("bid", "Not valid")


def _in_order(row: Any) -> str:
    return "、".join(str(label) for code, label in BID_CHECK_LABELS.items() if row.checks.get(code))


OPENED_BIDS = ListSpec(
    code="tendering.opened_bids",
    title=_("Valid-bid registration"),
    rows=_opened,
    columns=(
        Column("tender", _("Tender number"), lambda row: row.tender.number),
        Column("bidder", _("Bidder"), lambda row: row.vendor.legal_name),
        Column("code", _("Code"), lambda row: row.blind_code),
        Column("contact", _("Contact person"), lambda row: row.vendor.contact_name),
        Column("received", _("Received at"), lambda row: row.bid.received_at, kind="datetime"),
        Column("envelope", _("SHA-256 of the envelope"), lambda row: row.bid.envelope_sha256),
        Column("price", _("Price per year"), lambda row: row.price, kind="money"),
        Column("checks", _("In order"), _in_order),
        Column("valid", pgettext_lazy("bid", "Valid"), _validity),
        Column("reason", _("Why it is not valid"), lambda row: row.invalid_reason),
        Column("checked", _("Checked by"), lambda row: row.checked_by.person.name if row.checked_by_id else ""),
        Column("checked_at", _("Checked at"), lambda row: row.checked_at, kind="datetime"),
    ),
    default_sort="id",
    filterset=OpenedBidFilter,
    empty=_("No bid was opened."),
    may_export=Permission.TENDER_VIEW,
)

RANKED_BIDS = ListSpec(
    code="tendering.ranked_bids",
    title=_("Score ranking"),
    rows=_ranked,
    columns=(
        Column("tender", _("Tender number"), lambda row: row.tender.number),
        Column("rank", _("Rank"), lambda row: row.rank, sort="rank", kind="number"),
        Column("bidder", _("Bidder"), lambda row: row.vendor.legal_name),
        Column("service", _("Service points"), lambda row: as_text(row.service_points), kind="number"),
        Column("financial", _("Financial points"), lambda row: as_text(row.financial_points), kind="number"),
        Column("for_price", _("Points for the price"), lambda row: as_text(row.price_points), kind="number"),
        Column("bonus", _("Bonus or malus"), lambda row: as_text(row.bonus_points), kind="number"),
        Column("total", _("Total"), lambda row: as_text(row.total), kind="number"),
        Column("price", _("Price per year"), lambda row: row.price, kind="money"),
        Column("outside", _("Outside the reference range"), lambda row: row.is_outside_range),
        Column("tie", _("Tie decided by"), lambda row: TIE_RULE_LABELS.get(row.tie_rule, "")),
        Column("status", _("Status"), lambda row: RANK_STATUS_LABELS[row.status]),
    ),
    default_sort="rank",
    filterset=RankedBidFilter,
    empty=_("Nothing is ranked yet."),
    may_export=Permission.TENDER_VIEW,
)

LETTERS = ListSpec(
    code="tendering.letters",
    title=_("Letters to bidders"),
    rows=_letters,
    columns=(
        Column("number", _("Letter number"), lambda row: row.number),
        Column("tender", _("Tender number"), lambda row: row.tender_number),
        Column("bidder", _("Bidder"), lambda row: row.vendor.legal_name),
        Column("kind", _("Letter"), lambda row: LETTER_KIND_LABELS[row.kind]),
        Column("issued", _("Issued at"), lambda row: row.issued_at, sort="issued_at", kind="datetime"),
        Column("calls", _("Calls"), lambda row: "；".join(one.spoken_to for one in row.calls.all())),
        Column("collected_by", _("Collected by"), lambda row: row.collected_by),
        Column("collected_on", _("Collected on"), lambda row: row.collected_on, kind="date"),
    ),
    default_sort="-issued_at",
    filterset=LetterFilter,
    row_url=lambda row: tenant_url("tendering:letter_detail", row.public_id),
    empty=_("No letter went out yet."),
    may_export=Permission.TENDER_VIEW,
)
