"""Models of the vendors room."""

from vendors.models.register import ServiceLine, Vendor, VendorBackground, VendorLine

__all__ = ["ServiceLine", "Vendor", "VendorBackground", "VendorLine"]
