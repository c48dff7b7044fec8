"""Forms of the records room."""
