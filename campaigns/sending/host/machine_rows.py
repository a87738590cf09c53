"""The rows of Machine: one for each folder that holds a sent.log, whatever its host is called."""

import socket
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Coalesce, Now

from campaigns.lib import database_clock
from campaigns.models import Machine

from . import machine_file
from .machine_file import Notes

HEARD = timedelta(seconds=30)
"""A machine that has not doubted for this long is gone, or was adopted. It doubts every second."""
TOGETHER = timedelta(seconds=60)
"""Machines that were at work so shortly before each other were at work at the same time. Longer
than `marks.AT_WORK`."""
FORGOTTEN = timedelta(days=1)
"""Machines not seen for this long are deleted: containers come and go under new names."""
WORKERS_FORGOTTEN = timedelta(days=90)
"""The same for machines that could send. After that, one that comes back is new here."""


def write(notes: Notes | None = None, **columns: object) -> None:
    """Write this machine's row, that of `notes` or of its file. Raises django.db.Error.

    A machine whose folder cannot be read has no key: it writes the row of its host's name.
    """
    notes = notes or _noted()
    columns["seen"] = database_clock.now()
    if notes is None:
        Machine.objects.update_or_create(name=socket.gethostname(), defaults=columns)
        return
    columns["name"] = free_name(notes.machine)
    try:
        Machine.objects.update_or_create(key=notes.machine, defaults=columns)
    except IntegrityError:  # another machine of this name was faster
        columns["name"] = _own_name(notes.machine)
        Machine.objects.update_or_create(key=notes.machine, defaults=columns)


def _noted() -> Notes | None:
    try:
        return machine_file.read()
    except OSError:
        return None


def doubt_no_more(notes: Notes) -> None:
    Machine.objects.filter(key=notes.machine, doubted__isnull=False).update(doubted=None)


def admitted() -> list[Machine]:
    """The machines that were admitted, each with `is_doubting`: has it said lately that the
    database lacks what it has seen; and `is_at_work`: could it send in the last minute? One that
    was not admitted is among them while it doubts."""
    machines = Machine.objects.filter(key__isnull=False).annotate(
        is_doubting=_since("doubted", HEARD), is_at_work=_since("worked", TOGETHER)
    )
    return list(machines.filter(~Q(mark="") | Q(is_doubting=True)))


def _since(column: str, age: timedelta) -> Coalesce:
    recent = Q(**{f"{column}__gt": Now() - age})
    return Coalesce(ExpressionWrapper(recent, output_field=BooleanField()), False)


def forget(now: datetime) -> None:
    Machine.objects.filter(seen__lt=now - FORGOTTEN, worked__isnull=True).delete()
    Machine.objects.filter(seen__lt=now - WORKERS_FORGOTTEN).delete()


def free_name(key: str) -> str:
    """The host's name; with a piece of the key if another machine bears it. A row without a key is
    that of the release before, on this host."""
    host = socket.gethostname()
    same = Machine.objects.filter(name=host).exclude(key=key)
    same.filter(key__isnull=True).delete()
    return _own_name(key) if same.exists() else host


def _own_name(key: str) -> str:
    return f"{socket.gethostname()[:240]} ({key[:6]})"
