#!/usr/bin/env python
"""Run a management command of the product."""

import os
import sys


def main() -> None:
    """Hand the command line to Django with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # settings must be named first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
