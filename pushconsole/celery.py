"""The Celery application; its settings are the Django settings that start with CELERY_."""

import os
import signal
import sys
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import (
    beat_init,
    setup_logging,
    task_prerun,
    worker_init,
    worker_ready,
    worker_shutting_down,
)

from .environment import load_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")

app = Celery("pushconsole", amqp="pushconsole.broker_connection:AMQP")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_configure.connect
def _settings(**_: Any) -> None:
    load_or_exit()


@setup_logging.connect
def _logging(**_: Any) -> None:
    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_init.connect
@beat_init.connect
def _refuse_unsafe(**_: Any) -> None:
    """Celery runs no system checks. It swallows exceptions of a receiver but not SystemExit, which
    `refuse_unsafe_or_exit` raises."""
    import django

    django.setup()
    from campaigns.checks.settings import refuse_unsafe_or_exit

    refuse_unsafe_or_exit()


@worker_init.connect
def _prepare(sender: Any, **_: Any) -> None:
    from django.conf import settings

    from campaigns.lib import prepared_queries
    from campaigns.sending import (
        bulkheads,
        send,  # noqa: F401 (registers its queries)
    )

    if not settings.NEEDS_SECRETS_KEYS and "push" in sender.app.amqp.queues.consume_from:
        sys.stderr.write(f"PROGRAM must be push for a push worker, not {settings.PROGRAM}.\n")
        raise SystemExit(2)
    prepared_queries.compile_all()
    bulkheads.places.size_for(sender.concurrency)


@worker_ready.connect
def _record_noted_answers(**_: Any) -> None:
    from campaigns.sending import noted_answers

    noted_answers.settle_now_and_then()


@worker_ready.connect
def _end_gently(**_: Any) -> None:
    """Whatever signal asks it to, the worker ends as after SIGTERM: what is being sent is finished
    first, within STOP_GRACE. At a second Ctrl-C or at SIGQUIT Celery would break off, which its
    thread pool cannot do: it raised, and the answer that a send waited for was lost."""
    warm = signal.getsignal(signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, warm)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # in a terminal that is closed
        signal.signal(signal.SIGHUP, warm)


@worker_shutting_down.connect
def _stop_waiting(**_: Any) -> None:
    from campaigns.lib import retry

    retry.stopping.set()


@worker_ready.connect
def _report(sender: Any, **_: Any) -> None:
    """A worker says that it is there, and what it has seen, also while it has nothing to do."""
    from campaigns.sending.host import beat

    beat.start(sends="push" in sender.app.amqp.queues.consume_from)


@task_prerun.connect
def _keep_connection(**_: Any) -> None:
    """Applies Django's rule for connections (CONN_MAX_AGE, health checks) before each task:
    CELERY_DB_REUSE_MAX keeps Celery from closing the connection around each one."""
    from django.db import close_old_connections

    close_old_connections()
