"""A session without limits, as behind a pooler that drops them, stops the start."""

from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from campaigns.checks.sessions import check_sessions
from campaigns.checks.settings import Unsafe, refuse_unsafe

pytestmark = pytest.mark.django_db


@pytest.mark.database("postgresql")
@pytest.mark.parametrize("value", ["0", "'9s'"])
def test_longer_limit_than_asked_for_is_refused(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {value}")
    with pytest.raises(Unsafe, match="PostgreSQL's statement_timeout must be from 1 to 8000 ms"):
        refuse_unsafe()


@pytest.mark.database("postgresql")
def test_stricter_limit_is_welcome() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
    assert check_sessions() == []


def test_session_of_a_program_is_as_wanted() -> None:
    assert check_sessions() == []


def test_lock_that_outlasts_its_statement_is_refused(settings: Settings) -> None:
    limits: dict[str, Any] = {**settings.SESSION_LIMITS, "lock_timeout": 8}
    settings.SESSION_LIMITS = limits
    with pytest.raises(Unsafe, match="LOCK_TIMEOUT must be less than STATEMENT_TIMEOUT"):
        refuse_unsafe()
