"""A console on PostgreSQL and Redis of its own, with a network between them that can be cut."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests import services
from tests.faults.cutting_proxy import CuttingProxy
from tests.faults.installation import Installation, Servers, Template
from tests.push_server import PushServer


@dataclass
class Networked:
    """`installation` asks the stores themselves; `programs` reach them through the proxies only."""

    installation: Installation
    programs: Installation
    server: PushServer
    database: CuttingProxy
    broker: CuttingProxy

    def pks(self, prefix: str) -> list[int]:
        """Ids of the campaigns whose name starts so."""
        question = f"SELECT id FROM campaigns_campaign WHERE name LIKE '{prefix}%' ORDER BY id"  # noqa: S608 (ours)
        return [row[0] for row in self.installation.rows(question)]

    def let_be_due(self, pks: list[int], seconds: float = 0) -> None:
        """In so many seconds, by the database's clock."""
        listed = ",".join(map(str, pks))
        self.installation.change(
            "UPDATE campaigns_campaign SET"  # noqa: S608 (our own numbers)
            f" next_try_at = clock_timestamp() + interval '{seconds} s' WHERE id IN ({listed})"
        )

    def status(self, pk: int) -> str:
        question = f"SELECT status FROM campaigns_campaign WHERE id = {pk}"  # noqa: S608 (ours)
        return str(self.installation.rows(question)[0][0])

    def outcomes(self, pk: int) -> list[str]:
        question = (
            "SELECT outcome FROM campaigns_attempt a JOIN campaigns_submission s"  # noqa: S608 (ours)
            f" ON s.id = a.submission_id WHERE s.campaign_id = {pk} ORDER BY a.id"
        )
        return [row[0] for row in self.installation.rows(question)]

    def seconds_until(self, condition: Callable[[], bool], at_most: float) -> float:
        """Raises AssertionError with the log when it does not come true in time."""
        began = time.monotonic()
        while not condition():
            assert time.monotonic() - began < at_most, self.installation.log()
            time.sleep(0.05)
        return time.monotonic() - began

    @contextmanager
    def locked(self, pk: int) -> Iterator[None]:
        """The row of the campaign's application, by somebody without any limit."""
        with psycopg.connect(self.installation.database_url) as session:
            session.execute(
                "SELECT 1 FROM campaigns_application a JOIN campaigns_campaign c"  # noqa: S608 (ours)
                f" ON c.application_id = a.id WHERE c.id = {pk} FOR UPDATE OF a".encode()
            )
            yield


@contextmanager
def running_servers() -> Iterator[Servers]:
    with services.running_postgresql() as database, services.running_redis() as redis:
        yield Servers(database.rpartition("/")[0], redis.rpartition("/")[0])


def template_of(folder: Path, servers: Servers, **applications: int) -> Template:
    """With the campaign "Sale", due at once, and so many applications of each data centre, whose
    campaigns, named `centre-0` and so on, are due in 2030. All but the first data centre may be
    reached nowhere."""
    template = Template(folder, servers, 1)
    nowhere = ",".join(f"{centre}=https://127.0.0.1:1" for centre in [*applications][1:])
    first = replace(template.first, more=(("EXTRA_DATA_CENTRES", nowhere),))
    for centre, number in applications.items():
        first.run(["-m", "tests.faults.prepare", "--applications", str(number), centre])
    return template


@contextmanager
def networked(template: Template, **more: str) -> Iterator[Networked]:
    """A copy of the template, with a data centre that works and `more` in its environment."""
    assert template.servers is not None
    with ExitStack() as stack:
        server = stack.enter_context(PushServer())
        installation = replace(template.copy(server.url), more=tuple(more.items()))
        urls = installation.database_url, installation.redis_url
        database, broker = (
            stack.enter_context(CuttingProxy(urlsplit(url).port or 0)) for url in urls
        )
        programs = replace(
            installation,
            database_url=_through(urls[0], database),
            redis_url=_through(urls[1], broker),
        )
        yield Networked(installation, programs, server, database, broker)


def _through(url: str, proxy: CuttingProxy) -> str:
    return url.replace(f":{urlsplit(url).port}/", f":{proxy.port}/")
