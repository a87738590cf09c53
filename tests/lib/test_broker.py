"""How many messages wait, on Redis and in a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection, Producer, Queue

from campaigns.lib import broker
from pushconsole import stores
from tests import services


@pytest.fixture(params=["folder", pytest.param("redis", marks=pytest.mark.redis)])
def connection(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Connection]:
    """Configured as the product's own."""
    if request.param == "folder":
        monkeypatch.delenv("REDIS_URL", raising=False)
        yield from _connected(tmp_path)
        return
    with services.running_redis() as url:
        monkeypatch.setenv("REDIS_URL", url)
        yield from _connected(tmp_path)


def _connected(var_dir: Path) -> Iterator[Connection]:
    config = stores.broker(var_dir)
    with Connection(
        config["URL"],
        transport=config["TRANSPORT"],
        transport_options=config["TRANSPORT_OPTIONS"],
    ) as connection:
        yield connection


def test_what_waits_is_counted_per_queue(connection: Connection) -> None:
    assert broker.waiting(connection, "tick") == 0
    with Producer(connection) as producer:
        for name, times in (("tick", 3), ("push", 1)):
            queue = Queue(name, routing_key=name)
            for _ in range(times):
                producer.publish({}, routing_key=name, declare=[queue], exchange=queue.exchange)
    assert (broker.waiting(connection, "tick"), broker.waiting(connection, "push")) == (3, 1)
    message = Queue("push", channel=connection.default_channel).get(no_ack=True)
    assert message is not None
    assert broker.waiting(connection, "push") == 0
