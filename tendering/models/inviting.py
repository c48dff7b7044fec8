"""What goes with an invitation: the approved list, papers and notices for bidders, questions, meetings."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.models import TenantForeignKey, TenantModel
from tendering.choices import (
    LIST_STATUS_LABELS,
    NOTICE_KIND_LABELS,
    OCCASION_LABELS,
    QUESTION_TOPIC_LABELS,
    ListStatus,
)
from tendering.models.bid import Invitation
from tendering.models.tender import Tender


class InvitationList(TenantModel):
    """One version of an invitation list as it was put to the general manager (TND-16).

    ``content`` holds the vendors with their sources and every date; ``sha256`` is its digest. A changed list or date
    makes the version void, and a new one is asked for.
    """

    tender = TenantForeignKey(Tender, related_name="invitation_lists", verbose_name=_("tender"))
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    sha256 = models.CharField(_("SHA-256 of the list"), max_length=64)
    status = models.CharField(_("status"), max_length=10, choices=LIST_STATUS_LABELS, default=ListStatus.ASKED.value)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("invitation list")
        verbose_name_plural = _("invitation lists")
        constraints = [
            models.UniqueConstraint(name="tendering_list_number", fields=["tenant", "tender", "number"]),
            models.UniqueConstraint(
                name="tendering_list_one",
                fields=["tenant", "tender"],
                condition=models.Q(status__in=[ListStatus.ASKED.value, ListStatus.APPROVED.value]),
            ),
            models.CheckConstraint(name="tendering_list_status", condition=models.Q(status__in=[*LIST_STATUS_LABELS])),
            models.CheckConstraint(
                name="tendering_list_decided",
                condition=models.Q(status=ListStatus.ASKED.value, decided_at__isnull=True)
                | models.Q(status=ListStatus.VOID.value)
                | models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.number}"


class BidderPaper(TenantModel):
    """A part of the tender set as one bidder gets it (TND-07): its written ``parts`` and its files.

    ``files`` lists name, content_type, size, sha256 and stored_name of each: the bytes are those of the tender's paper,
    and no row of a bidder gets a number that runs over all bidders.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    invitation = TenantForeignKey(Invitation, related_name="papers", verbose_name=_("invitation"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    part = models.CharField(_("part"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    parts = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    is_for_accepted = models.BooleanField(_("after the invitation is accepted"), default=True)
    sort_order = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("tender paper of a bidder")
        verbose_name_plural = _("tender papers of bidders")
        ordering = ["sort_order", "id"]
        constraints = [models.UniqueConstraint(name="tendering_bidderpaper_public", fields=["tenant", "public_id"])]
        indexes = [models.Index(name="tendering_bidderpaper_of", fields=["tenant", "invitation", "sort_order"])]

    def __str__(self) -> str:
        return self.title


class BidderNotice(TenantModel):
    """One copy, for one bidder, of what all bidders of a tender are told: an answer, new dates, the end (TND-20)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    invitation = TenantForeignKey(Invitation, related_name="notices", verbose_name=_("invitation"))
    vendor = TenantForeignKey("vendors.Vendor", related_name="+", verbose_name=_("vendor"))
    kind = models.CharField(_("kind"), max_length=10, choices=NOTICE_KIND_LABELS)
    subject = models.TextField(_("about"), blank=True)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("notice to a bidder")
        verbose_name_plural = _("notices to bidders")
        ordering = ["-at", "-id"]
        indexes = [models.Index(name="tendering_notice_of", fields=["tenant", "invitation", "-at"])]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.kind}"


class Question(TenantModel):
    """A bidder's question, or one written down at a meeting; who asked is never told to other bidders (TND-20)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    tender = TenantForeignKey(Tender, related_name="questions", verbose_name=_("tender"))
    invitation = TenantForeignKey(Invitation, null=True, related_name="questions", verbose_name=_("invitation"))
    vendor = TenantForeignKey("vendors.Vendor", null=True, related_name="+", verbose_name=_("vendor"))
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked at"))
    topic = models.CharField(_("topic"), max_length=10, choices=QUESTION_TOPIC_LABELS, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)
    answered_by_name = models.CharField(_("answered by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("question of a bidder")
        verbose_name_plural = _("questions of bidders")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(name="tendering_question_public", fields=["tenant", "public_id"]),
            models.CheckConstraint(
                name="tendering_question_topic",
                condition=models.Q(topic="") | models.Q(topic__in=[*QUESTION_TOPIC_LABELS]),
            ),
            models.CheckConstraint(
                name="tendering_question_answered",
                condition=models.Q(answered_at__isnull=True, answer="")
                | models.Q(answered_at__isnull=False) & ~models.Q(answer="") & ~models.Q(topic=""),
            ),
        ]
        indexes = [models.Index(name="tendering_question_of", fields=["tenant", "tender", "asked_at"])]

    def __str__(self) -> str:
        return self.text[:80]


class Meeting(TenantModel):
    """The record of a site visit or a technical clarification meeting (TND-19, TND-20). Staff only."""

    tender = TenantForeignKey(Tender, related_name="meetings", verbose_name=_("tender"))
    occasion = models.CharField(_("occasion"), max_length=14, choices=OCCASION_LABELS)
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("place"), max_length=200)
    our_people = models.TextField(_("present for Party A"))
    notes = models.TextField(_("notes"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("tenancy.Membership", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = pgettext_lazy("tender", "meeting with bidders")
        verbose_name_plural = _("meetings with bidders")
        constraints = [
            models.UniqueConstraint(name="tendering_meeting_once", fields=["tenant", "tender", "occasion"]),
            models.CheckConstraint(name="tendering_meeting_kind", condition=models.Q(occasion__in=[*OCCASION_LABELS])),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.occasion}"


class Attendance(TenantModel):
    """Whether a bidder came to a meeting, and who for it. Staff only."""

    meeting = TenantForeignKey(Meeting, related_name="attendances", verbose_name=_("meeting"))
    invitation = TenantForeignKey(Invitation, related_name="+", verbose_name=_("invitation"))
    is_present = models.BooleanField(_("present"))
    people = models.CharField(_("present for the bidder"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance of a bidder")
        verbose_name_plural = _("attendances of bidders")
        constraints = [
            models.UniqueConstraint(name="tendering_attendance_once", fields=["tenant", "meeting", "invitation"])
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.invitation_id}"
