"""Explore and say what was found, one JSON object a line, as soon as it is known.

python -m tests.model                    the small scenarios and the wrong senders: seconds
python -m tests.model --scope short      the scenarios with every fault and move: minutes
python -m tests.model --scope full       with larger bounds
python -m tests.model "two senders"      one of them
"""

import argparse
import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.model.settings"
for name in ("DATABASE_URL", "REDIS_URL"):  # a fork copies memory only
    os.environ.pop(name, None)

import django  # noqa: E402 (the settings come first)

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from tests.model import scenarios  # noqa: E402
from tests.model.exploring import Exploration  # noqa: E402
from tests.model.variants import VARIANTS  # noqa: E402

Job = tuple[str, Callable[[], Exploration]]


def jobs(scope: str) -> Iterator[Job]:
    """The short form: the right sender in every small scenario, each wrong one in its own."""
    known = {"small": scenarios.SMALL, "short": scenarios.SHORT, "full": scenarios.FULL}
    for name, bounds in known[scope].items():
        yield name, partial(Exploration, bounds)
    for name, one in VARIANTS.items() if scope == "small" else ():
        yield name, partial(Exploration, scenarios.SMALL[one.scenario], one.change, one.breaks)


def run(wanted: list[Job]) -> None:
    """As many at a time as there are processors."""
    at_once = len(os.sched_getaffinity(0))
    running: list[tuple[str, Exploration]] = []
    for name, explore in wanted:
        if len(running) == at_once:
            _print(*running.pop(0))
        running.append((name, explore()))
    for one in running:
        _print(*one)


def _print(name: str, exploration: Exploration) -> None:
    print(json.dumps({"name": name, **asdict(exploration.found())}), flush=True)


def _migrate() -> None:
    """In a fork, which leaves only the database: a process that has migrated is twice as large, and
    each step copies its page tables."""
    read, write = os.pipe()
    if not os.fork():
        call_command("migrate", verbosity=0)
        with os.fdopen(write, "wb") as pipe:
            pipe.write(connection.connection.serialize())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        image = pipe.read()
    os.wait()
    connection.ensure_connection()
    connection.connection.deserialize(image)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.model")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scope", choices=("small", "short", "full"), default="small")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    _migrate()
    gc.collect()
    gc.freeze()
    gc.disable()  # it would touch, and so copy, every page of every fork
    run([job for job in jobs(options.scope) if job[0] in options.names or not options.names])
    sys.exit(0)


if __name__ == "__main__":
    main()
