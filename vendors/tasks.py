"""Background work of the vendors room; each function calls one verb."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tenancy.rules.actor import system_actor
from tenancy.work import JobRun
from vendors.actions import ban, document
from vendors.actions.registration import arm_link
from vendors.models import RegistrationLink


def send_registration_link(job: JobRun) -> dict[str, bool]:
    """Mail a company its registration link, made here and stored nowhere in clear."""
    link = RegistrationLink.objects.get(id=job.payload["link_id"])
    token = arm_link(link_id=link.id, at=job.at)
    with translation.override(link.language):
        context = {
            "company": link.company,
            "tenant": job.tenant,
            "url": settings.BASE_URL.rstrip("/") + reverse("vendors_public:join", args=[token]),
            "until": link.expires_at,
        }
        subject = _("Register your company with %(tenant)s") % {"tenant": job.tenant.name}
        body = render_to_string("vendors/mail/registration.txt", context)
    EmailMessage(subject, body, to=[link.email]).send()
    return {"sent": True}


def end_bans(job: JobRun) -> dict[str, Any]:
    """Return vendors whose bans are over as candidates (RPA-04)."""
    on = date.fromisoformat(job.payload["on"])
    return {"candidates": ban.end_bans(by=system_actor(job.tenant.id), at=job.at, on=on)}


def remind_papers(job: JobRun) -> dict[str, Any]:
    """Tell people of papers that expire (NTF-05)."""
    on = date.fromisoformat(job.payload["on"])
    return {"told": document.remind(by=system_actor(job.tenant.id), at=job.at, on=on)}
