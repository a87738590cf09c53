"""Votes as people give them, and what they are told."""

from typing import Any

from django.contrib.auth.models import User

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.models import Campaign
from campaigns.review import actions
from tests.factories import user

EVERYONE: dict[str, Any] = {"audience_kind": "everyone", "audience_tag": []}
PACKAGE: dict[str, Any] = {
    "audience_kind": "package",
    "audience_tag": [],
    "audience_packageName": "com.example",
}
USERS: dict[str, Any] = {
    "audience_kind": "users",
    "audience_tag": [],
    "audience_userid": ["u1"],
    "platform": [],
}


def now(campaign: Campaign) -> Campaign:
    """As it is stored."""
    return Campaign.objects.select_related("submission", "application").get(pk=campaign.pk)


def reviewer(name: str = "rita") -> User:
    """As they come with their next request: nothing about their rights is remembered."""
    return User.objects.get(pk=user(name, roles.REVIEWER).pk)


def digest(campaign: Campaign) -> str:
    submission = now(campaign).submission
    assert submission is not None
    return submission.digest


def vote(campaign: Campaign, voter: User, **given: Any) -> Campaign:
    given = {"digest": digest(campaign), "checked": list(ChecklistSection), **given}
    return actions.approve(campaign.pk, Actor(voter), **given)


def refusal(campaign: Campaign, voter: User, **given: Any) -> str:
    """The sentence with which a vote is refused; "" where it counts."""
    try:
        vote(campaign, voter, **given)
    except NotAllowed as error:
        return error.text.msgid
    return ""
