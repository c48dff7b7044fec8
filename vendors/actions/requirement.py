"""Verbs on the table of required papers (VEN-03): day-one content, add, take out."""

from datetime import datetime

from vendors.content.requirements import REQUIRED
from vendors.models import DocumentRequirement


def add_day_one(*, at: datetime) -> None:
    """Give a new tenant the required papers of requirements.md 8.3; asking again adds nothing."""
    if DocumentRequirement.objects.exists():
        return
    DocumentRequirement.objects.bulk_create(
        [
            DocumentRequirement(
                kind=one.kind.value,
                for_invitation=one.for_invitation,
                for_signing=one.for_signing,
                for_settlement=one.for_settlement,
            )
            for one in REQUIRED
        ]
    )
