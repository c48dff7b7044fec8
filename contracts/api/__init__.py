"""The interface for programs of the contracts room."""
