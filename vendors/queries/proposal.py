"""Reads of proposed changes, registration links, the vendor log and the papers of project files."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from vendors.choices import FIELD_DECISION_LABELS, ProposalStatus
from vendors.models import ChangeProposal, ProposedFact, RegistrationLink, ServiceLine
from vendors.rules import may

TEXTS = ("legal_name", "address", "legal_representative", "contact_name", "contact_phone")
FACT_LABELS: dict[str, Any] = {
    "legal_name": _("Legal name"),
    "address": _("Address"),
    "legal_representative": _("Legal representative"),
    "contact_name": _("Contact person"),
    "contact_phone": _("Contact phone"),
    "lines": _("Service lines"),
}


def proposals_visible_to(actor: Actor) -> QuerySet[ChangeProposal]:
    """Return the proposals the actor may read; a vendor's own by the wall."""
    rows = ChangeProposal.objects.select_related("vendor")
    return rows if may.see_vendors(actor) else rows.none()


def open_proposal(vendor_id: int) -> ChangeProposal | None:
    """Return the proposal of a vendor that waits for a decision, or None."""
    return ChangeProposal.objects.filter(vendor_id=vendor_id, status=ProposalStatus.OPEN).first()


@dataclass(frozen=True)
class ShownFact:
    """A proposed fact side by side: what the register says now, and what is proposed."""

    field: str
    label: Any
    old: str
    new: str
    decision: Any
    tone: str
    reason: str


TONES = {"accepted": "green", "refused": "red", "pending": "yellow"}


def shown_facts(proposal: ChangeProposal) -> list[ShownFact]:
    """Return the facts of a proposal in the order of the register's form (two queries)."""
    rows = {row.field: row for row in ProposedFact.objects.filter(proposal=proposal)}
    names = {line.id: in_language(line.names) for line in ServiceLine.objects.all()} if "lines" in rows else {}
    return [
        ShownFact(
            field=name,
            label=label,
            old=_readable(rows[name].old, names),
            new=_readable(rows[name].new, names),
            decision=FIELD_DECISION_LABELS[rows[name].decision],
            tone=TONES[rows[name].decision],
            reason=rows[name].reason,
        )
        for name, label in FACT_LABELS.items()
        if name in rows
    ]


def _readable(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(names.get(one, str(one)) for one in value)
    return str(value or "")


def proposal_actions(proposal: ChangeProposal, actor: Actor) -> list[str]:
    """Return what the actor may do with a proposal now."""
    if proposal.status != ProposalStatus.OPEN:
        return []
    if actor.is_vendor:
        return ["withdraw"] if may.is_own_manager(actor, proposal.vendor_id) else []
    return ["decide"] if may.may_edit_register(actor) else []


def links_visible_to(actor: Actor) -> QuerySet[RegistrationLink]:
    """Return the registration links the actor may read: who keeps the register."""
    rows = RegistrationLink.objects.select_related("vendor")
    return rows if may.may_edit_register(actor) else rows.none()


def digest_of(clear: str) -> str:
    """Return the stored form of a link's secret."""
    return hashlib.sha256(clear.encode()).hexdigest()


def is_usable(link: RegistrationLink, at: datetime) -> bool:
    """Whether a link can still be used: not used, not withdrawn, not run out."""
    return link.used_at is None and link.revoked_at is None and at < link.expires_at


def usable_link(token: str, at: datetime) -> RegistrationLink | None:
    """Return the link a clear token opens within the active tenant, or None when it cannot be used."""
    link = RegistrationLink.objects.filter(digest=digest_of(token)).first()
    return link if link is not None and is_usable(link, at) else None


def link_state(link: RegistrationLink, at: datetime) -> tuple[str, str]:
    """Return the state of a link in words, and its tone."""
    if link.used_at is not None:
        return pgettext("registration link", "Used"), "green"
    if link.revoked_at is not None:
        return pgettext("registration link", "Withdrawn"), "grey"
    if at >= link.expires_at:
        return pgettext("registration link", "Run out"), "grey"
    if link.sent_at is None:
        return pgettext("registration link", "Being sent"), "yellow"
    return pgettext("registration link", "Sent"), "blue"


def link_actions(link: RegistrationLink, actor: Actor, at: datetime) -> list[str]:
    """Return what the actor may do with a link now."""
    if not may.may_edit_register(actor):
        return []
    if link.used_at is not None:
        return ["see"] if link.seen_at is None else []
    return ["resend", "revoke"] if is_usable(link, at) else []
