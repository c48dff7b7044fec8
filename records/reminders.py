"""Reminders: one digest a day, mail at once for what is due today, escalation of what is late (NTF-02, NTF-06, NTF-07).

Truth is in the data: a reminder is computed when it is sent. Each job has a key of its day, so any number of schedulers
may write it, and a day that was missed is made up by the next tick of the same day.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from records import notification_queries, todo
from records.actions.notification import mark_mailed, notify
from records.models import Notification
from tenancy import queries, work
from tenancy.choices import Side
from tenancy.context import acting_for
from tenancy.models import Membership, OrgUnit, RoleGrant, Tenant
from tenancy.roles import Role
from tenancy.work import JobRun

DIGEST_FROM = time(7, 0)  # in the tenant's time zone
MOST_LINES = 50
DAILY, OVERDUE = gettext_noop("Daily reminders"), gettext_noop("Reports of overdue duties")
DIGEST = gettext_noop("Mail: daily digest")
LATE = gettext_noop("Overdue with %(name)s since %(due)s: %(title)s")
SUPERIORS = (Role.PROPERTY_MANAGER, Role.QUALITY_OFFICER, Role.GENERAL_MANAGER)


def schedule(now: datetime) -> None:
    """Write today's reminder jobs of every tenant once it is seven o'clock there; twice is the same (NTF-07)."""
    for tenant in Tenant.objects.filter(is_active=True):
        there = now.astimezone(ZoneInfo(tenant.time_zone))
        if there.time() < DIGEST_FROM:
            continue
        with acting_for(tenant):
            for kind, title in (("records.remind", DAILY), ("records.escalate", OVERDUE)):
                work.enqueue(
                    kind, there.date().isoformat(), title=title, payload={"on": there.date().isoformat()}, at=now
                )


def remind(job: JobRun) -> dict[str, int]:
    """Write one mail job for every member who has something to be reminded of today (NTF-02)."""
    on = date.fromisoformat(job.payload["on"])
    wanted = 0
    members = list(_members(job.tenant))
    for number, member in enumerate(members, 1):
        if _duties_to_mention(member, job.tenant, on) or _unmailed(member).exists():
            work.enqueue(
                "records.mail_notifications",
                f"{member.id}:{on.isoformat()}",
                title=DIGEST,
                payload={"membership_id": member.id, "on": on.isoformat()},
                at=job.at,
            )
            wanted += 1
        job.progress(number, len(members))
    return {"mails": wanted}


def mail_notifications(job: JobRun) -> dict[str, int]:
    """Mail a member what is new and what is due, in his language; the last act, so that a lost worker mails nothing."""
    member = Membership.objects.select_related("person", "tenant").get(id=job.payload["membership_id"])
    if not member.is_active or not member.person.is_active:
        return {"lines": 0}
    on = date.fromisoformat(job.payload["on"]) if "on" in job.payload else None
    with translation.override(member.person.language):
        rows = list(_unmailed(member)[:MOST_LINES])
        duties = _duties_to_mention(member, job.tenant, on) if on else []
        if not rows and not duties:
            return {"lines": 0}
        mark_mailed(ids=[row.id for row in rows], at=job.at)
        _send(member, [notification_queries.shown(row) for row in rows], duties)
    return {"lines": len(rows) + len(duties)}


def _send(member: Membership, news: list[notification_queries.News], duties: list[todo.Duty]) -> None:
    context = {
        "person": member.person,
        "tenant": member.tenant,
        "news": news,
        "duties": duties,
        "base_url": settings.BASE_URL.rstrip("/"),
    }
    subject = _("%(tenant)s: %(due)s due, %(new)s new") % {
        "tenant": member.tenant.short_name,
        "due": len(duties),
        "new": len(news),
    }
    mail = EmailMultiAlternatives(
        subject, render_to_string("records/mail/digest.txt", context), to=[member.person.email]
    )
    mail.attach_alternative(render_to_string("records/mail/digest.html", context), "text/html")
    mail.send()


def _members(tenant: Tenant) -> list[Membership]:
    active = Membership.objects.filter(tenant=tenant, is_active=True, person__is_active=True)
    return list(active.select_related("person").order_by("id"))


def _unmailed(member: Membership) -> QuerySet[Notification]:
    return Notification.objects.filter(membership_id=member.id, mailed_at__isnull=True, read_at__isnull=True).order_by(
        "id"
    )


def _duties_to_mention(member: Membership, tenant: Tenant, on: date) -> list[todo.Duty]:
    """Return the member's duties whose reminder day it is, as he would see them himself, behind his own wall."""
    with acting_for(tenant, vendor_id=member.vendor_id):
        found = todo.duties(queries.actor_of(member), on)
        return [duty for duty in found if duty.due_on is not None and todo.is_reminder_day(duty.due_on, on)]


def escalate(job: JobRun) -> dict[str, int]:
    """Tell the next superior on the tree of every overdue duty, once per duty and superior (NTF-06)."""
    on = date.fromisoformat(job.payload["on"])
    told = 0
    for member in _members(job.tenant):
        if member.side == Side.VENDOR:
            continue
        for duty in todo.duties(queries.actor_of(member), on):
            if duty.is_overdue and duty.due_on is not None and duty.unit_id is not None:
                told += _tell_superior(duty, member, job.at)
    return {"told": told}


def _tell_superior(duty: todo.Duty, member: Membership, at: datetime) -> int:
    to = next_superiors(duty.unit_id, besides=member.id)
    with translation.override(member.tenant.language):
        title = str(duty.title)
    due = duty.due_on.isoformat() if duty.due_on else ""
    return notify(
        event="records.duty_overdue",
        text=LATE,
        params={"name": member.person.name, "due": due, "title": title},
        url=duty.url,
        to=to,
        at=at,
        key=f"late:{duty.kind}:{duty.url}:{due}",
    )


def next_superiors(unit_id: int | None, *, besides: int) -> list[int]:
    """Return the holders of the next higher role at the duty's node or the nearest one above that has any (NTF-06).

    A supervisor's duty goes to the property manager, a property manager's to the quality officer, and so on.
    """
    path = OrgUnit.objects.filter(id=unit_id).values_list("path", flat=True).first() or "/"
    own_roles = RoleGrant.objects.filter(membership_id=besides).values_list("role", flat=True)
    own_rank = max((SUPERIORS.index(Role(role)) for role in own_roles if role in SUPERIORS), default=-1)
    for node in reversed([int(part) for part in path.strip("/").split("/") if part]):
        grants = RoleGrant.objects.filter(unit_id=node, membership__is_active=True).exclude(membership_id=besides)
        for role in SUPERIORS[own_rank + 1 :]:
            found = sorted(set(grants.filter(role=role).values_list("membership_id", flat=True)))
            if found:
                return found
    return []
