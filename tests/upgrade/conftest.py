"""A database that the code before the packages made, migrated by the present code."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from campaigns.sending.host import clock
from tests.upgrade.loading import loaded

DUE = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""When the one campaign that may leave is due; the dump is from 20 seconds before."""
SECRETS_KEY = "b2xkLWRhdGFiYXNlLW9ubHktZm9yLXRlc3RzLTAwMDE="
"""Under which the app secrets in the dump are encrypted."""


@dataclass(frozen=True)
class Before:
    """What the database said before it was migrated. `statuses`: name of a campaign -> state;
    `counts`: table of ours -> rows; `head`: the last seal as `verify_audit --head` takes it."""

    statuses: dict[str, str]
    counts: dict[str, int]
    head: str


@pytest.fixture
def before(
    tmp_path: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Before]:
    """Loaded at another place than it was made, and migrated, just when a campaign is due."""
    settings.SECRETS_KEYS = [SECRETS_KEY]
    monkeypatch.setattr(clock, "ahead_of_database", lambda: timedelta(0))
    with django_db_blocker.unblock(), loaded("database_before_packages", tmp_path):
        noted = _noted()
        with time_machine.travel(DUE, tick=True):
            call_command("migrate", verbosity=0)
            yield noted


def _noted() -> Before:
    statuses = rows("SELECT name, status FROM campaigns_campaign")
    ((position, digest),) = rows(
        "SELECT position, digest FROM campaigns_seal ORDER BY position DESC LIMIT 1"
    )
    return Before(dict(statuses), counts(), f"{position}:{digest}")


def counts() -> dict[str, int]:
    """Rows in each of the product's tables."""
    tables = connection.introspection.table_names()
    ours = [name for name in tables if name.startswith(("campaigns_", "auth_user"))]
    return {name: rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in ours}  # noqa: S608


def rows(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def command(*words: str) -> dict[str, Any]:
    """What it prints. Raises SystemExit where it refuses."""
    out = io.StringIO()
    call_command(*words, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue() or "{}")
    return found
