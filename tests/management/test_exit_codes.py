"""Exit codes and output of the commands as real processes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.programs
ROOT = Path(__file__).parent.parent.parent
Shell = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """manage.py on a fresh embedded installation, not migrated yet."""
    own = {"DATABASE_URL", "REDIS_URL", "PRODUCTION", "CLI_VOTES", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    environment |= {"VAR_DIR": str(tmp_path / "var"), "ENV_FILE": os.devnull}

    def _shell(
        *argv: str, stdin: bytes = b"", stdout: int = subprocess.PIPE, **more: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "manage.py", *argv],
            cwd=ROOT,
            env={**environment, **more},
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )

    return _shell


def test_before_migrate_a_sentence_and_exit_1(shell: Shell) -> None:
    result = shell("campaign", "list")
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.startswith(b"Run manage.py migrate")
    assert b"Traceback" not in result.stderr


def test_what_a_shell_sees(shell: Shell) -> None:
    assert shell("migrate", "-v0").returncode == 0
    assert shell("user", "add", "mia", "--role", "marketer").returncode == 0
    add = ("application", "add", "店铺", "--app-key", "k1", "--secret-stdin")
    result = shell(*add, "--data-centre", "sandbox", stdin=b"s3cret\n", PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "店铺".encode() in result.stdout
    assert b"s3cret" not in result.stdout

    body = b'{"audience":{"is_to_all":true},"notification":{},"platform":["ios"]}'
    words = ("campaign", "import", "-", "--application", "k1", "--as", "mia")
    assert shell(*words, stdin=body).returncode == 0
    assert shell("campaign", "payload", "1").stdout == body

    result = shell(*words, stdin=b"\xff")
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr == b"$: Save the body as UTF-8: byte 0 is not.\n"
    result = shell(*words, "--send-at", "2026-12-01T10:00:00", stdin=body)
    assert (result.returncode, result.stdout) == (2, b"")
    result = shell("campaign", "import", os.fsdecode(b"\xff"), *words[3:])
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"Traceback" not in result.stderr


def test_a_reader_that_has_read_enough_is_no_fault(shell: Shell) -> None:
    """A new user is printed as one object, here to somebody who does not listen any more."""
    assert shell("migrate", "-v0").returncode == 0
    reader, writer = os.pipe()
    os.close(reader)
    result = shell("user", "add", "tom", "--role", "auditor", stdout=writer)
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")
