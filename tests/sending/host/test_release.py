"""A program of an older release than the schema claims nothing, and records what it has sent."""

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from campaigns.domain.workflow import Status
from campaigns.lib.i18n import english
from campaigns.models import Application, Campaign
from campaigns.sending import send, tick
from campaigns.sending.host import readiness, release
from campaigns.sending.record import record_verdict
from tests.factories import approved, make_campaign
from tests.push_server import PushServer
from tests.sending.claimed_campaigns import ACCEPTED, claimed, shown, try_to_claim

NEXT = "0999_rule_of_the_next_release"


def migrate() -> None:
    """As the next release does."""
    MigrationRecorder.Migration.objects.create(app="campaigns", name=NEXT, applied=timezone.now())


def test_own_release_is_up_to_date(db: None) -> None:
    assert release.fault() is None


def test_older_program_sends_nothing_and_says_so(
    application: Application, server: PushServer
) -> None:
    campaign = approved(make_campaign(application))
    migrate()
    send.send(campaign.pk)
    assert server.requests == []
    assert Campaign.objects.get().status == Status.APPROVED
    assert NEXT in shown(campaign)


def test_claim_asks_for_itself(application: Application) -> None:
    """The migration may come between the look and the claim."""
    campaign = approved(make_campaign(application))
    migrate()
    assert try_to_claim(campaign) is None


def test_what_is_in_flight_is_recorded(application: Application) -> None:
    claim = claimed(application)
    migrate()
    record_verdict(claim.attempt, ACCEPTED)
    assert Campaign.objects.get().status == Status.SENT


def test_heartbeat_names_it(application: Application) -> None:
    migrate()
    tick.tick(lambda pk: None)
    [fault] = readiness.faults(timezone.now())
    assert "Restart this machine's programs with the new release" in english(fault)


def test_migration_taken_back_is_no_fault(db: None) -> None:
    migrate()
    MigrationRecorder.Migration.objects.filter(name=NEXT).delete()
    assert release.fault() is None
