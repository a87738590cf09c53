"""Item 2: how many votes, by whom; frozen with the submission."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import actions
from campaigns.composer import readiness
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.workflow import Status
from campaigns.models import Application, Event
from tests.factories import make_application, make_campaign, make_user, submitted, user
from tests.review.voting_on import EVERYONE, PACKAGE, USERS, now, refusal, reviewer, vote


def set_policy(application: Application, **columns: Any) -> None:
    actions.set_application(application.pk, Actor(user("olga", roles.OPERATOR)), columns)
    application.refresh_from_db()


def changes() -> list[str]:
    events = Event.objects.filter(verb="set-application")
    return [event.comment for event in events]


@pytest.mark.parametrize(
    ("columns", "needed"),
    [
        (USERS, 1),
        ({}, 2),
        ({"audience_packageName": "com.example"}, 2),
        (PACKAGE, 3),
        (EVERYONE, 3),
    ],
    ids=["named users", "tags", "tags of a package", "package", "everyone"],
)
def test_votes_needed_depend_on_whom_it_reaches(
    shop: Application, columns: dict[str, Any], needed: int
) -> None:
    set_policy(shop, votes_needed=1, votes_needed_tags=2, votes_needed_everyone=3)
    campaign = submitted(make_campaign(shop, **columns))
    assert campaign.submission is not None
    assert campaign.submission.votes_needed == needed
    for name in [f"r{n}" for n in range(needed)]:
        assert now(campaign).status == Status.IN_REVIEW
        vote(campaign, reviewer(name))
    assert now(campaign).status == Status.APPROVED


def test_every_kind_has_its_number() -> None:
    application = Application(votes_needed=1, votes_needed_tags=2, votes_needed_everyone=3)
    said = {key: application.votes_for(kind) for key, kind in KINDS.items()}
    assert said == {"users": 1, "tags": 2, "package": 3, "everyone": 3}


def test_later_changes_of_the_policy_do_not_move_the_goalposts(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    campaign = submitted(make_campaign(shop))
    set_policy(shop, votes_needed_everyone=1, voters=[rosa])
    set_policy(shop, votes_needed_tags=1)
    assert vote(campaign, rita).status == Status.APPROVED
    later = submitted(make_campaign(shop, name="Later"))
    assert "rules name as voters" in refusal(later, rita)
    assert vote(later, rosa).status == Status.APPROVED


def test_letting_more_people_vote_later_does_not_open_what_was_submitted(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    set_policy(shop, votes_needed_everyone=1, voters=[rita])
    campaign = submitted(make_campaign(shop))
    set_policy(shop, voters=[])
    assert "rules name as voters" in refusal(campaign, rosa)
    assert vote(campaign, rita).status == Status.APPROVED


def test_too_few_voters_are_refused_with_both_numbers(shop: Application) -> None:
    with pytest.raises(NotAllowed) as refused:
        set_policy(shop, voters=[reviewer("rita")])
    (problem,) = refused.value.problems
    assert (problem.field, problem.text.count, problem.text.params["able"]) == ("voters", 2, 1)
    assert not shop.voters.exists()
    set_policy(shop, votes_needed_everyone=1, voters=[reviewer("rita")])
    with pytest.raises(NotAllowed):
        set_policy(shop, votes_needed_tags=2)
    shop.refresh_from_db()
    assert shop.votes_needed_tags == 1


@pytest.mark.parametrize("stranger", ["marketer", "elsewhere", "inactive"])
def test_only_reviewers_of_the_application_become_voters(shop: Application, stranger: str) -> None:
    match stranger:
        case "marketer":
            chosen = make_user("mo", roles.MARKETER)
        case "elsewhere":
            chosen = make_user("mo", roles.REVIEWER, [make_application("Other")])
        case _:
            chosen = make_user("mo", roles.REVIEWER, is_active=False)
    with pytest.raises(NotAllowed) as refused:
        set_policy(shop, voters=[reviewer("rita"), reviewer("rosa"), chosen])
    assert "Leave out" in refused.value.problems[0].text.msgid


def test_a_voter_who_left_keeps_nobody_from_changing_the_rest(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    set_policy(shop, voters=[rita, rosa])
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    set_policy(shop, per_day=9)
    assert shop.per_day == 9
    assert set(shop.voters.all()) == {rita, rosa}


def test_the_event_says_what_changed(shop: Application) -> None:
    rita, rosa = reviewer("rita"), reviewer("rosa")
    set_policy(shop, votes_needed_tags=2, voters=[rosa, rita])
    set_policy(shop, voters=[rita, rosa])
    set_policy(shop, voters=[])
    assert changes() == [
        "votes_needed_tags: 1 -> 2, voters: every reviewer -> rita, rosa",
        "voters: rita, rosa -> every reviewer",
    ]


def advised(shop: Application, **columns: Any) -> list[str]:
    campaign = make_campaign(shop, **columns)
    return [
        line.text.msgid
        for line in readiness.advise(campaign, timezone.now())
        if line.field == "audience_kind"
    ]


def test_a_draft_that_too_few_could_vote_on_is_submitted_with_advice(
    shop: Application, settings: LazySettings
) -> None:
    assert "Ask an operator for reviewers" in advised(shop)[0]
    reviewer("rita")
    assert advised(shop) == []
    assert "Ask an operator for reviewers" in advised(shop, **EVERYONE)[0]
    assert submitted(make_campaign(shop, **EVERYONE)).status == Status.IN_REVIEW
    settings.SOLO_MODE = True
    assert advised(shop, **EVERYONE) == []
