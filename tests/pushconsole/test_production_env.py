"""`make production-env` writes a private .env that production accepts as it is."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import MANAGE, ROOT, run

WRITE = [sys.executable, str(ROOT / "pushconsole" / "production_env.py")]


def written(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*WRITE, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.programs
def test_production_starts_with_it_and_without_a_warning(tmp_path: Path) -> None:
    assert written(tmp_path, "push.example.com").returncode == 0
    file = tmp_path / ".env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    check = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
    ended = run(check, tmp_path / "var", {"ENV_FILE": str(file)})
    assert ended.returncode == 0, ended.stderr


BEHIND_THE_PROXY = """
from django.test import Client, override_settings
backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
told = {"host": "push.example.com", "x-forwarded-proto": "https"}
with override_settings(STORAGES={"staticfiles": backend}):
    print(Client(headers=told).get("/login/").status_code)
"""


@pytest.mark.programs
def test_the_proxy_that_it_needs_is_not_sent_round_in_circles(tmp_path: Path) -> None:
    """The proxy speaks TLS to browsers, and plain HTTP to the console."""
    written(tmp_path, "push.example.com")
    start = {"ENV_FILE": str(tmp_path / ".env")}
    ended = run([*MANAGE, "shell", "--command", BEHIND_THE_PROXY], tmp_path / "var", start)
    assert ended.stdout.splitlines()[-1:] == ["200"], ended.stdout + ended.stderr


def test_it_never_overwrites_the_keys_of_stored_secrets(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SECRETS_KEYS=old")
    ended = written(tmp_path, "push.example.com")
    assert ended.returncode == 1
    assert ended.stderr.startswith(".env exists;")
    assert (tmp_path / ".env").read_text() == "SECRETS_KEYS=old"


def test_it_asks_for_the_host(tmp_path: Path) -> None:
    ended = written(tmp_path)
    assert ended.returncode == 1
    assert "HOST=push.example.com" in ended.stderr
