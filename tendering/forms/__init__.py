"""Forms of the tendering room, one module per capability: shape and type of what is typed."""
