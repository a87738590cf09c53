"""No wait for the database or the broker is without an end."""

import socket
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from django.db import OperationalError, connection, connections
from kombu.exceptions import OperationalError as BrokerError

from pushconsole import stores, waits
from pushconsole.broker_connection import AT_MOST
from pushconsole.celery import app
from pushconsole.postgresql import base
from tests.faults.cutting_proxy import CuttingProxy

URL = "postgres://pushconsole@database/pushconsole"


def options(monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Any) -> dict[str, Any]:
    monkeypatch.setenv("DATABASE_URL", url)
    found = stores.database(tmp_path)
    assert found["ENGINE"] == "pushconsole.postgresql"
    options: dict[str, Any] = found["OPTIONS"]
    return options


def test_limits_follow_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("STATEMENT_TIMEOUT", "20")
    found = options(monkeypatch, URL, tmp_path)
    assert "-c statement_timeout=20s -c lock_timeout=3s" in found["options"]
    assert found["patience"] == 22


def test_database_url_has_the_last_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    url = f"{URL}?connect_timeout=2&sslmode=require&options=-c%20lock_timeout=1s"
    found = options(monkeypatch, url, tmp_path)
    assert found["options"].endswith(" -c lock_timeout=1s")
    assert (found["connect_timeout"], found["sslmode"]) == (2, "require")
    assert found["tcp_user_timeout"] == waits.UNACKNOWLEDGED


@pytest.mark.parametrize(
    ("argv", "is_command"),
    [
        (["manage.py", "migrate"], True),
        (["/app/manage.py", "verify_audit"], True),
        (["manage.py", "dispatch", "--once"], False),
        (["/bin/gunicorn", "pushconsole.wsgi"], False),
        (["/lib/celery/__main__.py", "-A", "pushconsole", "worker"], False),
    ],
)
def test_only_commands_may_take_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, argv: list[str], is_command: bool
) -> None:
    monkeypatch.setattr("sys.argv", argv)
    found = options(monkeypatch, URL, tmp_path)
    assert ("-c statement_timeout=0 " in found["options"]) is is_command
    assert ("session_timeout=10min" in found["options"]) is ("migrate" in argv)
    assert (found["patience"] is None) is is_command


@pytest.mark.database("postgresql")
@pytest.mark.django_db
@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="has no TCP_USER_TIMEOUT")
def test_kernel_gives_a_silent_database_up() -> None:
    connection.ensure_connection()
    with socket.socket(fileno=connection.connection.fileno()) as line:
        found = [
            line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
            for name in ("TCP_USER_TIMEOUT", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")
        ]
        line.detach()
    assert found == [10_000, 5, 2, 3]


@pytest.fixture
def cut_database(transactional_db: None) -> Any:
    """(a connection of its own through a proxy, the proxy)."""
    with CuttingProxy(int(connection.settings_dict["PORT"])) as proxy:
        own = connections["default"].copy()
        own.settings_dict["PORT"] = proxy.port
        yield own, proxy
        own.close()


@pytest.mark.database("postgresql")
def test_answer_that_never_comes_ends_the_connection(cut_database: Any) -> None:
    own, proxy = cut_database
    own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"], "patience": 1}
    with own.cursor() as cursor:
        cursor.execute("SELECT 1")
        proxy.cut()
        with pytest.raises(OperationalError, match="did not answer within 1 s"):
            cursor.execute("SELECT 2")
    proxy.mend()
    own.close_if_unusable_or_obsolete()
    with own.cursor() as cursor:
        cursor.execute("SELECT 3")
        assert cursor.fetchone() == (3,)


@pytest.mark.database("postgresql")
def test_commit_that_is_never_answered_ends_too(cut_database: Any) -> None:
    own, proxy = cut_database
    own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"], "patience": 1}
    own.set_autocommit(False)
    with own.cursor() as cursor:
        cursor.execute("SELECT 1")
    proxy.cut()
    with pytest.raises(OperationalError, match="did not answer"):
        own.commit()


@pytest.mark.database("postgresql")
def test_dead_connection_is_found_before_a_task(
    cut_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sooner than a statement is given up: each send that meets one waits for so long."""
    own, proxy = cut_database
    monkeypatch.setattr(base, "HEALTH_CHECK", 0.5)
    own.ensure_connection()
    proxy.cut()
    began = time.monotonic()
    assert not own.is_usable()
    assert time.monotonic() - began < own.settings_dict["OPTIONS"]["patience"]


@pytest.mark.database("postgresql")
@pytest.mark.django_db
def test_publishing_into_the_void_ends() -> None:
    """As a web request or a tick does, on a connection that stood before."""
    url = urlsplit(settings.CELERY_BROKER_URL)
    with CuttingProxy(url.port or 6379) as proxy:
        through = f"redis://:{url.password}@127.0.0.1:{proxy.port}/15"
        with app.connection_for_write(url=through) as broker:
            app.send_task("nobody", queue="nobody", connection=broker)
            proxy.cut()
            began = time.monotonic()
            with pytest.raises(BrokerError):
                app.send_task("nobody", queue="nobody", connection=broker, retry=False)
            assert time.monotonic() - began < 15
            proxy.mend()
            app.send_task("nobody", queue="nobody", connection=broker)
    with redis.Redis.from_url(f"{settings.CELERY_BROKER_URL.rpartition('/')[0]}/15") as store:
        assert store.llen("nobody") >= 2
        store.flushdb()


def test_broker_that_is_away_is_asked_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda seconds: None)
    seen: list[float] = []
    with (
        app.connection_for_read(
            url="redis://127.0.0.1:1/0", transport="redis", transport_options={}
        ) as broker,
        pytest.raises(BrokerError),
    ):
        broker.ensure_connection(lambda error, interval: seen.append(interval), 9)
    assert (seen[0], max(seen)) == (2, AT_MOST)
