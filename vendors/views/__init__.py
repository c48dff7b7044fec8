"""Pages of the vendors room."""
