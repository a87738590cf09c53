"""`manage.py dispatch`: ticks and sends without Celery, for small installations and for repair."""

import logging
import signal
from argparse import ArgumentParser
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from django.db import Error, close_old_connections, connection, connections

from campaigns.access import NotAllowed
from campaigns.applications import pauses
from campaigns.checks.settings import refuse_unsafe_or_exit
from campaigns.domain.translatable import translatable
from campaigns.lib import retry
from campaigns.lib.i18n import english
from campaigns.management.base import CommandLine, shell_actor
from campaigns.sending import bulkheads, send, sender_pulse, tick
from campaigns.sending.adopt import Adoption, adopt
from campaigns.sending.host import beat, process, restore_guard

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0


class Command(CommandLine):
    help = "Tick and send without Celery; pause and resume everything; adopt what was restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.set_defaults(run=self.run)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--once", action="store_true", help="end when what is due is dealt with")
        what.add_argument("--pause", metavar="REASON", help="let nothing leave until --resume")
        what.add_argument("--resume", action="store_true", help="lift --pause")
        what.add_argument(
            "--adopt",
            action="store_true",
            help="let this restored or copied installation send from this machine",
        )

    def run(self, **options: Any) -> None:
        if options["pause"] is not None:
            pauses.pause_everything(shell_actor(), reason=options["pause"])
        elif options["resume"]:
            pauses.resume_everything(shell_actor())
        elif options["adopt"]:
            self.adopt()
        else:
            refuse_unsafe_or_exit()
            dispatch(once=options["once"])

    def adopt(self) -> None:
        try:
            adoption = adopt(shell_actor())
        except OSError as error:
            raise NotAllowed(restore_guard.unwritable_text(error)) from error
        self.print(adoption_details(adoption))
        if adoption.sends:
            advice = translatable("Record each of these sends with application outside-send.")
            self.stderr.write(english(advice))


def adoption_details(adoption: Adoption) -> dict[str, Any]:
    """JSON: why it had to be adopted (null: it had not), what had left, what was taken back."""
    why = english(adoption.why) if adoption.why else None
    sends = [asdict(line) for line in adoption.sends]
    return {"why": why, "sends": sends, "stopped": adoption.stopped}


def dispatch(*, once: bool) -> None:
    """Tick every second until interrupted, or once. Sends that have begun are finished before it
    returns, however often it is interrupted."""
    stop = retry.stopping
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
        if (number, signal.getsignal(number)) != (signal.SIGHUP, signal.SIG_IGN):  # nohup
            signal.signal(number, lambda *_: stop.set())
    running: dict[int, Future[None]] = {}
    process.standing.sends = True
    if not once:
        beat.start(sends=True)
    with ThreadPoolExecutor(bulkheads.THREADS) as pool:
        if once:
            tick.tick(lambda pk: _start(pool, running, pk))
            return
        while not stop.wait(TICK_SECONDS):
            _tick(lambda pk: _start(pool, running, pk), lambda: pool.submit(_note_taken))


def _tick(enqueue: Callable[[int], None], ask_senders: Callable[[], object]) -> None:
    """Tick; an unreachable database is logged, and the next tick tries again."""
    try:
        tick.tick(enqueue, ask_senders)
    except Error:
        log.exception("The database did not answer; the next tick asks again.")
        connection.close()


def _start(pool: ThreadPoolExecutor, running: dict[int, Future[None]], pk: int) -> None:
    if pk not in running or running[pk].done():
        running[pk] = pool.submit(_send, pk, lambda again: _start(pool, running, again))


def _note_taken() -> None:
    """In a thread of those that send, to show that one is free."""
    close_old_connections()
    try:
        sender_pulse.note_taken()
    finally:
        connections.close_all()


def _send(pk: int, again: Callable[[int], None]) -> None:
    close_old_connections()
    try:
        sender_pulse.note_taken()
        send.send(pk, again)
    except Exception:
        log.exception("Campaign %d could not be sent; the next tick looks at it again.", pk)
    finally:
        connections.close_all()
