"""Builds the two teams once a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.security import two_teams as building
from tests.security.two_teams import TwoTeams


@pytest.fixture(scope="module")
def teams(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[TwoTeams]:
    """Made once; every request on it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield building.build()
        transaction.set_rollback(True)
