"""The world of the matrix, made once a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.security import world as making
from tests.security.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once; every request on it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.build()
        transaction.set_rollback(True)
