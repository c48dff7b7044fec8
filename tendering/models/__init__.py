"""Models of the tendering room."""

from tendering.models.bid import Bid, BidFile, Invitation, OpenedBid
from tendering.models.seal import CustodyKey, SheetItem, TenderSeal
from tendering.models.tender import Tender, TenderStage

__all__ = [
    "Bid",
    "BidFile",
    "CustodyKey",
    "Invitation",
    "OpenedBid",
    "SheetItem",
    "Tender",
    "TenderSeal",
    "TenderStage",
]
