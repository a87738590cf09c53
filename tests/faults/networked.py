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
from tests.faults.redis_to_kill import RedisToKill
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
def networked(folder: Path, **more: str) -> Iterator[Networked]:
    """With one campaign, due at once, of one application on the server's data centre."""
    with ExitStack() as stack:
        url = stack.enter_context(services.running_postgresql())
        redis, server = stack.enter_context(RedisToKill()), stack.enter_context(PushServer())
        template = Template(folder, Servers(url.rpartition("/")[0], redis.base_url), 1)
        database = stack.enter_context(CuttingProxy(urlsplit(url).port or 0))
        broker = stack.enter_context(CuttingProxy(redis.port))
        installation = replace(template.copy(server.url), more=tuple(more.items()))
        programs = replace(
            installation,
            database_url=_through(installation.database_url, database),
            redis_url=_through(installation.redis_url, broker),
        )
        yield Networked(installation, programs, server, database, broker)


def _through(url: str, proxy: CuttingProxy) -> str:
    return url.replace(f":{urlsplit(url).port}/", f":{proxy.port}/")
