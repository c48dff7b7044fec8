"""Verbs of the tenancy room: the only writers of its tables."""
