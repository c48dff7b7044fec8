"""``bin/bench pages``: a list page's cost at 1,000 and 100,000 rows, first and last page; the wall on and off."""

import sys

import django


def main() -> int:
    """Measure, print the table, return 1 when a bar is missed."""
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    from benchmarks.page_runs import run  # reason: models exist after django.setup()

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # no manifest is needed to measure
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}, MFA_REQUIRED=False):
        return run()


if __name__ == "__main__":
    sys.exit(main())
