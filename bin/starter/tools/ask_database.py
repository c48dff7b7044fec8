"""ask_database.py QUESTION: answer yes or no about the database in DATABASE_URL.

has-tables: were migrations ever run on it?  has-tenant: does anybody use it yet?
"""

import os
import sys

import psycopg

QUESTIONS = {
    "has-tables": "SELECT to_regclass('public.django_migrations') IS NOT NULL",
    "has-tenant": "SELECT EXISTS (SELECT FROM tenancy_tenant)",
}


def main(question: str) -> None:
    """Print the answer."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(QUESTIONS[question]).fetchone()
    print("yes" if row and row[0] else "no")


if __name__ == "__main__":
    main(sys.argv[1])
