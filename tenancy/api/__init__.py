"""The interface for programs: authentication, errors, pages, idempotency."""
