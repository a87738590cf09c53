"""Ticks and sends without Celery: for small installations, for repair and for checks."""

import contextlib
import getpass
import logging
import signal
import time
from argparse import ArgumentParser
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections

from campaigns import operations, sending, ticking
from campaigns.access import Actor
from campaigns.checks import refuse_unsafe_or_exit

log = logging.getLogger(__name__)

THREADS = 8


class Command(BaseCommand):
    help = "Tick and send without Celery, or pause and resume everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--once", action="store_true", help="end when what is due is dealt with")
        what.add_argument("--pause", metavar="REASON", help="let nothing leave until --resume")
        what.add_argument("--resume", action="store_true", help="lift --pause")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor(os_user=getpass.getuser())
        if options["pause"]:
            operations.pause_everything(actor, reason=options["pause"])
        elif options["resume"]:
            operations.resume_everything(actor)
        else:
            refuse_unsafe_or_exit()
            dispatch(once=options["once"])


def dispatch(*, once: bool) -> None:
    """Tick every second until interrupted, or once; what was begun is finished before it ends."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running: dict[int, Future[None]] = {}
    with contextlib.suppress(KeyboardInterrupt), ThreadPoolExecutor(THREADS) as pool:
        while True:
            ticking.tick(lambda pk: _start(pool, running, pk))
            if once:
                break
            time.sleep(1)


def _start(pool: ThreadPoolExecutor, running: dict[int, Future[None]], pk: int) -> None:
    if pk not in running or running[pk].done():
        running[pk] = pool.submit(_send, pk)


def _send(pk: int) -> None:
    close_old_connections()
    try:
        sending.send(pk)
    except Exception:
        log.exception("Campaign %d could not be sent; the next tick looks at it again.", pk)
    finally:
        connections.close_all()
