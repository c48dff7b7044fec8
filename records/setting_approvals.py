"""Versions of rules and figures go through the approval chain like every other paper (TEN-07, TEN-09).

The room below drafts a version and knows nothing of approvals; its journal events start and close them here
(``config.reactions``), and the last signature gives its verb.
"""

from dataclasses import replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from records.actions import approval as verbs
from records.approval_queries import chain_of
from records.models import Approval, ApprovalStatus
from records.rules.approval import DEFAULT_CHAIN
from tenancy import queries
from tenancy.actions import settings as setting_verbs
from tenancy.choices import SettingsStatus
from tenancy.errors import AlreadyDone
from tenancy.models import Membership, SettingsVersion
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tenancy.work import JobRun

TYPE = "tenancy.settings"


def need_one_signature() -> bool:
    """Whether the chain of rules and figures is the general manager alone; a longer one cannot be gone around."""
    return tuple(chain_of(TYPE)) == DEFAULT_CHAIN


def start_for_draft(job: JobRun) -> dict[str, bool]:
    """Send a new draft on its chain, in the drafter's name."""
    version = SettingsVersion.objects.get(id=job.payload["object_id"])
    member = (
        Membership.objects.select_related("person")
        .filter(tenant=job.tenant, person_id=version.created_by_id, is_active=True, vendor_id__isnull=True)
        .first()
    )
    if version.status != SettingsStatus.DRAFT or member is None:
        return {"started": False}
    with translation.override(job.tenant.language):
        label = str(queries.setting_area(version.area).label)
        title = _("%(area)s, version %(number)s") % {"area": label, "number": version.number}
    verbs.start(
        document_type=TYPE,
        object_id=version.id,
        title=title,
        reason=version.reason,
        papers_url=tenant_url("tenancy:settings_version", version.area, version.number),
        due_on=version.effective_on,
        by=queries.actor_of(member),
        at=job.at,
    )
    return {"started": True}


def close_for_version(job: JobRun) -> dict[str, bool]:
    """Close the approval of a version that was approved or withdrawn on its own page."""
    row = Approval.objects.filter(
        document_type=TYPE, object_id=job.payload["object_id"], status=ApprovalStatus.PENDING
    ).first()
    if row is None:
        return {"closed": False}
    verbs.close_overtaken(approval_id=row.id, by=job.actor, at=job.at)
    return {"closed": True}


def decided(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Approve the version, or withdraw it when the chain refused; the chain's signature is the right to do so."""
    version = SettingsVersion.objects.get(id=approval.object_id)
    if version.status != SettingsStatus.DRAFT:
        raise AlreadyDone
    signer = replace(by, scopes={**by.scopes, Permission.SETTINGS_APPROVE: None, Permission.SETTINGS_DRAFT: None})
    if approval.status == ApprovalStatus.APPROVED:
        setting_verbs.approve_settings(
            version_id=version.id, by=signer, at=at, today=verbs.day_of(at), is_signed_by_chain=True
        )
    else:
        setting_verbs.withdraw_settings(version_id=version.id, by=signer, at=at)
