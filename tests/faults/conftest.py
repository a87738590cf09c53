"""Installations to kill: on SQLite and a folder, or on PostgreSQL and Redis where tests run so."""

import os
import ssl
from collections.abc import Callable, Iterator

import pytest
import trustme

from tests import services
from tests.faults.installation import Servers, Template
from tests.provider.misbehaving import server_context

MakeTemplate = Callable[[int], Template]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers | None]:
    """Private ones, so that whole databases can be made and copied."""
    if "DATABASE_URL" not in os.environ:
        yield None
        return
    with services.running_postgresql() as database, services.running_redis() as redis:
        yield Servers(database.rpartition("/")[0], redis.rpartition("/")[0])


@pytest.fixture(scope="session")
def make_template(
    servers: Servers | None, tmp_path_factory: pytest.TempPathFactory
) -> MakeTemplate:
    def make(campaigns: int) -> Template:
        return Template(tmp_path_factory.mktemp(f"of{campaigns}-"), servers, campaigns)

    return make


@pytest.fixture(scope="session")
def tls(ca: trustme.CA) -> ssl.SSLContext:
    return server_context(ca)


@pytest.fixture(scope="session")
def template(make_template: MakeTemplate) -> Template:
    """With one campaign, approved and due."""
    return make_template(1)
