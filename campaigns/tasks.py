"""Celery's doors. Arguments are ids: a message carries no content and no secret."""

from celery import shared_task

from .composer import rehearsals
from .images import checks
from .sending import hints
from .sending import send as sending_send
from .sending import tick as sending_tick


@shared_task(name="campaigns.tick")
def tick() -> None:
    sending_tick.tick(hints.now_and_then(_hint))


def _hint(pk: int) -> None:
    send.apply_async((pk,), expires=hints.LIFE)


@shared_task(name="campaigns.send")
def send(pk: int) -> None:
    sending_send.send(pk)


@shared_task(name=rehearsals.TASK)
def rehearse(pk: int) -> None:
    rehearsals.run(pk)


@shared_task(name=checks.TASK)
def check_image(key: str) -> None:
    checks.check(key)
