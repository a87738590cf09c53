"""Between tasks a worker keeps its database connection, unless Django's own rules end it."""

from collections.abc import Iterator

import pytest
from celery.fixups.django import DjangoWorkerFixup  # type: ignore[attr-defined]
from celery.signals import task_prerun
from django.db import connection

from pushconsole.celery import app


@pytest.fixture
def open_connection(transactional_db: None) -> Iterator[object]:
    connection.ensure_connection()
    yield connection.connection
    connection.close_at = None


def test_celery_does_not_close_it(open_connection: object) -> None:
    fixup = DjangoWorkerFixup(app)
    for _ in range(3):
        fixup.close_database()
    assert connection.connection is open_connection


def test_one_that_has_had_its_time_is_closed_before_the_next_task(open_connection: object) -> None:
    connection.close_at = float("inf")
    task_prerun.send(sender=None)
    assert connection.connection is open_connection
    connection.close_at = 0.0
    task_prerun.send(sender=None)
    assert connection.connection is None
