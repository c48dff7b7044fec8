"""Models of the tendering room."""

from tendering.models.award import Award, AwardLetter, LetterCall, OwnersOpinion, ReviewMeeting
from tendering.models.bid import Bid, BidFile, Invitation, OpenedBid
from tendering.models.inviting import (
    Attendance,
    BidderNotice,
    BidderPaper,
    InvitationList,
    Meeting,
    Question,
)
from tendering.models.judging import Judge, JudgeScore, RankedBid, SheetSum
from tendering.models.need import Appointment, NeedApplication, TenderPaper
from tendering.models.opening import EvaluationDraft, PapersHandover, PapersPrint, UnsealApplication
from tendering.models.seal import CustodyKey, SheetItem, TenderSeal
from tendering.models.tender import Tender, TenderStage

__all__ = [
    "Appointment",
    "Attendance",
    "Award",
    "AwardLetter",
    "Bid",
    "BidFile",
    "BidderNotice",
    "BidderPaper",
    "CustodyKey",
    "EvaluationDraft",
    "Invitation",
    "InvitationList",
    "Judge",
    "JudgeScore",
    "LetterCall",
    "Meeting",
    "NeedApplication",
    "OpenedBid",
    "OwnersOpinion",
    "PapersHandover",
    "PapersPrint",
    "Question",
    "RankedBid",
    "ReviewMeeting",
    "SheetItem",
    "SheetSum",
    "Tender",
    "TenderPaper",
    "TenderSeal",
    "TenderStage",
    "UnsealApplication",
]
