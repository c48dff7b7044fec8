"""migrate.py: bring the database to this version and give the roles their rights; run with the owner's connection."""

import django
from django.core.management import call_command


def main() -> None:
    """One process instead of three: starting Django takes longer than the two small commands."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable", verbosity=0)
    call_command("grant_roles", verbosity=0)


if __name__ == "__main__":
    main()
