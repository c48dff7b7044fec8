"""Template filters of the tendering room."""
