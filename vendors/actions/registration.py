"""Verbs on registration links: make one, send it, withdraw it, and register a company by it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from records.rules.text import clean, one_line
from tenancy import work
from tenancy.actions import people
from tenancy.choices import Side
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, RuleBroken
from tenancy.roles import Role
from tenancy.rules.actor import Actor, system_actor
from tenancy.web import tenant_url
from vendors.actions.vendor import register_vendor
from vendors.errors import DuplicateVendor, LinkUnusable, MissingFact
from vendors.models import RegistrationLink, ServiceLine, Vendor
from vendors.queries import proposal as queries
from vendors.rules import may

MAIL_JOB = "vendors.registration_mail"
MOST_DAYS = 60
REGISTERED = gettext_noop("%(company)s registered itself as a candidate.")
KNOWN = gettext_noop("%(company)s used its registration link, but its credit code is on the register already.")


def make_link(*, email: str, company: str, days: int, by: Actor, at: datetime, remarks: str = "") -> RegistrationLink:
    """Make a link for one company, valid for ``days`` (1 to 60), and order its mail. Raises NotAllowed, RuleBroken."""
    may.edit_register(by)
    if not 1 <= days <= MOST_DAYS:
        raise RuleBroken(
            _("Choose between 1 and %(most)d days.") % {"most": MOST_DAYS}, code="out_of_range", field="days"
        )
    if not one_line(company):
        raise MissingFact(field="company")
    with transaction.atomic():
        link = RegistrationLink.objects.create(
            email=email.strip().lower(),
            company=one_line(company)[:120],
            remarks=clean(remarks),
            language=translation.get_language() or "zh-hans",
            created_at=at,
            created_by_name=by.name,
            created_by_id=by.membership_id,
            expires_at=at + timedelta(days=days),
        )
        facts = {"company": link.company, "until": link.expires_at.date().isoformat()}
        journal.record("vendors.link_made", link, by=by, at=at, changes=facts)
        _order_mail(link, by, at)
    return link


def resend_link(*, link_id: int, by: Actor, at: datetime) -> RegistrationLink:
    """Order the mail again; its link is a new one, the older no longer opens. Raises NotAllowed, LinkUnusable."""
    may.edit_register(by)
    with transaction.atomic():
        link = _usable(link_id, at)
        journal.record("vendors.link_resent", link, by=by, at=at)
        _order_mail(link, by, at)
    return link


def _order_mail(link: RegistrationLink, by: Actor, at: datetime) -> None:
    key = f"{link.id}:{at.isoformat()}"
    work.enqueue(MAIL_JOB, key, title=_("Registration link"), payload={"link_id": link.id}, by=by, at=at)


def arm_link(*, link_id: int, at: datetime) -> str:
    """Make the secret of a link and return it in clear, for the mail alone; its hash is stored. Raises AlreadyDone."""
    with transaction.atomic():
        link = RegistrationLink.objects.select_for_update(of=("self",), no_key=True).get(id=link_id)
        if not queries.is_usable(link, at):
            raise AlreadyDone
        clear = f"{require_wall().tenant_id:x}-{secrets.token_urlsafe(32)}"
        link.digest, link.sent_at = queries.digest_of(clear), at
        link.save(update_fields=["digest", "sent_at"])
    return clear


def revoke_link(*, link_id: int, by: Actor, at: datetime) -> RegistrationLink:
    """Withdraw a link that was not used. Raises NotAllowed, LinkUnusable."""
    may.edit_register(by)
    with transaction.atomic():
        link = _usable(link_id, at)
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        journal.record("vendors.link_revoked", link, by=by, at=at)
    return link


def note_seen(*, link_id: int, by: Actor, at: datetime) -> RegistrationLink:
    """Note that somebody looked at what came in by a link: it leaves the to-do list. Raises NotAllowed, AlreadyDone."""
    may.edit_register(by)
    with transaction.atomic():
        link: RegistrationLink = RegistrationLink.objects.select_for_update(of=("self",), no_key=True).get(id=link_id)
        if link.used_at is None or link.seen_at is not None:
            raise AlreadyDone
        link.seen_at = at
        link.save(update_fields=["seen_at"])
        journal.record("vendors.link_seen", link, by=by, at=at)
    return link


def register_by_link(
    *,
    token: str,
    legal_name: str,
    credit_code: str,
    address: str,
    legal_representative: str,
    contact_name: str,
    contact_phone: str,
    lines: Sequence[ServiceLine],
    at: datetime,
) -> RegistrationLink:
    """Register the company a link was made for as a candidate, with a manager's login for the link's address.

    A company that is known already is not registered again: the link is used up, staff are told, and whoever holds the
    link gets the same answer. Raises LinkUnusable, and the register's own refusals (VEN-01).
    """
    by = system_actor(require_wall().tenant_id)
    with transaction.atomic():
        link = (
            RegistrationLink.objects.select_for_update(of=("self",), no_key=True)
            .filter(digest=queries.digest_of(token))
            .first()
        )
        if link is None or not queries.is_usable(link, at):
            raise LinkUnusable
        try:
            with transaction.atomic():
                vendor = register_vendor(
                    legal_name=legal_name,
                    credit_code=credit_code,
                    address=address,
                    legal_representative=legal_representative,
                    contact_name=contact_name,
                    contact_phone=contact_phone,
                    lines=list(lines),
                    by=by,
                    at=at,
                )
        except DuplicateVendor as double:
            return _use(link, Vendor.objects.get(id=double.vendor_id), is_known=True, by=by, at=at)
        member = people.add_member(
            email=link.email,
            name=contact_name,
            side=Side.VENDOR,
            vendor_id=vendor.id,
            vendor_name=vendor.legal_name,
            by=by,
            at=at,
        )
        people.grant_role(membership=member, role=Role.VENDOR_MANAGER, unit=None, by=by, at=at)
        return _use(link, vendor, is_known=False, by=by, at=at)


def _use(link: RegistrationLink, vendor: Vendor, *, is_known: bool, by: Actor, at: datetime) -> RegistrationLink:
    link.used_at, link.vendor, link.is_known_code = at, vendor, is_known
    link.save(update_fields=["used_at", "vendor", "is_known_code"])
    journal.record("vendors.link_used", link, by=by, at=at, changes={"vendor": vendor.legal_name, "known": is_known})
    notify(
        event="vendors.link_used",
        text=KNOWN if is_known else REGISTERED,
        params={"company": link.company if is_known else vendor.legal_name},
        url=tenant_url("vendors:registration_link_detail", link.id),
        to=[link.created_by_id],
        at=at,
    )
    return link


def _usable(link_id: int, at: datetime) -> RegistrationLink:
    link: RegistrationLink = RegistrationLink.objects.select_for_update(of=("self",), no_key=True).get(id=link_id)
    if not queries.is_usable(link, at):
        raise LinkUnusable
    return link
