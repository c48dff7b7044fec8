"""What the login needs before a tenant is known: limits on guessing, and mail that waits to be sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RateBucket(models.Model):
    """How often something was tried within a window; counted by one atomic UPSERT (``tenancy.limits``).

    ``key`` is a keyed hash: neither addresses nor names are stored. Outside the wall: read before a tenant is known.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    window_ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rate limit")
        verbose_name_plural = _("rate limits")
        indexes = [models.Index(name="tenancy_ratebucket_old", fields=["window_ends_at"])]

    def __str__(self) -> str:
        return f"{self.count}"


class OutgoingMail(models.Model):
    """A mail of the login (password reset, security notice) that a sweep sends; it holds no tenant's data.

    Written in the request, sent outside it, so that the answer takes as long for an unknown address as for a known one
    (security.md 6). The text is emptied once it is sent, because it may carry a reset link.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(
                name="tenancy_outgoingmail_due",
                fields=["next_attempt_at"],
                condition=models.Q(sent_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.subject
