"""`python -m tests.bench [NAME...]` measures, and prints what was reached beside what is wanted.

NAME: domain, preview, lateness, throughput, volume, suite; all of them by default. On SQLite in a
folder of its own, or on DATABASE_URL and REDIS_URL. STORED: campaigns in the full database, by
default 100,000. DUE: campaigns of the throughput, by default 1,000.
"""

import importlib
import os
import sys

import django

NAMES = ("domain", "preview", "lateness", "throughput", "volume", "suite")


def main(names: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    python = sys.version.split()[0]
    sys.stdout.write(f"{connection.vendor}, {os.cpu_count()} CPUs, Python {python}\n")
    call_command("migrate", verbosity=0)
    for name in names or NAMES:
        for row in importlib.import_module(f"tests.bench.{name}").rows():
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
