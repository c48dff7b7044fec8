"""Lists of the vendors room, one module per noun."""
