"""Verbs on API tokens: keys for programs, of one membership, with an end date."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tenancy import journal_port
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import ApiToken
from tenancy.rules.actor import Actor

TOKEN_PREFIX = "qct_"  # noqa: S105  a public prefix that lets scanners find leaked tokens
MAX_TOKEN_DAYS = 366


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
    journal_port.record(
        "tenancy.token_created", token, by=by, at=at, changes={"until": token.expires_at.date().isoformat()}
    )
    return token, clear


def revoke_token(*, token_id: int, by: Actor, at: datetime) -> None:
    """End a token of the actor's own membership. Raises AlreadyDone when it has ended."""
    token = (
        ApiToken.objects.select_for_update(no_key=True)
        .filter(id=token_id, membership_id=by.membership_id or 0, revoked_at__isnull=True)
        .first()
    )
    if token is None:
        raise AlreadyDone
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    journal_port.record("tenancy.token_revoked", token, by=by, at=at)


def digest_of(clear: str) -> str:
    """Return the stored form of a token."""
    return hashlib.sha256(clear.encode()).hexdigest()
