"""Reads of the qualification file (VEN-03)."""

from collections.abc import Iterable
from datetime import date

from vendors.choices import DocumentStatus
from vendors.models import QualificationDocument

S = DocumentStatus


def best_papers(vendor_ids: Iterable[int]) -> dict[int, dict[str, date | None]]:
    """Return the last valid day of each vendor's longest-lived accepted paper of each kind, None without end date.

    A paper without a last day counts as one without end date (one query).
    """
    found: dict[int, dict[str, date | None]] = {vendor_id: {} for vendor_id in vendor_ids}
    rows = QualificationDocument.objects.filter(vendor_id__in=list(found), status=S.ACCEPTED.value)
    # The latest end comes last and stays.
    for vendor_id, kind, until in rows.order_by("sort_until", "id").values_list("vendor_id", "kind", "valid_until"):
        found[vendor_id][kind] = until
    return found
