"""After an operator adopts a restored installation it sends, but not what had left before."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from campaigns.access import Actor, NotAllowed
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Event, Installation
from campaigns.sending import adopt, send
from tests.factories import approved, make_campaign
from tests.push_server import PushServer
from tests.sending.host.restored import forget, sent, why

OPERATOR = Actor(None, "root")


def test_adopted_installation_goes_on_without_what_left_before(
    log: Path, roomy: Application, server: PushServer
) -> None:
    forgotten, other = sent(roomy), approved(make_campaign(roomy, name="Other"))
    forget(forgotten)
    found = adopt.adopt(OPERATOR)
    assert (found.stopped, [one.campaign for one in found.sends]) == (
        [forgotten.pk],
        [forgotten.pk],
    )
    for campaign in (forgotten, other):
        send.send(campaign.pk)
    statuses = Campaign.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.DRAFT, Status.SENT]
    assert len(server.requests) == 2
    event = Event.objects.get(verb="adopt")
    assert (event.os_user, found.sends[0].request_id in event.comment) == ("root", True)


def test_adopted_log_is_kept_aside(log: Path, roomy: Application, server: PushServer) -> None:
    forget(sent(roomy))
    text = log.read_text()
    adopt.adopt(OPERATOR)
    assert [path.read_text() for path in log.parent.glob("sent-*.log")] == [text]
    assert not log.exists()


def test_log_of_another_installation_is_put_aside_although_all_in_it_is_known(
    log: Path, roomy: Application, server: PushServer
) -> None:
    sent(roomy)
    Installation.objects.update(uuid=uuid4())
    assert "another installation" in why()
    assert adopt.adopt(OPERATOR).sends == []
    assert why() == ""


def test_adopting_twice_changes_nothing(log: Path, roomy: Application, server: PushServer) -> None:
    forget(sent(roomy))
    adopt.adopt(OPERATOR)
    assert adopt.adopt(OPERATOR) == adopt.Adoption()
    assert Event.objects.filter(verb="adopt").count() == 1


def test_adopting_is_for_whoever_may_pause_everything(log: Path, roomy: Application) -> None:
    author = make_campaign(roomy).author
    with pytest.raises(NotAllowed):
        adopt.adopt(Actor(author))


def test_command_prints_what_was_adopted(
    log: Path, roomy: Application, server: PushServer, capsys: pytest.CaptureFixture[str]
) -> None:
    forget(campaign := sent(roomy))
    call_command("dispatch", "--adopt")
    printed = capsys.readouterr()
    said = json.loads(printed.out)
    assert (said["sends"][0]["campaign"], said["stopped"]) == (campaign.pk, [campaign.pk])
    assert "outside-send" in printed.err
