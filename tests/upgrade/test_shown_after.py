"""After the upgrade people still see every campaign, why a send failed, and who may vote."""

import html

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Submission
from campaigns.review import voters
from tests.upgrade.conftest import command

pytestmark = pytest.mark.slow

WORDS = {
    "Unknown: did not report back": "The sender was gone before it could say what it was answered.",
    "Unknown: was stopped": "The sender was stopped while it waited for the answer.",
    "Unknown: timed out": "No answer came in time.",
    "Unknown: closed": "The connection was closed before an answer came.",
    "Unknown: reset": "The connection was cut off before an answer came.",
    "Unknown: cut by us": "No whole answer came within the time for one send.",
    "Unknown: broken pipe": "The connection was closed while the request was being sent.",
    "Unknown: no HTTP": "What came back was no answer that a program can read.",
    "Sent at the second try": "No connection to RongCloud came about.",
}
"""Name of a campaign -> what its page says of its failed attempt."""
NEVER_LEFT = (
    "The database did not confirm that this send was begun.",
    "The sender was held up, so nothing was let go any more.",
    "Its window was over, so nothing was let go any more.",
    "Sending was paused at the last moment, so nothing was let go.",
)
"""Of the campaign that was missed after five tries."""
NAMED = {
    "Approved and due": {"rui", "rosa"},
    "In review, two named voters": {"rui", "rosa"},
    "In review, a named voter was removed": {"rui", "rosa"},
    "In review, one of two votes": {"rui", "rosa", "ria"},
}
"""Name of a campaign -> whose votes count; of the last one nobody was named."""


def browser(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def page(client: Client, name: str) -> str:
    pk = Campaign.objects.get(name=name).pk
    answer = client.get(reverse("admin:campaigns_campaign_page", args=[pk]))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.usefixtures("before")
def test_command_shows_every_campaign() -> None:
    campaigns = list(Campaign.objects.all())
    assert campaigns
    for campaign in campaigns:
        said = command("campaign", "show", str(campaign.pk))
        assert (said["name"], said["status"]) == (campaign.name, campaign.status)
        assert said["events"]


@pytest.mark.usefixtures("before")
def test_page_shows_every_campaign() -> None:
    client = browser("rui")
    names = list(Campaign.objects.values_list("name", flat=True))
    assert names
    for name in names:
        assert name in page(client, name)


@pytest.mark.parametrize(
    "screen",
    [
        "index",
        "campaigns_campaign_changelist",
        "campaigns_campaign_desk",
        "campaigns_campaign_unknown",
        "campaigns_event_changelist",
        "campaigns_application_changelist",
    ],
)
@pytest.mark.usefixtures("before")
def test_screens_answer(screen: str) -> None:
    assert browser("rui").get(reverse(f"admin:{screen}")).status_code == 200


@pytest.mark.usefixtures("before")
def test_failures_are_said_as_before() -> None:
    client = browser("rui")
    for name, words in WORDS.items():
        assert words in page(client, name), name
    missed = page(client, "Missed after five tries")
    assert [words for words in NEVER_LEFT if words not in missed] == []


@pytest.mark.usefixtures("before")
def test_failure_nobody_knew_stays_as_it_was_written() -> None:
    error = "('Connection aborted.', OSError(113, 'No route to host'))"
    answer = browser("rui").get(reverse("admin:campaigns_campaign_unknown"))
    assert error in html.unescape(answer.content.decode())


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.usefixtures("before")
def test_votes_of_the_same_people_count(name: str) -> None:
    campaign = Campaign.objects.get(name=name)
    assert isinstance(campaign.submission, Submission)
    people = voters.electorate(campaign, campaign.submission)
    assert set(User.objects.filter(pk__in=people).values_list("username", flat=True)) == NAMED[name]


@pytest.mark.parametrize(("reader", "sees"), [("rui", True), ("ria", False)])
@pytest.mark.usefixtures("before")
def test_vote_is_asked_of_whom_was_named(reader: str, sees: bool) -> None:
    waiting = voters.awaiting(User.objects.get(username=reader))
    assert waiting.filter(name="In review, two named voters").exists() is sees
