"""The interface for programs of the vendors room."""
