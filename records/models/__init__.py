"""Models of the records room."""

from records.models.journal import JournalEntry, JournalSeal

__all__ = ["JournalEntry", "JournalSeal"]
