"""Pages of the tenancy room, one file per noun."""
