"""The interface for programs of the complaints room."""
