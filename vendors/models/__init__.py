"""Models of the vendors room."""

from vendors.models.contact import VendorBranch, VendorContact
from vendors.models.document import DocumentRequirement, QualificationDocument
from vendors.models.register import ServiceLine, Vendor, VendorBackground, VendorLine
from vendors.models.standing import Ban, EligibilityOverride, VendorRating

__all__ = [
    "Ban",
    "DocumentRequirement",
    "EligibilityOverride",
    "QualificationDocument",
    "ServiceLine",
    "Vendor",
    "VendorBackground",
    "VendorBranch",
    "VendorContact",
    "VendorLine",
    "VendorRating",
]
