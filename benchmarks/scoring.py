"""``bin/bench scoring``: closing a month and recomputing a year, as ratios to one plain aggregate over the items."""

import sys
from functools import partial

import django


def main() -> int:
    """Measure both sizes, print the table, return 1 when a bar is missed."""
    django.setup()
    from benchmarks.data import FULL, TENTH
    from benchmarks.scoring_runs import measure, report  # reason: models exist after django.setup()

    quick = "--quick" in sys.argv
    sizes = [TENTH] if quick else [TENTH, FULL]
    return report([measure(size, say=partial(print, flush=True)) for size in sizes])


if __name__ == "__main__":
    sys.exit(main())
