"""Rules of a push to everyone, at submit, at each vote, and again at the claim."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.admin.campaign_page.poll import countdown as countdown
from campaigns.composer import lifecycle
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign
from campaigns.sending import holds
from tests.factories import approved, make_campaign, make_user, submitted, user
from tests.review.voting_on import EVERYONE, PACKAGE, now, refusal, reviewer, vote
from tests.sending.claimed_campaigns import try_to_claim

REACHES_EVERYONE = pytest.mark.parametrize("whom", [EVERYONE, PACKAGE], ids=["all", "package"])
COOL_DOWN = timedelta(minutes=10)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""In Shanghai, the team's zone."""


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cooling(clock: Any, shop: Application) -> Application:
    shop.cool_down_minutes = 10
    shop.save()
    return shop


def counted_down_to(campaign: Campaign) -> datetime | None:
    """As the page shows it."""
    shown = countdown(campaign, timezone.now())
    return shown.due if shown else None


def submit_problems(campaign: Campaign, confirm: str = "Shop") -> list[str]:
    try:
        lifecycle.submit(campaign.pk, Actor(user("maria", roles.MARKETER)), confirm=confirm)
    except NotAllowed as error:
        return [problem.text.msgid for problem in error.problems] or [error.text.msgid]
    return []


def why_held(campaign: Campaign) -> str:
    hold = holds.current(now(campaign), timezone.now())
    return hold.reason.msgid if hold else ""


# Who, and with which words


@REACHES_EVERYONE
def test_the_role_of_marketer_alone_is_not_enough(shop: Application, whom: Any) -> None:
    permission = Permission.objects.get(codename="push_to_everyone")
    maria = user("maria", roles.MARKETER)
    maria.groups.get().permissions.remove(permission)
    assert "may push to everyone" in submit_problems(make_campaign(shop, **whom))[0]
    maria.user_permissions.add(permission)
    assert submit_problems(make_campaign(shop, **whom)) == []


@REACHES_EVERYONE
@pytest.mark.parametrize("typed", ["", "shop", "Shop.", "SHOP", "Sh op"])
def test_the_applications_name_is_typed(shop: Application, whom: Any, typed: str) -> None:
    campaign = make_campaign(shop, **whom)
    assert "Type the application's name" in submit_problems(campaign, typed)[0]
    assert now(campaign).status == Status.DRAFT


@REACHES_EVERYONE
def test_two_people_vote_and_nobody_twice(shop: Application, whom: Any) -> None:
    campaign, rita = submitted(make_campaign(shop, **whom)), reviewer("rita")
    assert vote(campaign, rita).status == Status.IN_REVIEW
    assert "you have voted on this already" in refusal(campaign, rita)
    assert vote(campaign, reviewer("rosa")).status == Status.APPROVED


# Cool-down


@REACHES_EVERYONE
def test_the_cool_down_runs_from_the_last_vote(cooling: Application, clock: Any, whom: Any) -> None:
    campaign = submitted(make_campaign(cooling, **whom))
    vote(campaign, reviewer("rita"))
    assert counted_down_to(now(campaign)) is None
    clock.shift(timedelta(minutes=3))
    vote(campaign, reviewer("rosa"))
    end = NOON + timedelta(minutes=3) + COOL_DOWN
    assert counted_down_to(now(campaign)) == end
    clock.move_to(end - timedelta(seconds=1))
    assert try_to_claim(now(campaign)) is None
    assert "cool-down" in why_held(campaign)
    clock.move_to(end)
    assert counted_down_to(now(campaign)) is None
    assert try_to_claim(now(campaign)) is not None
    assert counted_down_to(now(campaign)) is None


def test_a_start_after_the_cool_down_is_what_counts(cooling: Application, clock: Any) -> None:
    start = NOON + timedelta(hours=2)
    campaign = approved(make_campaign(cooling, send_at=start, **EVERYONE))
    assert counted_down_to(campaign) == campaign.due_at == start


def test_others_do_not_cool_down(cooling: Application) -> None:
    assert counted_down_to(approved(make_campaign(cooling))) is None


def test_drafts_and_what_is_in_review_are_in_no_cool_down(cooling: Application) -> None:
    campaign = make_campaign(cooling, **EVERYONE)
    assert counted_down_to(campaign) is None
    assert counted_down_to(submitted(campaign)) is None


def test_a_vote_after_which_the_cool_down_outlasts_the_window_is_refused(
    cooling: Application, clock: Any
) -> None:
    end = NOON + timedelta(minutes=30)
    campaign = submitted(make_campaign(cooling, send_before=end, **EVERYONE))
    vote(campaign, reviewer("rita"))
    clock.move_to(end - COOL_DOWN)
    assert "no free moment" in refusal(campaign, reviewer("rosa"))
    clock.shift(-timedelta(seconds=1))
    assert refusal(campaign, reviewer("rosa")) == ""


def test_a_window_shorter_than_the_cool_down_is_not_submitted(cooling: Application) -> None:
    draft = make_campaign(cooling, send_before=NOON + COOL_DOWN, **EVERYONE)
    assert any("no free moment" in said for said in submit_problems(draft))


# Cancel


@pytest.mark.parametrize("who", ["author", "submitter", "editor", "voter", "another reviewer"])
def test_each_of_them_can_cancel_during_the_cool_down(cooling: Application, who: str) -> None:
    maria, moritz, max_ = (make_user(name, roles.MARKETER) for name in ("m1", "m2", "m3"))
    rita, rosa, other = (reviewer(name) for name in ("rita", "rosa", "other"))
    people = {"author": maria, "editor": moritz, "submitter": max_, "voter": rita}
    campaign = make_campaign(cooling, maria, **EVERYONE)
    campaign.editors.add(moritz)
    lifecycle.submit(campaign.pk, Actor(max_), confirm="Shop")
    approved(now(campaign), rita, rosa)
    assert counted_down_to(now(campaign)) is not None
    lifecycle.unschedule(campaign.pk, Actor(people.get(who, other)), comment="Stop")
    campaign = now(campaign)
    assert (campaign.status, campaign.due_at) == (Status.DRAFT, None)
    assert try_to_claim(campaign) is None
    assert counted_down_to(campaign) is None


@pytest.mark.parametrize("role", [roles.MARKETER, roles.OPERATOR, roles.AUDITOR])
def test_nobody_else_can(cooling: Application, role: str) -> None:
    campaign = approved(make_campaign(cooling, **EVERYONE))
    with pytest.raises(NotAllowed):
        lifecycle.unschedule(campaign.pk, Actor(make_user("else", role)))
    assert now(campaign).status == Status.APPROVED


def test_what_is_being_sent_is_not_cancelled(cooling: Application, clock: Any) -> None:
    campaign = approved(make_campaign(cooling, **EVERYONE))
    clock.shift(COOL_DOWN)
    assert try_to_claim(campaign) is not None
    with pytest.raises(NotAllowed, match="not in a state"):
        lifecycle.unschedule(campaign.pk, Actor(User.objects.get(username="rita")))
    assert Attempt.objects.count() == 1


# Quiet hours and the day's limit


@REACHES_EVERYONE
def test_never_in_quiet_hours(shop: Application, clock: Any, whom: Any) -> None:
    shop.quiet_from, shop.quiet_to = time(22), time(8)
    shop.save()
    night = NOON.replace(hour=15)  # 23:00 in Shanghai
    window: dict[str, Any] = {"send_at": night, "send_before": night + timedelta(hours=2)}
    at_night = make_campaign(shop, **whom, **window)
    assert any("no free moment" in said for said in submit_problems(at_night))
    shop.quiet_from = shop.quiet_to = None
    shop.save()
    campaign = submitted(make_campaign(shop, **whom, **window))
    vote(campaign, reviewer("rita"))
    late = approved(make_campaign(shop, **whom, **window))
    Application.objects.update(quiet_from=time(22), quiet_to=time(8))
    assert "no free moment" in refusal(campaign, reviewer("rosa"))
    clock.move_to(night)
    assert try_to_claim(late) is None
    assert "Quiet hours" in why_held(late)


@REACHES_EVERYONE
def test_at_most_so_many_a_day(shop: Application, clock: Any, whom: Any) -> None:
    first, second = (approved(make_campaign(shop, **whom)) for _ in range(2))
    third = submitted(make_campaign(shop, **whom))
    vote(third, reviewer("rita"))
    Application.objects.update(everyone_per_day=1, per_hour=9, per_day=9)
    assert any("no free moment" in said for said in submit_problems(make_campaign(**whom)))
    assert "no free moment" in refusal(third, reviewer("rita2"))
    assert try_to_claim(first) is not None
    assert try_to_claim(second) is None
    assert "to everyone is used" in why_held(second)
    clock.move_to(NOON + timedelta(hours=3))
    assert try_to_claim(second) is None


def test_the_next_day_another_may_go(shop: Application, clock: Any) -> None:
    window: dict[str, Any] = {"send_before": NOON + timedelta(days=2)}
    first, second = (approved(make_campaign(shop, **EVERYONE, **window)) for _ in range(2))
    Application.objects.update(everyone_per_day=1)
    assert try_to_claim(first) is not None
    midnight = NOON.replace(hour=16)  # 00:00 in Shanghai
    clock.move_to(midnight - timedelta(seconds=1))
    assert try_to_claim(second) is None
    clock.move_to(midnight)
    assert try_to_claim(second) is not None
