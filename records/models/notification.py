"""News for one person: written once, shown in the reader's language, mailed once a day (NTF-03)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.models import TenantModel


class Notification(TenantModel):
    """One piece of news for one membership.

    ``text`` is an English msgid with named placeholders, ``params`` their values (a value kept in several languages is
    a mapping of language to text). ``key`` makes a repeated reminder one row (NTF-07). ``vendor_id`` repeats the
    membership's vendor, so that the wall can tell whose row it is (TEN-05).
    """

    membership = models.ForeignKey("tenancy.Membership", models.CASCADE, related_name="+", db_index=False)
    vendor_id = models.BigIntegerField(null=True, blank=True)
    event = models.CharField(_("event"), max_length=80)
    text = models.TextField()
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    created_at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                name="records_notification_once", fields=["tenant", "membership", "key"], condition=~models.Q(key="")
            )
        ]
        indexes = [
            models.Index(name="records_notification_mine", fields=["tenant", "membership", "-id"]),
            models.Index(
                name="records_notification_unread",
                fields=["tenant", "membership"],
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.event
