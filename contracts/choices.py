"""Enumerations of the contracts room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class ContractStatus(StrEnum):
    """State of an outsourcing contract (requirements.md, section 5)."""

    DRAFTING = "drafting"
    NEGOTIATING = "negotiating"
    LEGAL_REVIEW = "legal_review"
    APPROVAL = "approval"
    VENDOR_CONFIRMED = "vendor_confirmed"
    SIGNED = "signed"
    FILED = "filed"
    ACTIVE = "active"
    AMENDING = "amending"
    EXPIRING = "expiring"
    RENEWED = "renewed"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SETTLED = "settled"
    ARCHIVED = "archived"
    ABANDONED = "abandoned"


CONTRACT_STATUS_LABELS: dict[str, Promise] = {
    ContractStatus.DRAFTING.value: pgettext_lazy("contract status", "Drafting"),
    ContractStatus.NEGOTIATING.value: pgettext_lazy("contract status", "Negotiating"),
    ContractStatus.LEGAL_REVIEW.value: pgettext_lazy("contract status", "Legal review"),
    ContractStatus.APPROVAL.value: pgettext_lazy("contract status", "In approval"),
    ContractStatus.VENDOR_CONFIRMED.value: pgettext_lazy("contract status", "Confirmed by the vendor"),
    ContractStatus.SIGNED.value: pgettext_lazy("contract status", "Signed"),
    ContractStatus.FILED.value: pgettext_lazy("contract status", "Filed"),
    ContractStatus.ACTIVE.value: pgettext_lazy("contract status", "Active"),
    ContractStatus.AMENDING.value: pgettext_lazy("contract status", "Being amended"),
    ContractStatus.EXPIRING.value: pgettext_lazy("contract status", "Expiring"),
    ContractStatus.RENEWED.value: pgettext_lazy("contract status", "Renewed"),
    ContractStatus.EXPIRED.value: pgettext_lazy("contract status", "Expired"),
    ContractStatus.TERMINATED.value: pgettext_lazy("contract status", "Terminated"),
    ContractStatus.SETTLED.value: pgettext_lazy("contract status", "Settled"),
    ContractStatus.ARCHIVED.value: pgettext_lazy("contract status", "Archived"),
    ContractStatus.ABANDONED.value: pgettext_lazy("contract status", "Given up"),
}
