"""Two actions at the same moment have one outcome, whoever was faster."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.applications.actions import set_application
from campaigns.composer import lifecycle
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.models import Application, Attempt, Campaign, Event, Review
from campaigns.provider import push
from campaigns.review import actions
from campaigns.sending import send
from tests.factories import approved, make_application, make_campaign, submitted, user
from tests.journeys.racing import Line, Race, again, racing, times

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
VOTES, CLAIMS = 200, 500
LATER = 0.01
"""Seconds by which a cancelling falls behind the claim from turn to turn, so that both win some."""


@pytest.fixture
def race(
    transactional_db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Race]:
    settings.SENT_LOG, settings.SANDBOX_URL = tmp_path / "sent.log", "http://localhost:1"
    monkeypatch.setattr(push, "Connection", Line)
    Line.bodies.clear()
    Line.start = None
    with racing() as running:
        yield running


@pytest.fixture
def shop(transactional_db: None) -> Application:
    return make_application(data_centre="sandbox", cool_down_minutes=0, per_hour=9999, per_day=9999)


def approve(campaign: Campaign, name: str) -> Callable[[], Campaign]:
    assert campaign.submission is not None
    voter, digest = Actor(user(name, roles.REVIEWER)), campaign.submission.digest
    ticked = list(ChecklistSection)
    return lambda: actions.approve(campaign.pk, voter, digest=digest, checked=ticked)


def verbs(campaign: Campaign) -> list[str]:
    """Of what happened in the race, in no order."""
    return sorted(Event.objects.filter(campaign=campaign).values_list("verb", flat=True))


def votes(campaign: Campaign) -> list[str]:
    return sorted(
        Review.objects.filter(submission__campaign=campaign).values_list("verdict", flat=True)
    )


def test_two_voters_of_whom_one_is_enough(race: Race, shop: Application) -> None:
    model = submitted(make_campaign(shop))
    for _ in times(VOTES):
        campaign = again(model)
        let = race.run(approve(campaign, "rita"), approve(campaign, "rosa"))
        campaign.refresh_from_db()
        assert sorted(let) == [False, True]
        assert (campaign.status, verbs(campaign)) == ("approved", ["approve"])
        assert votes(campaign) == ["approve"]
        assert campaign.due_at == Review.objects.get(submission__campaign=campaign).created


def test_two_voters_of_whom_both_are_needed(race: Race, shop: Application) -> None:
    Application.objects.update(votes_needed=2, votes_needed_tags=2)
    model = submitted(make_campaign(Application.objects.get()))
    for _ in times(VOTES):
        campaign = again(model)
        assert race.run(approve(campaign, "rita"), approve(campaign, "rosa")) == (True, True)
        campaign.refresh_from_db()
        assert (campaign.status, verbs(campaign)) == ("approved", ["approve", "vote"])
        assert votes(campaign) == ["approve", "approve"]
        assert campaign.due_at == Event.objects.get(campaign=campaign, verb="approve").at


@pytest.mark.parametrize("verb", ["request-changes", "withdraw"])
def test_a_vote_against_who_takes_it_back(verb: str, race: Race, shop: Application) -> None:
    model = submitted(make_campaign(shop))
    for _ in times(VOTES):
        campaign = again(model)
        if verb == "withdraw":
            back = partial(lifecycle.withdraw, campaign.pk, Actor(model.author))
        else:
            rosa = Actor(user("rosa", roles.REVIEWER))
            back = partial(actions.request_changes, campaign.pk, rosa, comment="no")
        let = race.run(approve(campaign, "rita"), back)
        campaign.refresh_from_db()
        assert sorted(let) == [False, True]
        outcome = (campaign.status, campaign.due_at is None, verbs(campaign))
        assert outcome == (("approved", False, ["approve"]) if let[0] else ("draft", True, [verb]))


def test_cancelling_against_the_claim(race: Race, shop: Application) -> None:
    model = approved(make_campaign(shop))
    cancelled = 0
    for turn in times(CLAIMS):
        campaign, by = again(model), Actor(model.author)
        Line.bodies.clear()
        cancel = partial(lifecycle.unschedule, campaign.pk, by)
        let = race.run_against_the_claim(cancel, campaign.pk, after=turn % 12 * LATER)
        campaign.refresh_from_db()
        outcome = (campaign.status, len(Line.bodies), _outcomes(campaign))
        assert outcome == (("draft", 0, []) if let else ("sent", 1, ["accepted"]))
        cancelled += let
    assert cancelled < len(times(CLAIMS)), "nothing was ever sent"


def _outcomes(campaign: Campaign) -> list[str]:
    found = Attempt.objects.filter(submission__campaign=campaign)
    return list(found.values_list("outcome", flat=True))


def _pause(model: Campaign) -> None:
    pauses.pause_application(model.application_id, _olga(), reason="stop")


def _resume(model: Campaign) -> None:
    pauses.resume_application(model.application_id, _olga())


def _deactivate(model: Campaign) -> None:
    User.objects.filter(username="rita").update(is_active=False)


def _activate(model: Campaign) -> None:
    User.objects.filter(username="rita").update(is_active=True)


def _no_quota(model: Campaign) -> None:
    set_application(model.application_id, _olga(), {"per_hour": 1})


def _quota(model: Campaign) -> None:
    set_application(model.application_id, _olga(), {"per_hour": 9999})


def _secret(model: Campaign) -> None:
    set_application(model.application_id, _olga(), {}, secret="another")


def _olga() -> Actor:
    return Actor(user("olga", roles.OPERATOR))


@pytest.mark.parametrize(
    ("act", "undo", "held"),
    [
        (_pause, _resume, {"approved"}),
        (_deactivate, _activate, {"approved", "in_review"}),
        (_no_quota, _quota, {"approved"}),
        (_secret, _secret, set()),
    ],
    ids=["pause", "voter deactivated", "quota lowered", "secret changed"],
)
def test_a_switch_against_the_claim(
    act: Callable[[Campaign], None],
    undo: Callable[[Campaign], None],
    held: set[str],
    race: Race,
    shop: Application,
) -> None:
    """Either it had left, once, or it stays and says so."""
    _olga()
    model = approved(make_campaign(shop))
    send.send(again(model).pk)  # one that counts
    for _ in times(100):
        campaign = again(model)
        Line.bodies.clear()
        race.run_against_the_claim(partial(act, model), campaign.pk)
        campaign.refresh_from_db()
        if campaign.status == "sent":
            assert (len(Line.bodies), _outcomes(campaign)) == (1, ["accepted"])
        else:
            assert campaign.status in held
            assert (Line.bodies, set(_outcomes(campaign)) - {"not_sent"}) == ([], set())
        undo(model)
