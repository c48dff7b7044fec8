"""API of the records room."""
