"""Expects the database to refuse a statement, inside a transaction of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(IntegrityError, match="never"), transaction.atomic():
        yield


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
