"""A migration while the release before still runs: it records what it sent, and claims no more."""

import socket
from contextlib import ExitStack

import pytest

from tests.faults.conftest import MakeTemplate
from tests.faults.installation import BEAT, DISPATCH, TICK_WORKER, WORKER, Installation, Template
from tests.faults.prepare import NEXT
from tests.push_server import PushServer, answer

pytestmark = pytest.mark.faults

PATIENT = {
    "READ_TIMEOUT": "40",
    "POST_DEADLINE": "40",
    "REAP_AFTER": "60",
    "TASK_SOFT_TIME_LIMIT": "80",
    "TASK_TIME_LIMIT": "90",
}
"""The answer waits for the migration."""
PROGRAMS = {"dispatch": [DISPATCH], "workers": [WORKER, TICK_WORKER, BEAT]}


@pytest.fixture(scope="module")
def two(make_template: MakeTemplate) -> Template:
    return make_template(2)


def start(stack: ExitStack, installation: Installation, programs: str, **more: str) -> None:
    for program in PROGRAMS[programs]:
        stack.enter_context(installation.running(program, **more))


@pytest.mark.parametrize("programs", PROGRAMS)
def test_old_programs_record_and_claim_no_more(two: Template, programs: str) -> None:
    """Migrated while the first answer is under way; the second leaves with the new release."""
    with PushServer() as server, ExitStack() as old:
        installation = two.copy(server.url)
        installation.change("UPDATE campaigns_application SET per_hour = 1")

        def migrate_first(connection: socket.socket) -> None:
            server.behave = None
            installation.run(["-m", "tests.faults.prepare", "--migrate"])
            connection.sendall(answer())

        server.behave = migrate_first
        start(old, installation, programs, **PATIENT)
        installation.wait_for(lambda it: "sent" in it.statuses())
        installation.change("UPDATE campaigns_application SET per_hour = 2")
        installation.wait_for(lambda it: f"migrated to {NEXT}" in it.log())
        assert len(server.requests) == 1
        assert sorted(installation.statuses()) == ["approved", "sent"]
        start(old, installation, programs, RELEASE=NEXT)
        installation.wait_for(lambda it: it.statuses() == ["sent", "sent"])
        assert len(server.requests) == 2
