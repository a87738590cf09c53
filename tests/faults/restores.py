"""Ways in which a database is put back as it was, each for one installation."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.faults.cluster import Cluster
from tests.faults.installation import Installation


@dataclass(frozen=True)
class Backup:
    """`save` takes it, `restore` puts it back; nothing may run meanwhile but the server."""

    save: Callable[[], None]
    restore: Callable[[], None]


def dump(cluster: Cluster, installation: Installation) -> Backup:
    """PostgreSQL: pg_dump, and pg_restore --clean into the same database."""
    name = installation.database_url.rpartition("/")[2]
    return Backup(lambda: cluster.dump(name), lambda: cluster.restore_dump(name))


def folder(cluster: Cluster, installation: Installation) -> Backup:
    """PostgreSQL: the whole folder of the cluster, copied while the server is stopped."""
    return Backup(cluster.save_folder, cluster.restore_folder)


def in_place(installation: Installation) -> Backup:
    """SQLite: into the same file, as its own .restore does."""
    saved = installation.folder / "saved"
    return Backup(
        lambda: _copy(installation.sqlite, saved), lambda: _copy(saved, installation.sqlite)
    )


def another_file(installation: Installation) -> Backup:
    """SQLite: the file of the backup takes the place of the other."""
    saved = installation.folder / "saved"

    def restore() -> None:
        for end in ("", "-wal", "-shm"):
            installation.sqlite.with_name(f"{installation.sqlite.name}{end}").unlink(
                missing_ok=True
            )
        shutil.copy(saved, installation.sqlite)

    return Backup(lambda: _copy(installation.sqlite, saved), restore)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
