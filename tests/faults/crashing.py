"""The product's push worker, `dispatch` and web, killed or frozen at a named point from outside.

    CRASH=claimed SEND=1,1 celery -A tests.faults.crashing worker -Q push ...
    CRASH=claimed python -m tests.faults.crashing dispatch
    CLOCK=-700 python -m tests.faults.crashing gunicorn pushconsole.wsgi ...

SEND: ids of campaigns for which the worker is sent a message when it is ready.
CLOCK: by how many seconds this process's clock is off, from its start.
RELEASE: the migration that its release ends with, besides this one's.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import time_machine

if os.environ.get("CLOCK"):
    time_machine.travel(time.time() + float(os.environ["CLOCK"])).start()

import django
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")
django.setup()

from urllib3.connection import HTTPConnection  # noqa: E402 (Django comes first)

from campaigns.provider import connection as provider_connection  # noqa: E402
from campaigns.sending import attempts, overdue, record  # noqa: E402
from campaigns.sending import send as sending_send  # noqa: E402
from campaigns.sending.host import (  # noqa: E402
    answer_log,  # noqa: E402
    release,
    sent_log,
)
from pushconsole.celery import app  # noqa: E402

POINTS: dict[str, tuple[Any, str]] = {
    "connected": (provider_connection.Connection, "open"),
    "in the claim": (attempts, "begin"),
    "claimed": (sending_send, "claim"),
    "before it is noted": (sent_log, "append"),
    "noted": (sent_log, "append"),
    "before the first byte": (sending_send, "_guard"),
    "in the request": (HTTPConnection, "send"),
    "answered": (sending_send, "exchange"),
    "the answer is noted": (answer_log, "append"),
    "in the record": (record, "_close"),
    "recorded": (record, "record_verdict"),
    "in the reaper": (overdue, "move"),
}
"""point -> the function after which the process ends (CRASH), or stops until SIGCONT (FREEZE)."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def freeze() -> None:
    """By way of this thread: sent to the process, the signal would let it run on for a little."""
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)


def install(point: str, end: Callable[[], None]) -> None:
    owner, name = POINTS[point]
    original = getattr(owner, name)
    if point == "in the request":
        setattr(owner, name, _half(original))
    elif point == "before it is noted":
        setattr(owner, name, lambda *args: end())
    else:
        setattr(owner, name, _then(end, original))


def _then(end: Callable[[], None], original: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        end()
        return result

    return wrapped


def _half(original: Callable[..., None]) -> Callable[..., None]:
    """The head and half of the body leave."""

    def send(connection: HTTPConnection, part: Any) -> None:
        if part.startswith(b"{"):
            original(connection, part[: len(part) // 2])
            die()
        original(connection, part)

    return send


@worker_ready.connect
def _enqueue(**_: Any) -> None:
    for pk in filter(None, os.environ.get("SEND", "").split(",")):
        app.send_task("campaigns.send", args=[int(pk)])


release.KNOWN |= {os.environ["RELEASE"]} if "RELEASE" in os.environ else set()
for variable, end in (("CRASH", die), ("FREEZE", freeze)):
    if os.environ.get(variable):
        install(os.environ[variable], end)

if __name__ == "__main__":
    from django.core.management import execute_from_command_line
    from gunicorn.app.wsgiapp import run as execute_gunicorn  # type: ignore[import-untyped]

    if sys.argv[1] == "gunicorn":
        execute_gunicorn(sys.argv.pop(1))
    else:
        execute_from_command_line(sys.argv)
