"""Beat adds no tick while enough wait, and a broker that refuses costs it one line."""

import logging
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from campaigns.lib import broker
from pushconsole import celery_settings, stores
from pushconsole.tick_scheduler import ENOUGH, Scheduler


@pytest.fixture
def scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    """As beat makes it, on a folder."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    config = stores.broker(tmp_path)
    app = Celery("test", set_as_current=False)
    app.conf.update(
        broker_url=config["URL"],
        broker_transport=config["TRANSPORT"],
        broker_transport_options=config["TRANSPORT_OPTIONS"],
        beat_schedule=celery_settings.CELERY_BEAT_SCHEDULE,
    )
    return Scheduler(app)


def give(scheduler: Scheduler) -> object:
    return scheduler.apply_async(scheduler.schedule["tick"], producer=scheduler.producer)


def channel_of(scheduler: Scheduler) -> Any:
    return scheduler.connection.default_channel


def waiting(scheduler: Scheduler) -> int:
    return broker.waiting(scheduler.connection, "tick")


def test_it_stops_when_enough_wait_and_goes_on_when_they_are_taken(scheduler: Scheduler) -> None:
    for _ in range(ENOUGH + 5):
        give(scheduler)
    assert waiting(scheduler) == ENOUGH
    channel_of(scheduler).queue_purge("tick")
    give(scheduler)
    assert waiting(scheduler) == 1


def test_a_broker_that_refuses_is_one_line_and_the_next_tick_tries_again(
    scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionError("refused")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(broker, "waiting", refuse)
        scheduler.apply_entry(scheduler.schedule["tick"], producer=scheduler.producer)
    (record,) = caplog.records
    assert (record.exc_info, "refused" in record.getMessage()) == (None, True)
    assert give(scheduler) is not None
    assert waiting(scheduler) == 1


def test_no_tick_expires(scheduler: Scheduler) -> None:
    give(scheduler)
    message = channel_of(scheduler).basic_get("tick", no_ack=True)
    assert message is not None
    assert (message.headers["expires"], message.headers["eta"]) == (None, None)
