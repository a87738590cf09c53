"""Nothing leaves without a line in sent.log, whatever happens to the file."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt
from campaigns.sending.host import membership, sent_log
from tests.push_server import PushServer
from tests.sending.host.restored import line, sent, why


def test_log_is_private(log: Path, roomy: Application) -> None:
    sent(roomy)
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", ['\n{"installation": "ab', "\n", '{"installation": 1}\n', "{}"])
def test_torn_line_is_no_obstacle_and_spoils_no_other(
    log: Path, roomy: Application, torn: str
) -> None:
    log.write_text(torn)
    campaign = sent(roomy)
    assert (campaign.status, why()) == (Status.SENT, "")
    assert [one.campaign for one in sent_log.last_lines()] == [campaign.pk]


def test_log_that_holds_something_else_sends_nothing(log: Path, roomy: Application) -> None:
    log.write_bytes(b"\0" * 9000)
    assert "no line that can be read" in why()


def test_log_that_cannot_be_written_sends_nothing(
    log: Path, roomy: Application, server: PushServer
) -> None:
    log.mkdir()
    campaign = sent(roomy)
    assert (campaign.status, server.requests) == (Status.APPROVED, [])
    assert not Attempt.objects.exists()
    assert "Mend sent.log" in why()


def test_full_disk_begins_no_attempt(
    log: Path, roomy: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would else use up one of the five tries."""
    disk = os.statvfs(log.parent)
    full = os.statvfs_result((*disk[:3], 0, 0, *disk[5:]))
    monkeypatch.setattr(os, "fstatvfs", lambda handle: full)
    assert sent(roomy).status == Status.APPROVED
    assert not Attempt.objects.exists()
    assert "The disk is full" in why()


def test_disk_that_fills_up_after_the_claim_lets_nothing_leave(
    log: Path,
    roomy: Application,
    server: PushServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The append finds room for half a line, or for none: the attempt is proven not sent."""
    membership.join()
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, raw: write(handle, raw[: len(raw) // 2]))
    assert sent(roomy).status == Status.APPROVED
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.first_byte_left, server.requests) == ("not_sent", False, [])
    assert why() == ""


def test_only_the_end_of_a_long_log_is_read(log: Path, roomy: Application) -> None:
    one = json.dumps(line().__dict__)
    log.write_text(f"{one}\n" * 20_000)
    assert 4 < len(sent_log.last_lines()) < 40


def test_lines_of_many_writers_do_not_mix(log: Path) -> None:
    lines = [line(attempt=number) for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sent_log.append, lines))
    assert sorted(one.attempt for one in sent_log.all_lines()) == list(range(400))
