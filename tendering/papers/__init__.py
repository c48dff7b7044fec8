"""Printed documents of the tendering room (requirements.md, section 4), one module per capability."""
