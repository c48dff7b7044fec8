"""The papers every vendor must have on day one (requirements.md 8.3); a tenant changes the table on its own page."""

from dataclasses import dataclass

from vendors.choices import DocumentKind as K


@dataclass(frozen=True)
class RequiredPaper:
    """A required paper and what stops without it."""

    kind: K
    for_invitation: bool
    for_signing: bool
    for_settlement: bool


REQUIRED = (
    RequiredPaper(K.BUSINESS_LICENCE, for_invitation=True, for_signing=True, for_settlement=True),
    RequiredPaper(K.LEGAL_PERSON_PROOF, for_invitation=True, for_signing=True, for_settlement=False),
    RequiredPaper(K.SIMILAR_RECORD, for_invitation=True, for_signing=False, for_settlement=False),
    # Handed in before the service begins (VEN-05), with the bid at the earliest.
    RequiredPaper(K.SERVICE_REPORT, for_invitation=False, for_signing=True, for_settlement=False),
    RequiredPaper(K.SERVICE_PLAN, for_invitation=False, for_signing=True, for_settlement=False),
)
