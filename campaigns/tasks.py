"""Celery tasks. Their arguments are ids: a message carries no content and no secret."""

from celery import shared_task

from campaigns.sending.hints import LIFE, Hints
from campaigns.sending.send import send
from campaigns.sending.tick import tick

from .composer import rehearsals
from .images import checks

hints = Hints()
"""Those that this worker process gave."""


@shared_task(name="campaigns.tick")
def run_tick() -> None:
    tick(hints.throttled(_hint))


def _hint(pk: int) -> None:
    send_campaign.apply_async((pk,), expires=LIFE)


@shared_task(name="campaigns.send")
def send_campaign(pk: int) -> None:
    send(pk, _hint)


@shared_task(name=rehearsals.TASK)
def rehearse(pk: int) -> None:
    rehearsals.run(pk)


@shared_task(name=checks.TASK)
def check_image(key: str) -> None:
    checks.check(key)
