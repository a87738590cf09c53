"""Checks that no other user of the machine reads the database file of SQLite, or what lies beside
it: its -wal and -shm, and copies whose names begin with its own."""

import glob
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.translation import gettext_lazy as _

from .messages import CheckId, error

OTHERS, PASS = 0o007, 0o001
"""Bits of a mode: what others may do with a file; that they may pass through a folder."""


@register(Tags.database)
def check_private_files(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [message for alias in databases or () for message in _messages(alias)]


def _messages(alias: str) -> Iterator[Error]:
    if connections[alias].vendor != "sqlite":
        return
    name = str(connections[alias].settings_dict["NAME"])
    if name.startswith("file:") or ":memory:" in name:
        return
    open_files = [str(path) for path in _files(Path(name).absolute()) if _is_open(path)]
    if open_files:
        yield error(
            CheckId.SQLITE_FILE_OPEN,
            _("Every user of this machine can read or write %s.") % ", ".join(open_files),
            _("Run chmod 600 %s.") % shlex.join(open_files),
        )


def _files(path: Path) -> list[Path]:
    return sorted(path.parent.glob(glob.escape(path.name) + "*"))


def _is_open(path: Path) -> bool:
    """False also for what has gone meanwhile, as a -wal does."""
    try:
        return bool(path.stat().st_mode & OTHERS) and all(
            folder.stat().st_mode & PASS for folder in path.parents
        )
    except OSError:
        return False
