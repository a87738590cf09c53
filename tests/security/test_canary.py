"""The watch of `tests.canary` notices a secret in each place that it watches.

That it is found nowhere else is checked after every test and at the end of every run.
"""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from celery.signals import before_task_publish
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from campaigns.models import Application
from tests import canary, factories
from tests.canary import SECRET
from tests.programs import ROOT


def _answer() -> None:
    canary.Watch(lambda request: HttpResponse(SECRET))(RequestFactory().get("/x"))


def _header() -> None:
    canary.Watch(lambda request: HttpResponse(headers={"X": SECRET}))(RequestFactory().get("/x"))


def _log() -> None:
    logging.getLogger("campaigns").error("signed with %s", SECRET)


def _traceback() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("campaigns").exception("failed")


def _statement() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [SECRET])


def _bytes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [SECRET.encode()])


def _message() -> None:
    before_task_publish.send("campaigns.send", body=([SECRET], {}, {}), headers={})


PLANTS: list[Callable[[], None]] = [
    _answer,
    _header,
    _log,
    _traceback,
    _statement,
    _bytes,
    _message,
]


@pytest.mark.django_db
@pytest.mark.parametrize("plant", PLANTS)
def test_planted_canary_is_seen(plant: Callable[[], None]) -> None:
    plant()
    assert len(canary.taken()) >= 1


def test_signature_that_was_sent_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = "0123456789abcdef0123456789abcdef01234567"
    monkeypatch.setattr(canary, "signatures", {signature})
    canary.look("nowhere", "0" * 40)
    assert canary.taken() == []
    canary.look("somewhere", f"Signature {signature}")
    assert canary.taken() == ["somewhere"]


def test_canary_left_in_a_file_is_seen(tmp_path: Path) -> None:
    left = tmp_path / "deep" / "file"
    left.parent.mkdir()
    left.write_bytes(b"\0" + SECRET.encode())
    assert str(left) in canary.left_behind([tmp_path])
    left.unlink()
    assert canary.left_behind([tmp_path]) == []


@pytest.mark.slow
def test_run_that_leaves_the_canary_behind_fails(tmp_path: Path) -> None:
    """The whole of it, in a run of its own."""
    planted = tmp_path / "var" / "planted"
    planted.parent.mkdir()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["tests/domain/provider/test_signature.py", "--basetemp", str(tmp_path / "base")]

    def run() -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "VAR_DIR": str(planted.parent)}
        environment = {k: v for k, v in environment.items() if not k.startswith("PYTEST")}
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    planted.write_text(SECRET)
    failed = run()
    planted.unlink()
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert f"FAILED: the canary was left in {planted}" in failed.stdout
    assert run().returncode == 0


@pytest.mark.django_db
def test_dump_of_the_database_holds_no_secret() -> None:
    application = factories.make_application()
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    assert "key-shop" in out.getvalue()
    for said in (out.getvalue(), repr(application), str(application), repr(vars(application))):
        assert SECRET not in said
    assert Application.objects.get().app_secret == SECRET
