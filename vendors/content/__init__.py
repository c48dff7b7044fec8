"""Ready-made content of the vendors room."""
