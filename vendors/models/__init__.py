"""Models of the vendors room."""

from vendors.models.contact import VendorBranch, VendorContact
from vendors.models.document import DocumentRequirement, QualificationDocument
from vendors.models.log import ProjectPaper, VendorLogEntry
from vendors.models.proposal import ChangeProposal, ProposedFact, RegistrationLink
from vendors.models.qualified_list import QualifiedList, QualifiedListEntry
from vendors.models.register import ServiceLine, Vendor, VendorBackground, VendorLine
from vendors.models.review import (
    ReviewAspect,
    ReviewCondition,
    ServiceReport,
    VendorProfile,
    VendorReview,
)
from vendors.models.standing import Ban, EligibilityOverride, VendorRating

__all__ = [
    "Ban",
    "ChangeProposal",
    "DocumentRequirement",
    "EligibilityOverride",
    "ProjectPaper",
    "ProposedFact",
    "QualificationDocument",
    "QualifiedList",
    "QualifiedListEntry",
    "RegistrationLink",
    "ReviewAspect",
    "ReviewCondition",
    "ServiceLine",
    "ServiceReport",
    "Vendor",
    "VendorBackground",
    "VendorBranch",
    "VendorContact",
    "VendorLine",
    "VendorLogEntry",
    "VendorProfile",
    "VendorRating",
    "VendorReview",
]
