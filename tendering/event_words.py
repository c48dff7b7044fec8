"""What this room's journal events and the facts in them are called."""

from django.utils.functional import Promise

from tendering.choices import TENDER_STATUS_LABELS

EVENT_LABELS: dict[str, Promise] = {f"tendering.tender_{code}": text for code, text in TENDER_STATUS_LABELS.items()}
FACT_LABELS: dict[str, Promise] = {}
