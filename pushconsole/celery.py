"""The Celery application; its settings are those of Django that start with CELERY_."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, task_prerun, worker_init

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
    """Celery runs no system checks of its own. It swallows what a receiver raises, but not
    SystemExit, which `refuse_unsafe_or_exit` uses."""
    import django

    django.setup()
    from campaigns.checks.settings import refuse_unsafe_or_exit

    refuse_unsafe_or_exit()


@worker_init.connect
def _prepare(**_: Any) -> None:
    from campaigns.lib import prepared_queries  # noqa: F401 (its queries are known then)
    from campaigns.sending import send  # noqa: F401 (its queries are known then)

    prepared_queries.compile_all()


@task_prerun.connect
def _keep_connection(**_: Any) -> None:
    """Django's own rule for the database connection (CONN_MAX_AGE, health), before each task: with
    CELERY_DB_REUSE_MAX Celery does not close it around every one, for a new one each time."""
    from django.db import close_old_connections

    close_old_connections()
