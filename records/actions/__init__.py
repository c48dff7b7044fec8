"""Verbs of the records room."""
