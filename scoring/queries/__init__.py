"""Named reads of the scoring room."""
