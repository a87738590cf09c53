"""Wrong clocks: nothing leaves early or late by the database's clock, which is right here.

PostgreSQL only: SQLite has no clock but the machine's. `crashing` puts a process's clock off.
"""

import os
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import requests

from campaigns.domain.review.checklist import ChecklistSection
from tests.faults.conftest import MakeTemplate
from tests.faults.installation import (
    BEAT,
    DISPATCH,
    TICK_WORKER,
    WORKER,
    Installation,
    Template,
)
from tests.faults.prepare import PASSWORD, REVIEWERS
from tests.push_server import PushServer

pytestmark = [pytest.mark.faults, pytest.mark.database("postgresql")]

IS_FULL = os.environ.get("FAULTS") == "all"
CORRECTED = [25, -25, 2, -2] if IS_FULL else [25, -25]
REFUSED = [40, -40, 3600] if IS_FULL else [-40]
STARTED = 25
"""Seconds in which processes have started, on a busy machine too."""
SHIFTED = ["-m", "tests.faults.crashing"]
PREPARE = ["-m", "tests.faults.prepare"]
SENDERS = {"dispatch": DISPATCH, "push worker": WORKER}
OTHERS = {"dispatch": [], "push worker": [TICK_WORKER, BEAT]}


@pytest.fixture(scope="module")
def empty(make_template: MakeTemplate) -> Template:
    return make_template(0)


def due(installation: Installation) -> datetime:
    moment: datetime = installation.rows("SELECT due_at FROM campaigns_campaign")[0][0]
    return moment


@pytest.mark.parametrize("off", CORRECTED)
@pytest.mark.parametrize("sender", SENDERS if IS_FULL else ["dispatch"])
def test_nothing_leaves_early(empty: Template, sender: str, off: int) -> None:
    """A clock that is ahead would send before the due time, one that is behind long after it."""
    with PushServer() as server, ExitStack() as running:
        installation = empty.copy(server.url)
        installation.run([*PREPARE, "--at", str(STARTED)])
        running.enter_context(installation.running(SENDERS[sender], CLOCK=str(off)))
        for other in OTHERS[sender]:
            running.enter_context(installation.running(other))
        installation.wait_for(lambda it: it.statuses() == ["sent"])
    late = server.requests[0].at - due(installation)
    assert timedelta(0) <= late < timedelta(seconds=abs(off) if abs(off) > 20 else 20)


@pytest.mark.parametrize("off", [one for one in CORRECTED if one < 0])
def test_nothing_leaves_after_its_window(empty: Template, off: int) -> None:
    """By the machine's own clock the window would still be open."""
    with PushServer() as server:
        installation = empty.copy(server.url)
        installation.run([*PREPARE, "--until", "4"])
        time.sleep(4)
        with installation.running(DISPATCH, CLOCK=str(off)):
            installation.wait_for(lambda it: it.statuses() == ["missed"])
    assert server.requests == []


@pytest.mark.parametrize("off", REFUSED)
def test_clock_that_is_too_far_off_sends_nothing_and_is_named(empty: Template, off: int) -> None:
    with PushServer() as server:
        installation = empty.copy(server.url)
        installation.run([*PREPARE, "--at", "1"])
        with installation.running(DISPATCH, CLOCK=str(off)):
            installation.wait_for(lambda it: bool(machines(it)))
            time.sleep(3)
    assert server.requests == []
    assert installation.statuses() == ["approved"]
    [(fault, seen)] = machines(installation)
    assert f"'seconds': {abs(off)}" in str(fault) or f"'seconds': {abs(off) - 1}" in str(fault)
    assert abs(datetime.now(UTC) - seen) < timedelta(seconds=30), "it dates itself"


def machines(installation: Installation) -> list[tuple[object, datetime]]:
    """What the machines that refuse say, and when they were seen."""
    return installation.rows(
        "SELECT fault, seen FROM campaigns_machine WHERE fault IS NOT NULL AND fault <> 'null'"
    )


def vote_by_command(installation: Installation, digest: str, off: int) -> None:
    for reviewer in REVIEWERS:
        approve = [*SHIFTED, "campaign", "approve", "1", "--as", reviewer, "--digest", digest]
        with installation.running(approve, CLOCK=str(off), CLI_VOTES="1") as process:
            assert process.wait(60) == 0, installation.log()


def vote_in_browsers(installation: Installation, digest: str, off: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = f"127.0.0.1:{listener.getsockname()[1]}"
    installation.run(["manage.py", "collectstatic", "--no-input"])
    web = [*SHIFTED, "gunicorn", "pushconsole.wsgi", "--no-control-socket", "--bind", place]
    plain = {"ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "0", "REQUIRE_TOTP": "0"}
    with installation.running(web, CLOCK=str(off), **plain):
        installation.wait_for(lambda it: f"Listening at: http://{place}" in it.log())
        for reviewer in REVIEWERS:
            vote(f"http://{place}", reviewer, digest)


def vote(url: str, reviewer: str, digest: str) -> None:
    with requests.Session() as browser:
        post(browser, url, "/login/", username=reviewer, password=PASSWORD)
        ticked = [*ChecklistSection]
        post(browser, url, "/campaigns/campaign/1/approve/", digest=digest, checked=ticked)


def post(browser: requests.Session, url: str, path: str, **fields: object) -> None:
    page = browser.get(f"{url}/login/", timeout=60).text
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    answer = browser.post(url + path, fields | {"csrfmiddlewaretoken": token}, timeout=60)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "votes", [vote_by_command, vote_in_browsers] if IS_FULL else [vote_by_command]
)
@pytest.mark.parametrize("off", [-700, 700] if IS_FULL else [-700])
def test_cool_down_counts_from_the_databases_clock(
    empty: Template, off: int, votes: Callable[[Installation, str, int], None]
) -> None:
    installation = empty.copy("http://localhost:1")
    installation.run([*PREPARE, "--everyone"])
    [(digest,)] = installation.rows("SELECT digest FROM campaigns_submission")
    votes(installation, digest, off)
    left = due(installation) - datetime.now(UTC)
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
