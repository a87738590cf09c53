"""Comments on a campaign, and how fast people may decide."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.composer import lifecycle
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Event
from campaigns.review import actions
from campaigns.workflow import comments
from tests.factories import approved, make_application, make_campaign, make_user, submitted, user
from tests.review.voting_on import now, refusal, reviewer, vote
from tests.sending.claimed_campaigns import try_to_claim


def comment(campaign: Campaign, who: User, text: str = "Is Sunday right?") -> Event:
    actions.comment(campaign.pk, Actor(who), text)
    return Event.objects.latest("pk")


@pytest.mark.parametrize("role", [roles.MARKETER, roles.REVIEWER, roles.OPERATOR])
def test_whoever_works_on_it_may_comment(shop: Application, role: str) -> None:
    who = make_user("who", role)
    event = comment(make_campaign(shop), who, "  Is Sunday\nright? ")
    assert (event.verb, event.actor, event.comment) == ("comment", who, "Is Sunday\nright?")
    assert (event.source, event.target) == ("", "")


@pytest.mark.parametrize("role", [roles.AUDITOR, None, roles.REVIEWER])
def test_nobody_else_may(shop: Application, role: str | None) -> None:
    elsewhere = [make_application("Other")] if role == roles.REVIEWER else None
    who, campaign = make_user("who", role, elsewhere), make_campaign(shop)
    assert not actions.may_comment(who, campaign)
    with pytest.raises(NotAllowed):
        actions.comment(campaign.pk, Actor(who), "Hello")
    assert not Event.objects.filter(verb="comment").exists()


def test_a_comment_moves_nothing_in_any_state(shop: Application) -> None:
    campaign, rita = make_campaign(shop), reviewer()
    for step in (lambda one: one, submitted, approved, try_to_claim):
        step(now(campaign))
        before = now(campaign).status
        comment(campaign, rita)
        assert now(campaign).status == before
    assert now(campaign).status == Status.SENDING
    assert Event.objects.filter(verb="comment").count() == 4


def test_the_digest_that_was_talked_about_is_kept(shop: Application) -> None:
    campaign = submitted(make_campaign(shop))
    assert campaign.submission is not None
    assert comment(campaign, reviewer()).digest == campaign.submission.digest


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write a comment"),
        (" \n\t ", "Write a comment"),
        ("x" * (comments.CHARACTERS + 1), "Shorten the comment"),
        ("a\x00b", "Remove the control character"),
        ("a\x1b[31mred", "Remove the control character"),
        ("a\x9fb", "Remove the control character"),
        ("a\ud800b", "Remove the control character"),
    ],
)
def test_what_cannot_be_read_is_refused(shop: Application, text: str, says: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        comment(make_campaign(shop), reviewer(), text)
    (problem,) = refused.value.problems
    assert problem.field == "comment"
    assert problem.text.msgid.startswith(says)


@pytest.mark.parametrize("text", ["x" * comments.CHARACTERS, "a\r\nb\tc\nd", "今晚八点 🛍️ <b>"])
def test_what_people_write_is_kept(shop: Application, text: str) -> None:
    assert comment(make_campaign(shop), reviewer(), text).comment == text


def test_the_words_beside_a_decision_are_held_to_the_same(shop: Application) -> None:
    campaign = submitted(make_campaign(shop))
    rita, maria = reviewer(), Actor(user("maria", roles.MARKETER))
    assert refusal(campaign, rita, comment="a\x07b").startswith("Remove the control character")
    for verb in (actions.request_changes, lifecycle.withdraw):
        actor = maria if verb is lifecycle.withdraw else Actor(rita)
        with pytest.raises(NotAllowed, match="Shorten"):
            verb(campaign.pk, actor, comment="x" * 2001)
    assert now(campaign).status == Status.IN_REVIEW


def test_nobody_decides_faster_than_people_can_read(
    shop: Application, settings: LazySettings
) -> None:
    settings.DECISIONS_PER_MINUTE = 3
    shop.per_hour = shop.per_day = 99
    shop.save()
    rita, rosa = reviewer("rita"), reviewer("rosa")
    waiting = [submitted(make_campaign(shop)) for _ in range(3)]
    vote(waiting[0], rita)
    comment(waiting[1], rita)
    actions.request_changes(waiting[1].pk, Actor(rita), comment="No")
    assert refusal(waiting[2], rita).startswith("Wait a minute")
    for hurried in (
        lambda: comment(waiting[2], rita),
        lambda: actions.request_changes(waiting[2].pk, Actor(rita), comment="No"),
    ):
        with pytest.raises(NotAllowed, match="Wait a minute"):
            hurried()
    assert vote(waiting[2], rosa).status == Status.APPROVED


def test_a_minute_later_they_may_again(shop: Application, settings: LazySettings) -> None:
    import time_machine

    settings.DECISIONS_PER_MINUTE = 1
    campaign, rita = submitted(make_campaign(shop)), reviewer()
    comment(campaign, rita)
    assert refusal(campaign, rita).startswith("Wait a minute")
    at = Event.objects.latest("pk").at
    with time_machine.travel(at + timedelta(seconds=60), tick=False):
        assert refusal(campaign, rita) == ""


def test_twelve_a_minute_unless_the_installation_says_otherwise() -> None:
    from pushconsole import settings as product

    assert product.DECISIONS_PER_MINUTE == 12
