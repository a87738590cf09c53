"""Celery's doors. Arguments are ids: a message carries no content and no secret."""

from celery import shared_task

from . import checking, rehearsing, sending, ticking

MESSAGE_LIFE = 5
"""Seconds after which a hint to send is thrown away: the next tick makes a new one."""


@shared_task(name="campaigns.tick")
def tick() -> None:
    ticking.tick(lambda pk: send.apply_async((pk,), expires=MESSAGE_LIFE))


@shared_task(name="campaigns.send")
def send(pk: int) -> None:
    sending.send(pk)


@shared_task(name=rehearsing.TASK)
def rehearse(pk: int) -> None:
    rehearsing.run(pk)


@shared_task(name=checking.TASK)
def check_image(key: str) -> None:
    checking.check(key)
