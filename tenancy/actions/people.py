"""Verbs on people, memberships, roles and sessions."""

from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from tenancy import journal_port, work
from tenancy.choices import Language, Side
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Membership, OrgUnit, Person, RoleGrant
from tenancy.roles import VENDOR_ROLES, Permission, Role
from tenancy.rules import may
from tenancy.rules.actor import Actor


def add_member(
    *,
    email: str,
    name: str,
    by: Actor | None,
    at: datetime,
    side: str = Side.TENANT,
    vendor_id: int | None = None,
    vendor_name: str = "",
    title: str = "",
    username: str | None = None,
    password: str | None = None,
    language: str = Language.ZH_HANS,
    valid_until: date | None = None,
) -> Membership:
    """Give a person (found by e-mail or made) a membership of the active tenant, and invite him by mail.

    Raises AlreadyDone if there is one, RuleBroken for a taken login name. ``by`` None is for platform commands only:
    they send no invitation.
    """
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        if username and Person.objects.filter(username=username).exists():
            raise RuleBroken(_("This login name is taken."), code="username_taken", field="username")
        person = Person.objects.create_user(
            email.strip(), password, name=name.strip(), username=username or None, language=language
        )
    membership, is_new = Membership.objects.get_or_create(
        tenant_id=require_wall().tenant_id,
        person=person,
        side=side,
        vendor_id=vendor_id,
        defaults={"vendor_name": vendor_name, "title": title.strip(), "valid_until": valid_until},
    )
    if not is_new:
        raise AlreadyDone(_("This person is already a member."))
    journal_port.record(
        "tenancy.member_added",
        membership,
        by=by,
        at=at,
        changes={"name": person.name, "e-mail": journal_port.masked(person.email), "side": side},
    )
    if by is not None:
        invite(membership_id=membership.id, by=by, at=at)
    return membership


def invite(*, membership_id: int, by: Actor, at: datetime) -> Membership:
    """Order the invitation mail of a member: a link to set the first password, or the news of a further membership.

    The link is made when the mail is sent, so that no usable link is stored.
    """
    may.require(by, Permission.TENANT_MANAGE)
    membership = _member(membership_id)
    work.enqueue(
        "tenancy.invitation",
        f"{membership.id}:{at.isoformat()}",
        title=_("Invitation mail"),
        payload={"membership_id": membership.id},
        by=by,
        at=at,
    )
    journal_port.record("tenancy.member_invited", membership, by=by, at=at)
    return membership


def change_member(
    *, membership_id: int, name: str, title: str, valid_until: date | None, by: Actor, at: datetime
) -> Membership:
    """Change a member's job title and last day; the name only of a person who belongs to this tenant alone."""
    may.require(by, Permission.TENANT_MANAGE)
    membership = _member(membership_id)
    changes = journal_port.differences(membership, {"title": title.strip(), "valid_until": valid_until})
    membership.title, membership.valid_until = title.strip(), valid_until
    membership.save(update_fields=["title", "valid_until"])
    if name.strip() != membership.person.name:
        if Membership.objects.filter(person_id=membership.person_id).exclude(tenant_id=membership.tenant_id).exists():
            raise RuleBroken(
                _("This person also works for another company and changes the name in the own profile."),
                code="shared_person",
                field="name",
            )
        changes["name"] = [membership.person.name, name.strip()]
        Person.objects.filter(id=membership.person_id).update(name=name.strip())
        membership.person.name = name.strip()
    if changes:
        journal_port.record(
            "tenancy.member_changed",
            membership,
            by=by,
            at=at,
            changes={key: [str(one or "") for one in pair] for key, pair in changes.items()},
        )
    return membership


def _member(membership_id: int) -> Membership:
    """Return a member of the active tenant, locked; memberships stand outside the wall, so the tenant is named."""
    rows = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    return rows.get(id=membership_id, tenant_id=require_wall().tenant_id)


def grant_role(
    *, membership: Membership, role: str, unit: OrgUnit | None, by: Actor | None, at: datetime, keep: str | None = None
) -> RoleGrant:
    """Give a membership a role at a node and end its person's sessions except ``keep`` (security.md 6).

    Raises RuleBroken for a role of the other side, AlreadyDone when held; ``by`` None for platform commands only.
    """
    if by is not None:
        may.require(by, Permission.TENANT_MANAGE)
    if (Role(role) in VENDOR_ROLES) != (membership.side == Side.VENDOR):
        raise RuleBroken(_("This role belongs to the other side."), code="wrong_side", field="role")
    if membership.side == Side.VENDOR and unit is not None:
        raise RuleBroken(_("A vendor's role holds for all of its own contracts."), code="vendor_unit", field="unit")
    grant, is_new = RoleGrant.objects.get_or_create(
        membership=membership, role=role, unit=unit, defaults={"vendor_id": membership.vendor_id}
    )
    if not is_new:
        raise AlreadyDone(_("This person already holds this role there."))
    journal_port.record(
        "tenancy.role_granted", membership, by=by, at=at, changes={"role": role, "at": unit.name if unit else "*"}
    )
    end_sessions(membership.person_id, keep=keep)
    return grant


def revoke_role(*, grant_id: int, by: Actor, at: datetime, keep: str | None = None) -> None:
    """Take a role back and end the person's sessions; nobody takes his own administrator role."""
    may.require(by, Permission.TENANT_MANAGE)
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("membership__person").get(id=grant_id)
    if grant.membership_id == by.membership_id and grant.role == Role.TENANT_ADMIN:
        raise NotAllowed(_("You cannot take away your own administrator role."), code="own_role")
    unit = OrgUnit.objects.filter(id=grant.unit_id).first()
    grant.delete()
    journal_port.record(
        "tenancy.role_revoked",
        grant.membership,
        by=by,
        at=at,
        changes={"role": grant.role, "at": unit.name if unit else "*"},
    )
    end_sessions(grant.membership.person_id, keep=keep)


def set_member_active(*, membership_id: int, is_active: bool, by: Actor, at: datetime) -> Membership:
    """Switch a membership off or on; switching off ends the person's open sessions (security.md 6)."""
    may.require(by, Permission.TENANT_MANAGE)
    membership = _member(membership_id)
    if membership.id == by.membership_id:
        raise NotAllowed(_("You cannot switch off your own membership."), code="own_membership")
    if membership.is_active == is_active:
        raise AlreadyDone
    membership.is_active = is_active
    membership.save(update_fields=["is_active"])
    journal_port.record(
        "tenancy.member_switched_on" if is_active else "tenancy.member_switched_off", membership, by=by, at=at
    )
    if not is_active:
        end_sessions(membership.person_id)
    return membership


def reveal_contact(*, membership_id: int, by: Actor, at: datetime) -> Membership:
    """Show a member's contact data in clear; who looked is written down (security.md 6)."""
    may.require(by, Permission.TENANT_MANAGE)
    membership = _member(membership_id)
    journal_port.record("tenancy.contact_revealed", membership, by=by, at=at)
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


def change_profile(*, by: Actor, name: str, username: str, language: str, at: datetime) -> Person:
    """Change one's own name, login name or phone, and language. Raises RuleBroken when the login name is taken."""
    person = Person.objects.select_for_update(no_key=True).get(id=by.person_id or 0)
    if username and Person.objects.filter(username=username).exclude(id=person.id).exists():
        raise RuleBroken(_("This login name is taken."), code="username_taken", field="username")
    if name.strip() != person.name:
        journal_port.record(
            "tenancy.profile_changed",
            Membership.objects.get(id=by.membership_id or 0),
            by=by,
            at=at,
            changes={"name": [person.name, name.strip()]},
        )
    person.name, person.username, person.language = name.strip(), username or None, language
    person.save(update_fields=["name", "username", "language"])
    return person
