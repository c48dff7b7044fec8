"""What the search finds objects by (docs/adr/0004)."""

from django.db import models

from tenancy.models import TenantModel


class SearchToken(TenantModel):
    """One token of one object: a pair of characters, a word, pinyin or its initials. ``=`` on text is leakproof."""

    vendor_id = models.BigIntegerField(null=True)
    noun = models.CharField(max_length=40)
    token = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = "search token"
        verbose_name_plural = "search tokens"
        constraints = [
            models.UniqueConstraint(name="records_token_once", fields=["tenant", "noun", "token", "object_id"])
        ]
        indexes = [models.Index(name="records_token_object", fields=["tenant", "noun", "object_id"])]
