"""Models of the tendering room."""

from tendering.models.award import Award, AwardLetter, LetterCall, OwnersOpinion, ReviewMeeting
from tendering.models.bid import Bid, BidFile, Invitation, OpenedBid
from tendering.models.judging import Judge, JudgeScore, RankedBid, SheetSum
from tendering.models.seal import CustodyKey, SheetItem, TenderSeal
from tendering.models.tender import Tender, TenderStage

__all__ = [
    "Award",
    "AwardLetter",
    "Bid",
    "BidFile",
    "CustodyKey",
    "Invitation",
    "Judge",
    "JudgeScore",
    "LetterCall",
    "OpenedBid",
    "OwnersOpinion",
    "RankedBid",
    "ReviewMeeting",
    "SheetItem",
    "SheetSum",
    "Tender",
    "TenderSeal",
    "TenderStage",
]
