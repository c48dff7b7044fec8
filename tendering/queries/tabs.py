"""The tabs of a tender's page. A page of the room appends its own line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.choices import TenderStatus
from tendering.models import OpenedBid, Tender
from tendering.queries.judging import is_closed
from tendering.rules import lifecycle


@dataclass(frozen=True)
class Tab:
    """One tab: ``url_name`` takes the tender's id; ``shown`` says whether the reader gets it at this stage."""

    label: Any
    url_name: str
    shown: Callable[[Tender, Actor], bool] = lambda _tender, _actor: True


def is_sealed(tender: Tender, actor: Actor) -> bool:
    """Whether the list may be drawn up, or has been; for whoever reads tenders."""
    return actor.can(Permission.TENDER_VIEW) and _reached(tender, TenderStatus.SEALED)


def is_sent(tender: Tender, actor: Actor) -> bool:
    """Whether the letters have left."""
    return actor.can(Permission.TENDER_VIEW) and _reached(tender, TenderStatus.INVITING)


def _reached(tender: Tender, stage: TenderStatus) -> bool:
    """Whether a tender got to a stage; one that was cancelled or has failed shows its pages, too."""
    status = TenderStatus(tender.status)
    is_stopped = status in (TenderStatus.CANCELLED, TenderStatus.FAILED)
    return is_stopped or lifecycle.has_reached(status, stage)


def after_opening(tender: Tender, _actor: Actor) -> bool:
    """Whether the bids were opened, also for a tender that failed or was cancelled later."""
    return lifecycle.has_reached(TenderStatus(tender.status), TenderStatus.OPENED) or (
        tender.status in ENDED_EARLY and OpenedBid.objects.filter(tender=tender).exists()
    )


def after_scoring(tender: Tender, _actor: Actor) -> bool:
    """Whether the panel has closed."""
    return lifecycle.has_reached(TenderStatus(tender.status), TenderStatus.SCORED) or (
        tender.status in ENDED_EARLY and is_closed(tender)
    )


ENDED_EARLY = (TenderStatus.FAILED, TenderStatus.CANCELLED)


TABS: list[Tab] = [
    Tab(pgettext_lazy("tender tab", "Overview"), "tendering:tender_detail"),
    Tab(pgettext_lazy("tender tab", "People"), "tendering:tender_people"),
    Tab(pgettext_lazy("tender tab", "Papers"), "tendering:tender_papers"),
    Tab(
        pgettext_lazy("tender tab", "Seal and opening"),
        "tendering:tender_opening",
        lambda tender, _actor: _reached(tender, TenderStatus.SEALED),
    ),
    Tab(pgettext_lazy("tender tab", "Invitations"), "tendering:inviting", is_sealed),
    Tab(pgettext_lazy("tender tab", "Clarification"), "tendering:clarifying", is_sent),
    Tab(pgettext_lazy("tender tab", "Bid box"), "tendering:box", is_sent),
    Tab(pgettext_lazy("tender tab", "Opened bids"), "tendering:openedbids_list", after_opening),
    Tab(pgettext_lazy("tender tab", "Panel"), "tendering:panel_detail", after_opening),
    Tab(pgettext_lazy("tender tab", "Ranking"), "tendering:ranking_detail", after_scoring),
    Tab(pgettext_lazy("tender tab", "Award"), "tendering:conclusion_detail", after_scoring),
]


def tabs_of(tender: Tender, actor: Actor, active: str) -> list[dict[str, Any]]:
    """Return the tabs as ``_components/tabs.html`` takes them; ``active`` is the page's address name."""
    return [
        {"label": tab.label, "url": tenant_url(tab.url_name, tender.id), "active": tab.url_name == active}
        for tab in TABS
        if tab.shown(tender, actor)
    ]
