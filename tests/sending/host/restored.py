"""Installations whose database forgot a push that sent.log knows."""

from uuid import uuid4

from campaigns.domain.workflow import Status
from campaigns.lib.i18n import english
from campaigns.models import Application, Attempt, Campaign
from campaigns.sending import send
from campaigns.sending.host import membership
from campaigns.sending.host.sent_log import SentLogLine
from tests import flushing
from tests.factories import approved, make_campaign


def sent(application: Application) -> Campaign:
    campaign = approved(make_campaign(application))
    send.send(campaign.pk)
    campaign.refresh_from_db()
    return campaign


def forget(campaign: Campaign) -> None:
    """As a backup of the moment before its send has it."""
    with flushing.unguarded():
        Attempt.objects.filter(submission=campaign.submission).delete()
    Campaign.objects.filter(pk=campaign.pk).update(status=Status.APPROVED)


def why() -> str:
    membership.keep()
    found = membership.breach()
    return english(found) if found else ""


def line(**changes: object) -> SentLogLine:
    values = {
        "installation": "1" * 32,
        "attempt": 1,
        "request_id": uuid4().hex,
        "app_key": "key-roomy",
        "campaign": 1,
        "digest": "0" * 64,
        "at": "2026-11-23T12:00:00+00:00",
    }
    return SentLogLine(**{**values, **changes})  # type: ignore[arg-type]
