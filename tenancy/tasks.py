"""Celery tasks of the ground floor: the only tasks of the product; everything else is a kind of job.

Below them the job functions of this room, named in ``config.registry.JOBS``.
"""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tenancy import limits, work
from tenancy.actions import mail
from tenancy.models import Membership
from tenancy.work import JobRun


@shared_task(name="tenancy.run_job")
def run_job(*, tenant_id: int, job_id: int) -> None:
    """Run one job row."""
    work.run_job(tenant_id, job_id)


@shared_task(name="tenancy.sweep")
def sweep() -> None:
    """Publish again what waits, send the login's mail, forget old limits."""
    now = timezone.now()
    work.sweep(now)
    mail.send_outgoing(now)
    limits.forget_old(now)


@shared_task(name="tenancy.tick")
def tick() -> None:
    """Let every room write the job rows of periods that have begun, missed ones too (NTF-07)."""
    now = timezone.now()
    for path in settings.SCHEDULES:
        import_string(path)(now)


def send_invitation(job: JobRun) -> dict[str, bool]:
    """Mail a new member how to get in: a link to set the first password, or that a membership was added.

    The link is made here, holds for the days of ``PASSWORD_RESET_TIMEOUT`` and is stored nowhere.
    """
    member = Membership.objects.select_related("person", "tenant").get(id=job.payload["membership_id"])
    if not member.is_active or not member.person.is_active:
        return {"sent": False}
    is_new = not member.person.has_usable_password()
    path = reverse("account_login")
    if is_new:
        key = default_token_generator.make_token(member.person)
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(member.person), key])
    with translation.override(member.person.language):
        context = {
            "person": member.person,
            "tenant": member.tenant,
            "vendor_name": member.vendor_name,
            "is_new": is_new,
            "url": settings.BASE_URL.rstrip("/") + path,
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }
        subject = _("Your access to %(tenant)s") % {"tenant": member.tenant.name}
        body = render_to_string("tenancy/mail/invitation.txt", context)
    EmailMessage(subject, body, to=[member.person.email]).send()
    return {"sent": True}
