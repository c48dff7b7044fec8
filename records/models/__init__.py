"""Models of the records room."""

from records.models.approval import Approval, ApprovalChainStep, ApprovalStatus, ApprovalStep, Delegation
from records.models.attachment import Attachment, FileSource
from records.models.document import PrintedDocument
from records.models.importing import ImportMapping, ImportRun, ImportStatus
from records.models.journal import JournalEntry, JournalSeal
from records.models.notification import Notification
from records.models.number import NumberSequence
from records.models.search import SearchToken

__all__ = [
    "Approval",
    "ApprovalChainStep",
    "ApprovalStatus",
    "ApprovalStep",
    "Attachment",
    "Delegation",
    "FileSource",
    "ImportMapping",
    "ImportRun",
    "ImportStatus",
    "JournalEntry",
    "JournalSeal",
    "Notification",
    "NumberSequence",
    "PrintedDocument",
    "SearchToken",
]
