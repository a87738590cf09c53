"""Celery's doors. Arguments are ids: a message carries no content and no secret."""

from celery import shared_task

from . import checking, hinting, sending, ticking
from .composer import rehearsals


@shared_task(name="campaigns.tick")
def tick() -> None:
    ticking.tick(hinting.now_and_then(_hint))


def _hint(pk: int) -> None:
    send.apply_async((pk,), expires=hinting.LIFE)


@shared_task(name="campaigns.send")
def send(pk: int) -> None:
    sending.send(pk)


@shared_task(name=rehearsals.TASK)
def rehearse(pk: int) -> None:
    rehearsals.run(pk)


@shared_task(name=checking.TASK)
def check_image(key: str) -> None:
    checking.check(key)
