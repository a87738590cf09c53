"""Many processes at the same moment: the database lets through what may go, and no more."""

from dataclasses import replace

import pytest

from tests import services
from tests.faults.conftest import MakeTemplate
from tests.faults.installation import Installation, Servers, Template
from tests.push_server import PushServer

pytestmark = pytest.mark.faults

PROCESSES = 16
PATIENT = (("STATEMENT_TIMEOUT", "60"), ("LOCK_TIMEOUT", "30"), ("IDLE_TIMEOUT", "60"))
"""No tick brings back whoever gives up waiting for the others on a busy machine."""


@pytest.fixture(scope="session")
def crowded(make_template: MakeTemplate) -> Template:
    """With 16 campaigns of one application, approved and due; the quota is 2 an hour."""
    return make_template(PROCESSES)


def rush(installation: Installation, campaigns: list[int]) -> None:
    installation.run(["-m", "tests.faults.rushing", *map(str, campaigns)])


def assert_two_of_sixteen(template: Template) -> None:
    with PushServer() as server:
        installation = replace(template.copy(server.url), more=PATIENT)
        rush(installation, list(range(1, PROCESSES + 1)))
        assert len(server.requests) == 2
    assert sorted(installation.statuses()) == ["approved"] * 14 + ["sent"] * 2
    assert installation.outcomes() == ["accepted"] * 2


def test_sixteen_processes_send_two_of_sixteen_campaigns(crowded: Template) -> None:
    assert_two_of_sixteen(crowded)


@pytest.mark.postgres
def test_sixteen_processes_send_two_of_sixteen_campaigns_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with services.running_postgresql() as database:
        servers = Servers(database.rpartition("/")[0], "redis://127.0.0.1:1")
        folder = tmp_path_factory.mktemp("rush")
        assert_two_of_sixteen(Template(folder, servers, PROCESSES))


def test_sixteen_processes_send_one_campaign_once(template: Template) -> None:
    with PushServer() as server:
        installation = template.copy(server.url)
        rush(installation, [1] * PROCESSES)
        assert len(server.requests) == 1
    assert (installation.statuses(), installation.outcomes()) == (["sent"], ["accepted"])
