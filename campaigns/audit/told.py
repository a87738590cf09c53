"""Who tells of a change: a service writes the event of what it does; of what changes outside of
any service, as in a shell, signal handlers write one (`accounts.outside_changes`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from campaigns.access import Actor
from campaigns.lib.system_user import system_user

_told: ContextVar[bool] = ContextVar("a service tells", default=False)


@contextmanager
def by_services() -> Iterator[None]:
    """In this block whoever changes rights or secrets writes the event too: in every request, in
    every command of ours, and in the services themselves."""
    token = _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)


def is_by_services() -> bool:
    return _told.get()


def outsider() -> Actor:
    """Who works in this process, where no service says it."""
    return Actor(None, system_user())
