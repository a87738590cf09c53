"""Planning: one's place in the application's day, and where the next free times are."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.access import NotAllowed
from campaigns.accounts import roles
from campaigns.admin.base import moment_text as moment
from campaigns.domain.message.audience_kinds import EVERYONE
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.lib.i18n import render
from campaigns.models import Application, Campaign, Review
from campaigns.scheduling import quota, timeline
from campaigns.sending import holds
from tests import factories
from tests.admin.composer.posted_forms import form
from tests.admin.conftest import NOON, page, said
from tests.admin.posted_transitions import move

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def reserved(application: Application) -> list[datetime]:
    return quota.ledger(application, NOON).reserved


def full(shop: Application, people: dict[str, User]) -> list[datetime]:
    """Two sends within the hour: the third has to wait. Returns the next three free times."""
    for minute in (0, 1):
        at, by = NOON - timedelta(minutes=minute), people[roles.OPERATOR]
        shop.outside_sends.create(at=at, note="by hand", recorded_by=by)
    free = quota.ledger(shop, NOON).free_times(NOON)
    assert len(free) == 3
    assert free[0] > NOON
    return free


def test_in_review_reserves_nothing_and_approved_one_at_its_due_time(
    shop: Application, draft: Campaign, people: dict[str, User]
) -> None:
    at = NOON + timedelta(hours=3)
    Campaign.objects.update(send_at=at)
    campaign = factories.submitted(Campaign.objects.get())
    assert reserved(shop) == []
    factories.approved(campaign, people[roles.REVIEWER])
    assert reserved(shop) == [at]


def test_a_held_campaign_keeps_its_place_now(
    shop: Application, draft: Campaign, people: dict[str, User]
) -> None:
    factories.approved(draft, people[roles.REVIEWER])
    Application.objects.update(paused_reason="stock-taking")
    later = NOON + timedelta(minutes=10)
    assert quota.ledger(shop, later).reserved == [later]


@pytest.mark.parametrize("verb", ["submit", "approve"])
def test_what_cannot_fit_is_refused_with_the_next_three_free_times(
    verb: str,
    marketer: Client,
    reviewer: Client,
    shop: Application,
    draft: Campaign,
    people: dict[str, User],
) -> None:
    Campaign.objects.update(send_at=NOON, send_before=NOON + timedelta(minutes=30))
    typed: dict[str, Any] = {}
    if verb == "approve":
        submission = factories.submitted(Campaign.objects.get()).submission
        assert submission is not None
        typed = {"digest": submission.digest, "checked": list(ChecklistSection)}
    free = full(shop, people)
    content = said(move(reviewer if verb == "approve" else marketer, draft, verb, **typed))
    one, two, three = (moment(at, "Asia/Shanghai") for at in free)
    assert f"Next free: {one}, {two} or {three}." in content
    was = Status.IN_REVIEW if verb == "approve" else Status.DRAFT
    assert (Campaign.objects.get().status, Review.objects.count()) == (was, 0)


def test_the_free_times_of_a_push_to_everyone_come_after_its_cool_down(
    shop: Application, draft: Campaign
) -> None:
    Application.objects.update(cool_down_minutes=90)
    shop.refresh_from_db()
    kind = EVERYONE
    (problem,) = quota.window_problems(shop, kind, None, NOON + timedelta(hours=1), NOON)
    first = moment(NOON + timedelta(minutes=90), "Asia/Shanghai")
    with timezone.override("Asia/Shanghai"):
        assert f"Next free: {first}, " in render(problem.text)


def test_lowering_a_limit_voids_no_approval_but_holds(
    reviewer: Client, shop: Application, people: dict[str, User]
) -> None:
    Application.objects.update(per_hour=5, per_day=5)
    shop.refresh_from_db()
    rita = people[roles.REVIEWER]
    mine = [factories.approved(factories.make_campaign(shop), rita) for _ in range(3)]
    shop.outside_sends.create(at=NOON, note="by hand", recorded_by=people[roles.OPERATOR])
    assert holds.every(Campaign.objects.get(pk=mine[0].pk), NOON) == []
    Application.objects.update(per_hour=1, per_day=1)
    assert set(Campaign.objects.values_list("status", flat=True)) == {Status.APPROVED}
    for campaign in Campaign.objects.all():
        (hold,) = holds.every(campaign, NOON)
        assert render(hold.reason) == "The provider's quota has no room yet."
        assert hold.until is not None


@pytest.mark.parametrize("role", [roles.MARKETER, roles.REVIEWER])
def test_the_page_shows_the_day_and_the_next_free_times(
    role: str,
    marketer: Client,
    reviewer: Client,
    shop: Application,
    draft: Campaign,
    people: dict[str, User],
) -> None:
    free = full(shop, people)
    client = marketer
    if role == roles.REVIEWER:
        Campaign.objects.update(send_at=NOON + timedelta(hours=3))
        factories.submitted(Campaign.objects.get())
        client = reviewer
    day = client.get(page(draft)).context["packet"].day
    marks = [line.entry.mark for line in day.lines]
    assert marks == [timeline.Mark.OUTSIDE, timeline.Mark.OUTSIDE, timeline.Mark.THIS]
    assert day.free == free
    content = said(client.get(page(draft)))
    assert "Next free times" in content
    assert ("#id_send_at" in content) is (role == roles.MARKETER)


def test_what_is_approved_has_its_time(
    reviewer: Client, draft: Campaign, people: dict[str, User]
) -> None:
    factories.approved(draft, people[roles.REVIEWER])
    assert reviewer.get(page(draft)).context["packet"].day.free == []


def test_the_schedule_step_shows_the_chosen_day_and_not_the_draft_itself(
    marketer: Client, shop: Application, people: dict[str, User]
) -> None:
    at = NOON + timedelta(days=2, hours=1)
    rival = factories.make_campaign(shop, people[roles.MARKETER], name="Rival", send_at=at)
    factories.approved(rival, people[roles.REVIEWER])
    url = reverse("admin:campaigns_campaign_schedule")
    seen = said(marketer.post(url, form(shop, send_at="2027-03-04T18:00")))
    assert "That day so far:" in seen
    assert "Rival" in seen
    assert "13:00" in seen
    assert "Rival" not in said(marketer.post(url, form(shop, send_at="2027-03-05T18:00")))


def test_approving_needs_room_for_the_service_too(
    shop: Application, draft: Campaign, people: dict[str, User]
) -> None:
    Campaign.objects.update(send_at=NOON, send_before=NOON + timedelta(minutes=30))
    campaign = factories.submitted(Campaign.objects.get())
    full(shop, people)
    with pytest.raises(NotAllowed, match="leave this window no free moment"):
        factories.approved(campaign, people[roles.REVIEWER])
    assert Campaign.objects.get().status == Status.IN_REVIEW
