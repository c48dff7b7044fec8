"""Verbs on the login's outgoing mail: written in the request, sent by a sweep (security.md 6)."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from tenancy.models import OutgoingMail

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
BATCH = 50
KEPT = timedelta(days=7)


def put_in_outbox(*, to: str, subject: str, body: str, at: datetime) -> OutgoingMail:
    """Write a mail row; the sweep sends it within seconds, whether or not the address is known."""
    return OutgoingMail.objects.create(to=to, subject=subject, body=body, created_at=at, next_attempt_at=at)


def send_outgoing(now: datetime) -> int:
    """Send the mail that is due, one row at a time; any number of sweeps may run. Returns how many were sent.

    A row is locked while it is sent, and its text is emptied with the sending: it may hold a reset link. After the last
    failed attempt the text is emptied too.
    """
    sent = 0
    for mail_id in OutgoingMail.objects.filter(_due(now)).values_list("id", flat=True)[:BATCH]:
        with transaction.atomic():
            mail = OutgoingMail.objects.select_for_update(skip_locked=True).filter(_due(now), id=mail_id).first()
            if mail is not None:
                sent += _send(mail, now)
    OutgoingMail.objects.filter(created_at__lt=now - KEPT).delete()
    return sent


def _due(now: datetime) -> Q:
    return Q(sent_at__isnull=True, next_attempt_at__lte=now, attempts__lt=MOST_ATTEMPTS)


def _send(mail: OutgoingMail, now: datetime) -> bool:
    mail.attempts += 1
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except (OSError, SMTPException) as error:
        log.warning("mail_unsent mail=%s attempt=%s error=%s", mail.pk, mail.attempts, type(error).__name__)
        mail.error = type(error).__name__
        mail.next_attempt_at = now + timedelta(minutes=2**mail.attempts)
    else:
        mail.sent_at, mail.error = now, ""
    if mail.sent_at is not None or mail.attempts >= MOST_ATTEMPTS:
        mail.body = ""
    mail.save(update_fields=["attempts", "error", "next_attempt_at", "sent_at", "body"])
    return mail.sent_at is not None
