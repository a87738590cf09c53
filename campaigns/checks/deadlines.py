"""The times of a send fit into each other, so that no two senders hold one campaign."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import Error
from django.utils.translation import gettext_lazy as _

from campaigns.sending.send import AHEAD

from .messages import CheckId, error

STOP_GRACE = 90
"""Seconds that a program that sends is given to end, so that it finishes and records what it sends:
the stop_grace_period of compose.yaml."""


def timing_errors() -> Iterator[Error]:
    names = ("START_GUARD", "POST_DEADLINE", "CONNECT_TIMEOUT", "READ_TIMEOUT", "MAX_CLOCK_SKEW")
    for name in names:
        if getattr(settings, name) <= 0:
            yield error(CheckId.TIME_NOT_POSITIVE, _("%s must be more than 0 seconds.") % name)
    yield from _order_errors()
    yield from _lock_errors()
    yield from _grace_errors()


def _order_errors() -> Iterator[Error]:
    steps = (
        settings.START_GUARD + settings.POST_DEADLINE,
        settings.REAP_AFTER,
        settings.CELERY_TASK_SOFT_TIME_LIMIT,
        settings.CELERY_TASK_TIME_LIMIT,
    )
    if not steps[0] < steps[1] < steps[2] < steps[3]:
        yield error(
            CheckId.TIME_ORDER,
            _(
                "START_GUARD + POST_DEADLINE < REAP_AFTER < TASK_SOFT_TIME_LIMIT < TASK_TIME_LIMIT"
                " must hold; they are %d, %d, %d and %d seconds."
            )
            % steps,
        )


def _lock_errors() -> Iterator[Error]:
    lock, statement = (settings.SESSION_LIMITS[f"{name}_timeout"] for name in ("lock", "statement"))
    if lock >= statement:
        yield error(
            CheckId.LOCK_OUTLASTS_STATEMENT,
            _("LOCK_TIMEOUT must be less than STATEMENT_TIMEOUT; they are %(lock)d and %(most)d s.")
            % {"lock": lock, "most": statement},
        )


def _grace_errors() -> Iterator[Error]:
    send = settings.START_GUARD + settings.POST_DEADLINE
    if settings.CONNECT_TIMEOUT + AHEAD.seconds + send > STOP_GRACE:
        yield error(
            CheckId.STOP_GRACE,
            _("CONNECT_TIMEOUT + START_GUARD + POST_DEADLINE must be at most %d seconds.")
            % (STOP_GRACE - AHEAD.seconds),
            _("A worker that is stopped has no more to finish what it sends."),
        )
