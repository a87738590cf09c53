"""The Celery application; its settings are the Django settings that start with CELERY_."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, task_prerun, worker_init, worker_ready

from .environment import load_or_exit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")

app = Celery("pushconsole")
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
def _prepare(**_: Any) -> None:
    from campaigns.lib import prepared_queries
    from campaigns.sending import send  # noqa: F401 (registers its queries)

    prepared_queries.compile_all()


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
