"""A database that fails in the middle of a send: nothing leaves twice, and the truth is kept."""

from collections.abc import Callable

import pytest
from django.db import Error, InterfaceError, OperationalError, connections

from campaigns.domain.workflow import Status
from campaigns.lib import retry
from campaigns.models import Application, Attempt, Campaign
from campaigns.sending import record, send
from campaigns.sending.host import membership
from tests.factories import approved, make_campaign
from tests.push_server import PushServer


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "AGAIN_AFTER", (0, 0, 0))


def failing(times: int, error: Error, write: Callable[..., None]) -> Callable[..., None]:
    """`write`, but that its first calls raise instead."""
    left = [error] * times

    def attempt(*args: object, **kwargs: object) -> None:
        if left:
            raise left.pop()
        write(*args, **kwargs)

    return attempt


@pytest.mark.parametrize("applied", [True, False])
def test_claim_whose_commit_fails_sends_nothing(
    application: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch, applied: bool
) -> None:
    """The COMMIT may have been applied all the same: the attempt is then closed as not sent."""
    campaign = approved(make_campaign(application))
    membership.join()  # so that the commit that fails is the claim's
    connection = connections["default"]
    commit = connection.commit

    def fail_once() -> None:
        monkeypatch.setattr(connection, "commit", commit)
        if applied:
            commit()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(connection, "commit", fail_once)
    with pytest.raises(OperationalError):
        send.send(campaign.pk)
    campaign.refresh_from_db()
    assert (campaign.status, server.requests) == (Status.APPROVED, [])
    outcomes = list(Attempt.objects.values_list("outcome", flat=True))
    assert outcomes == (["not_sent"] if applied else [])


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
@pytest.mark.parametrize("times", [1, 3])
def test_outcome_is_recorded_when_the_database_is_back(
    application: Application,
    server: PushServer,
    monkeypatch: pytest.MonkeyPatch,
    error: Error,
    times: int,
) -> None:
    campaign = approved(make_campaign(application))
    monkeypatch.setattr(record, "record_verdict", failing(times, error, record.record_verdict))
    send.send(campaign.pk)
    campaign.refresh_from_db()
    assert (campaign.status, len(server.requests)) == (Status.SENT, 1)


def test_outcome_that_is_never_recorded_stays_claimed_and_is_not_sent_again(
    application: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = approved(make_campaign(application))
    error = OperationalError("gone")
    monkeypatch.setattr(record, "record_verdict", failing(4, error, record.record_verdict))
    with pytest.raises(OperationalError):
        send.send(campaign.pk)
    send.send(campaign.pk)
    assert len(server.requests) == 1
    assert Campaign.objects.get(pk=campaign.pk).status == Status.SENDING


def test_interrupted_send_is_unknown(
    application: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal may raise anywhere; after the first byte nothing is known."""

    def interrupt(*_: object, **__: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr("campaigns.domain.provider.outcome.judge", interrupt)
    campaign = approved(make_campaign(application))
    with pytest.raises(SystemExit):
        send.send(campaign.pk)
    assert Campaign.objects.get(pk=campaign.pk).status == Status.UNKNOWN


def test_guard_that_waits_for_the_database_too_long_sends_nothing(
    application: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is read after the statement that may have had to wait for a lock."""
    campaign = approved(make_campaign(application))
    passed = iter([0.0, 21.0])
    monkeypatch.setattr("campaigns.sending.host.clock.since_boot", lambda: next(passed))
    send.send(campaign.pk)
    attempt = Attempt.objects.get()
    assert (server.requests, attempt.outcome, attempt.first_byte_left) == ([], "not_sent", False)
