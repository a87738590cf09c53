"""An image check from the request to the advice, and its limits."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.images import checks
from campaigns.images.bulkhead import Bulkhead
from campaigns.models import CHECK_LOST_AFTER, CheckStatus, ImageCheck, image_key
from campaigns.outbound.public_hosts import Network
from tests import image_files
from tests.domain.samples import said
from tests.factories import make_user
from tests.outbound.conftest import URL, served
from tests.push_server import PushServer

HW, IOS = "notification.android.hw.image", "notification.ios.richMediaUri"


class Queue:
    """What was handed to the workers; `fails` as a broker that is away."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.fails = False

    def send_task(self, name: str, args: tuple[str], **options: object) -> None:
        assert name == "campaigns.check_image"
        assert options == {"retry": False}
        if self.fails:
            raise OperationalError("Connection refused")
        self.keys.append(args[0])


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Queue:
    tasks = Queue()
    monkeypatch.setattr(checks, "current_app", tasks)
    return tasks


@pytest.fixture
def maria(transactional_db: None) -> Actor:
    return Actor(make_user())


def looked_at(actor: Actor, network: Network, url: str = URL) -> ImageCheck:
    checks.check(checks.request_check(url, actor).pk, network)
    return ImageCheck.objects.get(url=url)


def lines(row: ImageCheck, path: str = HW) -> list[str]:
    return [said(line.text) for line in checks.check_advice(path, row, timezone.now())]


def test_good_image_is_copied(maria: Actor, network: Network, tasks: Queue) -> None:
    row = looked_at(maria, network)
    assert tasks.keys == [row.pk] == [image_key(URL)]
    assert row.status == CheckStatus.OK
    assert (row.content_type, row.width, row.height, row.size) == ("image/png", 120, 120, 100)
    assert (row.copied, bytes(row.data)) == (True, image_files.png())
    assert lines(row) == []
    assert checks.checks_by_url([URL, "", "https://other.example.com/"]) == {URL: row}


def test_600_kb_are_advised_against(
    maria: Actor, network: Network, tasks: Queue, server: PushServer
) -> None:
    server.reply = served(image_files.png(size=600 * 1024))
    row = looked_at(maria, network)
    assert row.copied
    assert lines(row) == ["Make the image smaller than 512 KB for Huawei: it has 600 KB."]
    assert lines(row, IOS) == []


def test_huge_image_is_measured_but_not_copied(
    maria: Actor, network: Network, tasks: Queue, server: PushServer
) -> None:
    server.reply = served(image_files.png(size=11 * 2**20))
    row = looked_at(maria, network)
    assert (row.status, row.copied, bytes(row.data)) == (CheckStatus.OK, False, b"")
    assert lines(row, IOS) == ["Make the image smaller than 10240 KB for iPhone: it has 11264 KB."]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (served(image_files.SVG), "phones show no SVG"),
        (served(image_files.HTML), "leads to a web page"),
        (served(image_files.HTML, status="404 Not Found"), "its server answers with 404"),
        (served(b"", status="302 Found", headers="Location: https://10.0.0.1/\r\n"), "(302)"),
    ],
)
def test_what_is_no_image_is_said(
    maria: Actor, network: Network, tasks: Queue, server: PushServer, reply: bytes, reason: str
) -> None:
    server.reply = reply
    row = looked_at(maria, network)
    assert (row.status, row.copied, row.width) == (CheckStatus.FAILED, False, None)
    assert reason in lines(row)[0]


@pytest.mark.parametrize(
    "url", ["http://example.com/a", "javascript:alert(1)", "file:///etc/passwd", "https://[::1]/"]
)
def test_bad_address_is_refused_at_once(maria: Actor, tasks: Queue, url: str) -> None:
    with pytest.raises(NotAllowed):
        checks.request_check(url, maria)
    assert tasks.keys == []
    assert not ImageCheck.objects.exists()


def test_image_that_has_gone_takes_its_copy_along(
    maria: Actor, network: Network, tasks: Queue, server: PushServer
) -> None:
    looked_at(maria, network)
    ImageCheck.objects.update(requested_at=timezone.now() - checks.AGAIN_AFTER)
    again = ImageCheck.objects.get(pk=checks.request_check(URL, maria).pk)
    assert (again.status, again.copied) == (CheckStatus.PENDING, True)
    server.reply = served(b"", status="410 Gone")
    checks.check(again.pk, network)
    again.refresh_from_db()
    assert (again.status, again.copied, bytes(again.data)) == (CheckStatus.FAILED, False, b"")


def test_same_address_at_once_is_one_check(
    maria: Actor, network: Network, tasks: Queue, server: PushServer
) -> None:
    for _ in range(3):
        looked_at(maria, network)
    checks.check(image_key("https://never.asked.example/"), network)
    assert len(tasks.keys) == len(server.requests) == 1


def test_a_person_has_so_many_a_minute(maria: Actor, tasks: Queue) -> None:
    for n in range(checks.PER_MINUTE):
        checks.request_check(f"{URL}?{n}", maria)
    with pytest.raises(NotAllowed) as refusal:
        checks.request_check(f"{URL}?last", maria)
    assert "20 images" in said(refusal.value.text)
    checks.request_check(f"{URL}?last", Actor(make_user("rita", roles.REVIEWER)))
    with time_machine.travel(timezone.now() + timedelta(minutes=1, seconds=1)):
        checks.request_check(f"{URL}?later", maria)


def test_the_same_addresses_again_are_counted_too(maria: Actor, tasks: Queue) -> None:
    """A row of an address is written over: counting rows let 114 fetches a minute through."""
    done = 0
    with time_machine.travel(timezone.now(), tick=False) as clock, suppress(NotAllowed):
        for _ in range(6):
            for n in range(checks.PER_MINUTE - 1):
                checks.request_check(f"{URL}?{n}", maria)
                done += 1
            clock.shift(checks.AGAIN_AFTER)
    assert done == len(tasks.keys) == checks.PER_MINUTE


def test_parallel_requests_are_counted_one_by_one(maria: Actor, tasks: Queue) -> None:
    def ask(n: int) -> bool:
        try:
            checks.request_check(f"{URL}?{n}", maria)
        except NotAllowed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(2 * checks.PER_MINUTE)))
    assert sum(answers) == len(tasks.keys) == checks.PER_MINUTE


@pytest.mark.parametrize("role", [roles.AUDITOR, roles.OPERATOR])
def test_others_may_not_ask(transactional_db: None, tasks: Queue, role: str) -> None:
    with pytest.raises(NotAllowed):
        checks.request_check(URL, Actor(make_user("otto", role)))
    with pytest.raises(NotAllowed):
        checks.request_check(URL, Actor())


def test_worker_that_is_busy_says_so(
    maria: Actor, network: Network, tasks: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "PLACES", Bulkhead(share=1, patience=0.1))
    with checks.PLACES.place("somebody", str(urlsplit(URL).hostname)):
        row = looked_at(maria, network)
    assert lines(row) == ["Check the image again in a moment: others are in front."]


def test_slow_checks_of_one_person_hold_up_nobody_else(
    maria: Actor, network: Network, tasks: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "PLACES", Bulkhead(patience=0.1))
    assert maria.user is not None
    person, rita = str(maria.user.pk), Actor(make_user("rita", roles.REVIEWER))
    with (
        checks.PLACES.place(person, "slow-1.example"),
        checks.PLACES.place(person, "slow-2.example"),
    ):
        assert "others are in front" in lines(looked_at(maria, network, f"{URL}?1"))[0]
        assert lines(looked_at(rita, network, f"{URL}?2")) == []


def test_check_that_nobody_answers_is_not_awaited_for_ever(maria: Actor, tasks: Queue) -> None:
    row = checks.request_check(URL, maria)
    assert row.is_waiting(timezone.now())
    assert lines(row) == []
    (line,) = checks.check_advice(HW, row, timezone.now() + CHECK_LOST_AFTER)
    assert said(line.text) == "Check the image again: nobody looked at it in time."


def test_broker_that_is_away_is_said(maria: Actor, tasks: Queue) -> None:
    tasks.fails = True
    row = checks.request_check(URL, maria)
    row.refresh_from_db()
    assert row.status == CheckStatus.FAILED


def test_only_the_newest_are_kept(
    maria: Actor, network: Network, tasks: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_ROWS", 2)
    for n in range(4):
        looked_at(maria, network, f"{URL}?{n}")
    assert {row.url for row in ImageCheck.objects.all()} == {f"{URL}?2", f"{URL}?3"}


def test_copies_are_not_read_where_only_their_facts_are_needed(
    maria: Actor, network: Network, tasks: Queue
) -> None:
    looked_at(maria, network)
    with connection.execute_wrapper(_refuse_data):
        (row,) = checks.checks_by_url([URL]).values()
        assert lines(row) == []


def _refuse_data(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert '"data"' not in sql
    return execute(sql, params, many, context)
