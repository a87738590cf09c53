"""A restored or copied database on a machine that has sent: it sends nothing until adopted."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import MakeTemplate
from tests.faults.installation import DATABASE, DISPATCH, ROOT, Installation, Template
from tests.push_server import PushServer

pytestmark = pytest.mark.faults

TWO_TICKS = 3
"""Seconds."""


@pytest.fixture(scope="module")
def three(make_template: MakeTemplate) -> Template:
    """With three campaigns, due, of which the quota lets two leave."""
    return make_template(3)


def adopt(installation: Installation) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, *DISPATCH, "--adopt"],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, object] = json.loads(done.stdout)
    return said


def restore_in_place(template: Template, installation: Installation) -> None:
    """SQLite: into the same file, as its own .restore does. Only sent.log can tell."""
    if template.servers is not None:
        return template.restore(installation)
    for end in ("-wal", "-shm"):
        (installation.folder / f"{DATABASE}{end}").unlink(missing_ok=True)
    shutil.copyfile(template.folder / "0" / DATABASE, installation.folder / DATABASE)
    return None


@pytest.mark.parametrize("restore", [Template.restore, restore_in_place])
def test_restored_backup_sends_nothing_twice(
    three: Template, restore: Callable[[Template, Installation], None]
) -> None:
    with PushServer() as server:
        installation = three.copy(server.url)
        with installation.running(DISPATCH):
            installation.wait_for(lambda it: it.statuses().count("sent") == 2)
        restore(three, installation)
        with installation.running(DISPATCH):
            installation.wait_for(lambda it: "restored or copied" in it.log())
            time.sleep(TWO_TICKS)
        assert (installation.statuses(), len(server.requests)) == (["approved"] * 3, 2)
        said = adopt(installation)
        assert said["stopped"] == [1, 2]
        with installation.running(DISPATCH):
            installation.wait_for(lambda it: it.statuses() == ["draft", "draft", "sent"])
        assert len({request.headers["x-request-id"] for request in server.requests}) == 3


def test_copy_on_another_machine_sends_nothing(three: Template) -> None:
    """No log contradicts the database, but it is not where it was."""
    with PushServer() as server:
        installation = three.copy(server.url)
        with installation.running(DISPATCH):
            installation.wait_for(lambda it: it.statuses().count("sent") == 2)
        installation.change("UPDATE campaigns_application SET per_hour = 9, per_day = 9")
        clone = three.clone(installation)
        with clone.running(DISPATCH):
            clone.wait_for(lambda it: "restored or copied" in it.log())
            time.sleep(TWO_TICKS)
        assert len(server.requests) == 2
