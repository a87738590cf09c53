"""A clock that is wrong, or is set while the console runs, sends neither early nor twice."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign
from campaigns.sending import claim, send, tick
from campaigns.sending.host import clock
from tests.factories import approved, make_campaign
from tests.push_server import PushServer
from tests.sending.claims import Set, shown, try_to_claim


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Set:
    """As if this machine's clock were set by so many seconds since the start."""

    def change(seconds: float) -> None:
        at_start = clock.BOOTED_AT_START
        monkeypatch.setattr(clock, "booted", lambda: at_start + seconds)

    return change


@pytest.mark.parametrize(("seconds", "sends"), [(29, 1), (-29, 1), (31, 0), (-31, 0)])
def test_clock_that_differs_too_much_sends_nothing_and_says_so(
    application: Application, server: PushServer, differ: Set, seconds: float, sends: int
) -> None:
    campaign = approved(make_campaign(application))
    differ(seconds)
    send.send(campaign.pk)
    assert len(server.requests) == sends
    assert ("differs from the database's by 31 s" in shown(campaign)) is (sends == 0)


def test_database_s_own_clock_is_asked(transactional_db: None) -> None:
    assert abs(clock.ahead_of_database()) < timedelta(seconds=5)


@pytest.mark.parametrize("seconds", [7200, -7200])
def test_clock_that_was_set_sends_nothing_and_says_so(
    application: Application, server: PushServer, set_clock: Set, seconds: float
) -> None:
    campaign = approved(make_campaign(application))
    set_clock(seconds)
    send.send(campaign.pk)
    assert try_to_claim(campaign) is None
    assert server.requests == []
    assert "restart its programs: it was set by 7200 s" in shown(campaign)


def test_clock_set_forward_between_claim_and_first_byte_sends_nothing(
    application: Application,
    server: PushServer,
    set_clock: Set,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def then_set(*args: object, **kwargs: object) -> object:
        made = claim.claim(*args, **kwargs)  # type: ignore[arg-type]
        set_clock(7200)
        return made

    monkeypatch.setattr(send, "claim", then_set)
    send.send(approved(make_campaign(application)).pk)
    assert (server.requests, Attempt.objects.get().outcome) == ([], "not_sent")


def test_clock_set_back_during_the_wait_gives_up_instead_of_waiting_on() -> None:
    due = timezone.now() + timedelta(seconds=1)
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        started = time.monotonic()
        assert not clock.wait_until(due, at_most=send.AHEAD)
    assert time.monotonic() - started < 0.5


def test_wait_ends_at_the_moment_and_never_before() -> None:
    due = timezone.now() + timedelta(seconds=0.3)
    assert clock.wait_until(due, at_most=send.AHEAD)
    assert timedelta(0) <= timezone.now() - due < timedelta(seconds=0.2)


def test_clock_set_back_after_a_send_sends_no_second_time(
    application: Application, server: PushServer
) -> None:
    campaign = approved(make_campaign(application))
    send.send(campaign.pk)
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        tick.tick(send.send)
        send.send(campaign.pk)
    assert len(server.requests) == 1


@pytest.mark.parametrize("is_sending", [False, True])
def test_clock_set_forward_misses_and_reaps_nothing(
    application: Application,
    set_clock: Set,
    is_sending: bool,
) -> None:
    campaign = approved(make_campaign(application))
    if is_sending:
        assert try_to_claim(campaign) is not None
    before = Campaign.objects.get().status
    set_clock(6 * 3600)
    with time_machine.travel(timezone.now() + timedelta(hours=6)):
        tick.tick(send.send)
    assert Campaign.objects.get().status == before


def test_difference_that_comes_between_two_heartbeats_misses_nothing(
    application: Application, differ: Set
) -> None:
    approved(make_campaign(application))
    tick.pulse.beat.restart()
    differ(6 * 3600)
    with time_machine.travel(timezone.now() + timedelta(hours=6)):
        tick.tick(send.send)
    assert Campaign.objects.get().status == Status.APPROVED
