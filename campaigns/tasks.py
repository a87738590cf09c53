"""Celery tasks. Their arguments are ids: a message carries no content and no secret."""

from celery import current_app, shared_task

from campaigns.lib import broker
from campaigns.sending import sender_pulse
from campaigns.sending.hints import Hints
from campaigns.sending.host.interval import Interval
from campaigns.sending.send import send
from campaigns.sending.tick import tick

from .applications import key_checks
from .composer import rehearsals
from .images import checks

PUSH = "push"
"""The queue of the senders."""
hints = Hints()
"""Those that this worker process gave."""
ticks = Interval(0.5)
"""Ticks that waited while nobody took them are worth one: the others find it done and return. In
seconds; beat sends one a second."""


@shared_task(name="campaigns.tick")
def run_tick() -> None:
    if not ticks.is_due():
        return
    try:
        tick(hints.throttled(_hint, _waiting), _ask_senders)
    finally:
        ticks.restart()


def _hint(pk: int) -> None:
    send_campaign.apply_async((pk,))


def _waiting() -> int:
    with current_app.connection_or_acquire() as connection:
        return broker.waiting(connection, PUSH)


def _ask_senders() -> None:
    """Whatever waits already shows the same when it is taken up; so no two questions wait."""
    if not _waiting():
        note_taken.apply_async()


@shared_task(name="campaigns.note_taken")
def note_taken() -> None:
    sender_pulse.note_taken()


@shared_task(name="campaigns.send")
def send_campaign(pk: int) -> None:
    sender_pulse.note_taken()
    send(pk, _hint)


@shared_task(name=rehearsals.TASK)
def rehearse(pk: int) -> None:
    sender_pulse.note_taken()
    rehearsals.run(pk)


@shared_task(name=checks.TASK)
def check_image(key: str) -> None:
    sender_pulse.note_taken()
    checks.check(key)


@shared_task(name=key_checks.TASK)
def check_key(pk: int) -> None:
    sender_pulse.note_taken()
    key_checks.run(pk)
