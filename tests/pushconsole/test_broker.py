"""The folder broker delivers whole messages; beat does not follow the wall clock."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from pushconsole import steady, stores
from pushconsole.folder_broker import Channel

MESSAGES = 400


def channel_of(broker: Connection) -> Channel:
    channel = broker.default_channel
    assert isinstance(channel, Channel)
    return channel


def connection(options: dict[str, str]) -> Connection:
    transport = "pushconsole.folder_broker:Transport"
    return Connection("filesystem://", transport=transport, transport_options=options)


def write(channel: Channel) -> None:
    for number in range(MESSAGES):
        channel._put("tick", {"n": number})


def test_every_message_arrives_whole_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    options = stores.broker(tmp_path)["TRANSPORT_OPTIONS"]
    with connection(options) as broker, ThreadPoolExecutor(1) as pool:
        channel = channel_of(broker)
        writing = pool.submit(write, channel)
        found: list[int] = []
        while len(found) < MESSAGES:
            try:
                found.append(channel._get("tick")["n"])
            except Empty:
                assert not writing.done() or os.listdir(options["data_folder_in"])
    assert found == list(range(MESSAGES))


def test_a_message_is_plain_json_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    options = stores.broker(tmp_path)["TRANSPORT_OPTIONS"]
    with connection(options) as broker:
        channel_of(broker)._put("tick", {"n": 1})
    (file,) = Path(options["data_folder_in"]).iterdir()
    assert json.loads(file.read_text()) == {"n": 1}
    assert (tmp_path / "broker").stat().st_mode & 0o077 == 0


def test_a_clock_change_does_not_move_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    before = steady.steady_now()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert timedelta(0) <= steady.steady_now() - before < timedelta(seconds=5)
