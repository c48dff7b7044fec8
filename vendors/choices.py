"""Enumerations of the vendors room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class VendorForm(StrEnum):
    """What a vendor is in law (VEN-02, X-13)."""

    LEGAL_PERSON = "legal_person"
    INDIVIDUAL = "individual"


VENDOR_FORM_LABELS: dict[str, Promise] = {
    VendorForm.LEGAL_PERSON.value: pgettext_lazy("legal form", "Legal person"),
    VendorForm.INDIVIDUAL.value: pgettext_lazy("legal form", "Individual"),
}


class Qualification(StrEnum):
    """State of a vendor's qualification (requirements.md, section 5)."""

    CANDIDATE = "candidate"
    DOCS_SUBMITTED = "docs_submitted"
    UNDER_REVIEW = "under_review"
    QUALIFIED = "qualified"
    UNDER_WATCH = "under_watch"
    DISQUALIFIED = "disqualified"
    BANNED = "banned"


QUALIFICATION_LABELS: dict[str, Promise] = {
    Qualification.CANDIDATE.value: pgettext_lazy("qualification", "Candidate"),
    Qualification.DOCS_SUBMITTED.value: pgettext_lazy("qualification", "Documents submitted"),
    Qualification.UNDER_REVIEW.value: pgettext_lazy("qualification", "Under review"),
    Qualification.QUALIFIED.value: pgettext_lazy("qualification", "Qualified"),
    Qualification.UNDER_WATCH.value: pgettext_lazy("qualification", "Under watch"),
    Qualification.DISQUALIFIED.value: pgettext_lazy("qualification", "Disqualified"),
    Qualification.BANNED.value: pgettext_lazy("qualification", "Banned"),
}
