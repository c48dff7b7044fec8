"""Verbs on people, memberships, roles, languages and API tokens."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from tenancy.choices import Language, Side
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import ApiToken, Membership, OrgUnit, Person, RoleGrant
from tenancy.roles import VENDOR_ROLES, Permission, Role
from tenancy.rules import may
from tenancy.rules.actor import Actor

TOKEN_PREFIX = "qct_"  # noqa: S105  a public prefix that lets scanners find leaked tokens
MAX_TOKEN_DAYS = 366


def add_member(
    *,
    email: str,
    name: str,
    by: Actor | None,
    side: str = Side.TENANT,
    vendor_id: int | None = None,
    vendor_name: str = "",
    title: str = "",
    username: str | None = None,
    password: str | None = None,
    language: str = Language.ZH_HANS,
) -> Membership:
    """Give a person (found by e-mail or made) a membership of the active tenant. Raises AlreadyDone if there is one."""
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        if username and Person.objects.filter(username=username).exists():
            raise RuleBroken(_("This login name is taken."), code="username_taken", field="username")
        person = Person.objects.create_user(
            email.strip(), password, name=name.strip(), username=username or None, language=language
        )
    tenant_id = require_wall().tenant_id
    membership, is_new = Membership.objects.get_or_create(
        tenant_id=tenant_id,
        person=person,
        side=side,
        vendor_id=vendor_id,
        defaults={"vendor_name": vendor_name, "title": title},
    )
    if not is_new:
        raise AlreadyDone(_("This person is already a member."))
    return membership


def grant_role(*, membership: Membership, role: str, unit: OrgUnit | None, by: Actor | None) -> RoleGrant:
    """Give a membership a role at a node. Raises RuleBroken for a role of the other side, AlreadyDone when held."""
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    if (Role(role) in VENDOR_ROLES) != (membership.side == Side.VENDOR):
        raise RuleBroken(_("This role belongs to the other side."), code="wrong_side", field="role")
    grant, is_new = RoleGrant.objects.get_or_create(
        membership=membership, role=role, unit=unit, defaults={"vendor_id": membership.vendor_id}
    )
    if not is_new:
        raise AlreadyDone
    return grant


def revoke_role(*, grant_id: int, by: Actor) -> None:
    """Take a role back; nobody takes the last administrator's role, and nobody his own."""
    may.require(by, Permission.TENANT_MANAGE)
    grant = RoleGrant.objects.select_for_update().get(id=grant_id)
    if grant.membership_id == by.membership_id and grant.role == Role.TENANT_ADMIN:
        raise NotAllowed(_("You cannot take away your own administrator role."), code="own_role")
    grant.delete()


def set_member_active(*, membership_id: int, is_active: bool, by: Actor) -> Membership:
    """Switch a membership off or on; switching off ends the person's open sessions (security.md 6)."""
    may.require(by, Permission.TENANT_MANAGE)
    membership = Membership.objects.select_for_update().get(id=membership_id, tenant_id=require_wall().tenant_id)
    if membership.id == by.membership_id:
        raise NotAllowed(_("You cannot switch off your own membership."), code="own_membership")
    membership.is_active = is_active
    membership.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(membership.person_id)
    return membership


def end_sessions(person_id: int, *, keep: str | None = None) -> int:
    """End a person's sessions except ``keep``; return how many ended."""
    keys = list(
        UserSession.objects.filter(user_id=person_id)
        .exclude(session_key=keep or "")
        .values_list("session_key", flat=True)
    )
    return Session.objects.filter(session_key__in=keys).delete()[0]


def choose_language(*, person_id: int, language: str) -> None:
    """Remember the language a person reads in (TEN-10)."""
    if language not in Language.values:
        raise RuleBroken(_("This language is not offered."), code="unknown_language", field="language")
    Person.objects.filter(id=person_id).update(language=language)


def create_token(*, by: Actor, name: str, days: int, at: datetime) -> tuple[ApiToken, str]:
    """Make an API token for the actor's own membership; the clear text is returned once and never stored."""
    if by.membership_id is None:
        raise NotAllowed
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise RuleBroken(
            _("Choose between 1 and %(most)d days.") % {"most": MAX_TOKEN_DAYS}, code="out_of_range", field="days"
        )
    clear = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        membership_id=by.membership_id,
        name=name.strip(),
        digest=digest_of(clear),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token, clear


def revoke_token(*, token_id: int, by: Actor, at: datetime) -> None:
    """End a token of the actor's own membership. Raises AlreadyDone when it has ended."""
    ended = ApiToken.objects.filter(id=token_id, membership_id=by.membership_id or 0, revoked_at__isnull=True).update(
        revoked_at=at
    )
    if not ended:
        raise AlreadyDone


def digest_of(clear: str) -> str:
    """Return the stored form of a token."""
    return hashlib.sha256(clear.encode()).hexdigest()
