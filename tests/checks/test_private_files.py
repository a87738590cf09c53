"""No other user of the machine reads SQLite's file, nor what lies beside it."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connections

from tests.programs import MANAGE, run
from tests.pushconsole.production import PRODUCTION

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.django_db]
NAME = "console [1].sqlite3"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where everybody may pass, unlike in the folders of pytest; the database is said to lie
    there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        monkeypatch.setitem(connections["default"].settings_dict, "NAME", str(folder / NAME))
        yield folder


def complaints() -> list[str]:
    messages = run_checks(databases=["default"])
    return [f"{one.msg} {one.hint}" for one in messages if one.id == "campaigns.E031"]


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal", ".bak", ".2026-11-26"])
def test_a_file_that_others_read_is_named(suffix: str, folder: Path) -> None:
    file = folder / f"{NAME}{suffix}"
    file.touch(0o600)
    assert complaints() == []
    for mode in (0o604, 0o602, 0o644):
        file.chmod(mode)
        (said,) = complaints()
        assert f"Run chmod 600 '{file}'" in said
    file.chmod(0o640)
    assert complaints() == [], "a group may be one for backups"


def test_in_a_private_folder_nobody_reads_it(folder: Path) -> None:
    (folder / NAME).touch(0o644)
    folder.chmod(0o700)
    assert complaints() == []


def test_of_other_files_nothing_is_said(folder: Path) -> None:
    (folder / "notes.txt").touch(0o644)
    assert complaints() == []


@pytest.mark.programs
def test_a_new_file_and_what_sqlite_puts_beside_it_are_private(tmp_path: Path) -> None:
    file = tmp_path / "data" / "console.sqlite3"
    file.parent.mkdir(mode=0o755)
    changes = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{file}"}
    code = (
        "import glob, os; from django.db import connection;"
        "connection.cursor().execute('CREATE TABLE t (x)');"
        f"print(*sorted({{oct(os.stat(f).st_mode & 0o777) for f in glob.glob('{file}*')}}));"
        f"print(len(glob.glob('{file}*')))"
    )
    shown = run([*MANAGE, "shell", "--no-imports", "-c", code], tmp_path / "var", changes)
    assert shown.stdout == "0o600\n3\n", shown.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
