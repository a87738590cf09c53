"""Explore and say what was found, one JSON object a line, as soon as it is known.

python -m tests.model                   the short form: what the tests run
python -m tests.model --full            with larger bounds: hours
python -m tests.model "two senders"     one of them
"""

import argparse
import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.model.settings"
for name in ("DATABASE_URL", "REDIS_URL"):  # a fork copies memory only
    os.environ.pop(name, None)

import django  # noqa: E402 (the settings come first)

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.model import scenarios  # noqa: E402
from tests.model.exploring import Exploration  # noqa: E402
from tests.model.steps import Bounds  # noqa: E402
from tests.model.variants import VARIANTS  # noqa: E402

Job = tuple[str, Bounds, Callable[[], None]]


def jobs(full: bool) -> Iterator[Job]:
    for name, bounds in (scenarios.FULL if full else scenarios.SHORT).items():
        yield name, bounds, lambda: None
    for name, variant in VARIANTS.items():
        yield name, variant.bounds, variant.change


def run(wanted: list[Job]) -> None:
    """As many at a time as there are processors."""
    at_once = os.cpu_count() or 1
    running: list[tuple[str, Exploration]] = []
    for name, bounds, change in wanted:
        if len(running) == at_once:
            _print(*running.pop(0))
        running.append((name, Exploration(bounds, change)))
    for one in running:
        _print(*one)


def _print(name: str, exploration: Exploration) -> None:
    print(json.dumps({"name": name, **asdict(exploration.found())}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.model")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    gc.collect()
    gc.freeze()
    gc.disable()  # it would touch, and so copy, every page of every fork
    run([job for job in jobs(options.full) if job[0] in options.names or not options.names])
    sys.exit(0)


if __name__ == "__main__":
    main()
