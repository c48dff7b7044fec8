"""API of the inspections room."""
