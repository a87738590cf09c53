"""Limits of one person count what comes at once one after another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.audit import pace
from campaigns.composer import drafts, lifecycle, templates
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move
from campaigns.models import Application, Event, Submission
from campaigns.review import actions
from tests.factories import make_application, make_campaign, make_user


def at_once(action: Callable[[int], object], times: int) -> int:
    """How many of the calls were not refused."""

    def one(number: int) -> int:
        try:
            action(number)
        except NotAllowed:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(times) as threads:
        return sum(threads.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_comments_at_the_same_time_are_bounded(settings: Settings) -> None:
    settings.DECISIONS_PER_MINUTE = 3
    campaign = make_campaign(make_application("Shop"))
    rita = Actor(make_user("rita", roles.REVIEWER))
    assert at_once(lambda number: actions.comment(campaign.pk, rita, f"No {number}"), 10) <= 3
    assert Event.objects.filter(verb=Verb.COMMENT).count() <= 3


@pytest.mark.django_db(transaction=True)
def test_submits_of_several_applications_at_the_same_time_are_bounded(settings: Settings) -> None:
    """Each application has a lock of its own."""
    settings.SUBMITS_PER_HOUR = 2
    mia = Actor(make_user("mia", roles.MARKETER))
    drafts = [make_campaign(make_application(f"Shop {n}"), mia.user) for n in range(6)]
    at_once(lambda number: lifecycle.submit(drafts[number].pk, mia), 6)
    assert Submission.objects.count() <= 2


def test_submitting_and_withdrawing_in_a_loop_ends(shop: Application, settings: Settings) -> None:
    settings.SUBMITS_PER_HOUR = 5
    campaign = make_campaign(shop)
    mia, max_ = Actor(campaign.author), Actor(make_user("max", roles.MARKETER))
    for _ in range(5):
        lifecycle.submit(campaign.pk, mia)
        lifecycle.withdraw(campaign.pk, mia)
    with pytest.raises(NotAllowed, match="Wait a while"):
        lifecycle.submit(campaign.pk, mia)
    assert Submission.objects.count() == Event.objects.filter(verb=Move.SUBMIT).count() == 5
    lifecycle.submit(campaign.pk, max_)
    lifecycle.withdraw(campaign.pk, mia)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        lifecycle.submit(campaign.pk, mia)


def test_changing_in_a_loop_ends(shop: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = make_campaign(shop)
    before = Event.objects.filter(verb__in=pace.CHANGES).count()
    monkeypatch.setattr(pace, "CHANGES_PER_HOUR", before + 3)
    mia, max_ = Actor(campaign.author), Actor(make_user("max", roles.MARKETER))
    for number in range(3):
        drafts.edit(campaign, mia, {"name": f"Sale {number}"})
    for change in (
        lambda: drafts.edit(campaign, mia, {"name": "Once more"}),
        lambda: drafts.create(shop, mia, {"name": "New"}),
        lambda: templates.save(campaign, mia, name="Template"),
        lambda: drafts.delete(campaign, mia),
    ):
        with pytest.raises(NotAllowed, match="Wait a while"):
            change()
    campaign.refresh_from_db()
    assert campaign.name == "Sale 2"
    drafts.edit(campaign, max_, {"name": "By another"})
    drafts.edit(campaign, Actor(campaign.author, "root"), {"name": "On the machine"})
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        drafts.edit(campaign, mia, {"name": "Later"})


def test_thirty_an_hour_unless_the_installation_says_otherwise() -> None:
    from pushconsole import settings as product

    assert product.SUBMITS_PER_HOUR == 30
