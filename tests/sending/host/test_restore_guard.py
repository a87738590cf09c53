"""A database that has forgotten a push does not send it again."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.access import Actor
from campaigns.lib.i18n import english
from campaigns.models import Application, Attempt, Campaign, Installation, Machine
from campaigns.sending import adopt, holds, send
from campaigns.sending.host import database_location, restore_guard, sent_log
from tests import flushing
from tests.factories import approved, make_campaign
from tests.push_server import PushServer
from tests.sending.claimed_campaigns import try_to_claim
from tests.sending.host.restored import forget, line, sent, why

OPERATOR = Actor(None, "root")


def test_attempt_is_noted_before_its_first_byte(
    log: Path, roomy: Application, server: PushServer
) -> None:
    seen: list[str] = []
    server.behave = lambda connection: seen.append(log.read_text())
    campaign = sent(roomy)
    attempt = Attempt.objects.get()
    assert campaign.submission is not None
    assert json.loads(seen[0]) == {
        "installation": Installation.objects.get().uuid.hex,
        "attempt": attempt.pk,
        "request_id": attempt.request_id,
        "app_key": roomy.app_key,
        "campaign": campaign.pk,
        "digest": campaign.submission.digest,
        "at": json.loads(seen[0])["at"],
    }


def test_database_that_forgot_a_push_sends_nothing(
    log: Path, roomy: Application, server: PushServer
) -> None:
    forgotten, other = sent(roomy), approved(make_campaign(roomy))
    forget(forgotten)
    for campaign in (forgotten, other):
        send.send(campaign.pk)
        assert try_to_claim(campaign) is None
    assert len(server.requests) == 1
    assert "sent.log knows of a push" in why()


@pytest.mark.parametrize("before", [0, 1, 7, 8, 9, 20])
def test_of_any_number_of_lines_the_unknown_ones_are_found(
    log: Path, roomy: Application, server: PushServer, before: int
) -> None:
    sent(roomy)
    known, unknown = sent_log.last_lines(), [line(attempt=number) for number in range(before)]
    assert restore_guard.unknown_lines([*unknown, *known]) == unknown
    assert restore_guard.unknown_lines([*known, *unknown]) == unknown


def test_number_that_was_given_again_is_noticed(
    log: Path, roomy: Application, server: PushServer
) -> None:
    """SQLite may number the attempts after a restore as it did before."""
    sent(roomy)
    with flushing.unguarded():
        Attempt.objects.update(request_id=uuid4().hex)
    assert "does not know" in why()


def test_due_campaign_says_why_it_waits(log: Path, roomy: Application, server: PushServer) -> None:
    forget(campaign := sent(roomy))
    send.send(campaign.pk)
    hold = holds.current(Campaign.objects.get(), timezone.now())
    assert hold is not None
    text = english(hold.reason)
    assert "This installation was restored or copied" in text
    assert Machine.objects.get().name in text


def test_log_of_another_installation_sends_nothing(log: Path, roomy: Application) -> None:
    sent_log.append(line())
    assert "another installation" in why()
    assert try_to_claim(approved(make_campaign(roomy))) is None


def test_copied_database_sends_nothing_until_it_is_adopted(log: Path, roomy: Application) -> None:
    """Elsewhere, with an empty folder: no log tells, but the place does."""
    restore_guard.this_installation()
    Installation.objects.update(place="file 1 of another machine")
    campaign = approved(make_campaign(roomy))
    assert try_to_claim(campaign) is None
    assert "not where it was" in why()
    adopt.adopt(OPERATOR)
    assert try_to_claim(campaign) is not None


def test_place_is_the_same_each_time_it_is_asked(transactional_db: None) -> None:
    first = database_location.place()
    connection.close()
    assert first == database_location.place() != ""
