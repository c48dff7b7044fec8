"""The ready-made checklists a tenant finds on its first day (requirements.md, 8.1 and 8.2), as plain data."""
