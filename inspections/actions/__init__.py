"""Verbs of the inspections room: its only writers."""
