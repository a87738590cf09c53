"""`python -m tests.faults.rushing ID...` sends each campaign from a process of its own, at once."""

import multiprocessing
import os
import sys
from threading import BrokenBarrierError
from typing import Any

import django

READY_WITHIN = 60
"""Seconds."""


def main(campaigns: list[int]) -> int:
    """The number of processes that failed."""
    forking = multiprocessing.get_context("fork")
    barrier = forking.Barrier(len(campaigns))
    children = [forking.Process(target=_send, args=[pk, barrier]) for pk in campaigns]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return sum(child.exitcode != 0 for child in children)


def _send(pk: int, barrier: Any) -> None:
    from campaigns.sending import send

    try:
        barrier.wait(READY_WITHIN)
    except BrokenBarrierError:
        raise SystemExit("The others did not start.") from None
    send.send(pk)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")
    django.setup()
    raise SystemExit(main([int(pk) for pk in sys.argv[1:]]))
