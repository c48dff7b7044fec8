"""Shapes of this room's nouns in the API."""

from typing import Any

from rest_framework import serializers

from records.event_names import event_label
from records.models import Attachment, JournalEntry, PrintedDocument
from records.printing import verify_address
from tenancy import work
from tenancy.models import Job


class DocumentSerializer(serializers.ModelSerializer[PrintedDocument]):
    """A printed document with what proves it."""

    verify_url = serializers.SerializerMethodField()

    class Meta:
        model = PrintedDocument
        fields = [
            "id",
            "kind",
            "number",
            "title",
            "language",
            "period",
            "settings_version",
            "cut_off",
            "pages",
            "size",
            "sha256",
            "journal_head",
            "created_at",
            "creator_name",
            "verify_url",
        ]

    def get_verify_url(self, row: PrintedDocument) -> str:
        """Return the address anybody can check the document at."""
        return verify_address(row.token)


class JobSerializer(serializers.ModelSerializer[Job]):
    """A background job and how far it is."""

    done = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "status",
            "attempt",
            "result_url",
            "error",
            "done",
            "total",
            "created_at",
            "finished_at",
        ]

    def get_done(self, row: Job) -> int | None:
        """Return how much of a running job is done, if it tells."""
        found = work.progress_of(row.id)
        return found[0] if found else None

    def get_total(self, row: Job) -> int | None:
        """Return how much there is to do, if the job tells."""
        found = work.progress_of(row.id)
        return found[1] if found else None


class JournalEntrySerializer(serializers.ModelSerializer[JournalEntry]):
    """An entry of the audit trail."""

    event_label = serializers.SerializerMethodField()

    class Meta:
        model = JournalEntry
        fields = [
            "id",
            "event",
            "event_label",
            "object_type",
            "object_id",
            "object_label",
            "actor_id",
            "actor_name",
            "subject_vendor_id",
            "at",
            "changes",
        ]

    def get_event_label(self, row: JournalEntry) -> str:
        """Return the event in the reader's language."""
        return event_label(row.event)


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file of an object; ``taken_at`` is the phone's clock, ``received_at`` ours."""

    class Meta:
        model = Attachment
        fields = [
            "id",
            "object_type",
            "object_id",
            "kind",
            "name",
            "content_type",
            "size",
            "width",
            "height",
            "sha256",
            "original_sha256",
            "source",
            "taken_at",
            "received_at",
            "client_id",
            "uploader_name",
        ]


class PaperOrderSerializer(serializers.Serializer[dict[str, Any]]):
    """What is to be printed."""

    kind = serializers.CharField(max_length=60)
    inputs = serializers.DictField(child=serializers.JSONField(), required=False, default=dict)


class ExportOrderSerializer(serializers.Serializer[dict[str, Any]]):
    """Which list is to be exported; ``query`` is the list page's address after the question mark."""

    list = serializers.CharField(max_length=60)
    format = serializers.ChoiceField(choices=["xlsx", "csv"])
    query = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class OwnerSerializer(serializers.Serializer[dict[str, Any]]):
    """Whose files are asked for."""

    object_type = serializers.CharField(max_length=60)
    object_id = serializers.IntegerField(min_value=1, max_value=2**62)
