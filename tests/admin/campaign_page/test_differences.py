"""A version in review is compared with the one reviewed before and the most similar sent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.admin.campaign_page.differences import ShownComparison
from campaigns.composer import drafts, lifecycle
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Event
from campaigns.review import actions
from tests import factories
from tests.admin.conftest import page, said
from tests.admin.ended_campaigns import ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(draft: Campaign, people: dict[str, User]) -> Callable[..., Campaign]:
    """Submitted, sent back by rita, edited with these columns and submitted again."""

    def edit(**columns: Any) -> Campaign:
        author, reviewer = Actor(people[roles.MARKETER]), Actor(people[roles.REVIEWER])
        factories.submitted(draft)
        actions.request_changes(draft.pk, reviewer, comment="Not yet")
        drafts.edit(Campaign.objects.get(pk=draft.pk), author, columns)
        return lifecycle.submit(draft.pk, author)

    return edit


def sent(application: Application, **columns: Any) -> Campaign:
    author = User.objects.filter(username="boss").first() or factories.make_user("boss")
    campaign = factories.make_campaign(application, author, **columns)
    return ended(campaign, Status.SENT, Outcome.ACCEPTED, push_id="x", code=200)


def previous(client: Client, campaign: Campaign) -> ShownComparison:
    found: ShownComparison = client.get(page(campaign)).context["packet"].previous
    return found


def texts(shown: ShownComparison) -> dict[str, tuple[str, str]]:
    return {
        str(row.label): ("".join(p.text for p in row.before), "".join(p.text for p in row.after))
        for row in shown.rows
    }


def test_fields_before_and_after(reviewer: Client, again: Callable[..., Campaign]) -> None:
    campaign = again(
        alert="Everything at a quarter", audience_tag=["vip", "young"], ios_badge=0, title=""
    )
    assert texts(previous(reviewer, campaign)) == {
        "tags, all of them": (" (1 unchanged)", "young (1 unchanged)"),
        "title": ("Sale", ""),
        "text": ("Everything at half price", "Everything at a quarter"),
        "badge": ("", "0"),
    }
    content = said(reviewer.get(page(campaign)))
    assert "<del>half price</del>" in content
    assert "<ins>a quarter</ins>" in content


def test_the_window_is_compared_too(reviewer: Client, again: Callable[..., Campaign]) -> None:
    campaign = again(send_at=timezone.now() + timedelta(days=1))
    rows = texts(previous(reviewer, campaign))
    assert rows["send at"][0] == "As soon as approved"
    assert "UTC+08:00" in rows["send before"][1]


def test_lists_that_were_only_turned_round_are_shown_whole(
    reviewer: Client, draft: Campaign, again: Callable[..., Campaign]
) -> None:
    Campaign.objects.update(audience_tag=["a", "b"])
    campaign = again(audience_tag=["b", "a"])
    assert texts(previous(reviewer, campaign))["tags, all of them"] == ("a, b", "b, a")


def test_only_the_phones_that_change_stand_side_by_side(
    reviewer: Client, again: Callable[..., Campaign]
) -> None:
    (pair,) = previous(reviewer, again(ios_alert="For iPhones only")).pairs
    assert pair.after.kind == "iphone"
    assert (pair.before.text, pair.after.text) == ("Everything at half price", "For iPhones only")


def test_what_no_person_sees_changes_no_phone(
    reviewer: Client, again: Callable[..., Campaign]
) -> None:
    shown = previous(reviewer, again(ios_extras={"id": "7"}, ios_alert="Everything at half price"))
    assert len(shown.rows) == 2
    assert shown.pairs == []


def test_a_platform_that_came_changes_its_phones(
    reviewer: Client, again: Callable[..., Campaign]
) -> None:
    pairs = previous(reviewer, again(platform=["ios"])).pairs
    assert "iphone" not in [pair.after.kind for pair in pairs]
    assert all(pair.before.is_targeted and not pair.after.is_targeted for pair in pairs)


def test_nothing_differs_is_said(reviewer: Client, again: Callable[..., Campaign]) -> None:
    assert "Nothing differs." in said(reviewer.get(page(again(name="Renamed"))))


def test_a_version_nobody_voted_on_is_no_previous_one(
    marketer: Client, reviewer: Client, people: dict[str, User], draft: Campaign
) -> None:
    author = Actor(people[roles.MARKETER])
    factories.submitted(draft)
    lifecycle.withdraw(draft.pk, author)
    lifecycle.submit(draft.pk, author)
    assert previous(reviewer, draft) is None
    assert "What changed since it was reviewed" not in said(reviewer.get(page(draft)))


def test_the_most_similar_sent_campaign_of_the_application(
    reviewer: Client, shop: Application, other: Application, draft: Campaign
) -> None:
    User.objects.get(username="rita").access.applications.add(other)
    Application.objects.update(per_hour=20, per_day=20)
    sent(shop, name="Far", title="Rain", alert="Bring an umbrella", audience_tag=["vip"])
    sent(shop, name="Near", alert="Everything at a third of its price")
    sent(other, name="Theirs")
    factories.approved(factories.make_campaign(shop, name="Not sent"))
    factories.submitted(draft)
    factories.submitted(factories.make_campaign(shop, name="In review"))
    similar: ShownComparison = reviewer.get(page(draft)).context["packet"].similar
    assert similar.comparison.earlier.campaign.name == "Near"
    assert 50 < similar.percent < 100
    assert [str(row.label) for row in similar.rows] == ["text"]


def test_nothing_similar_is_said(reviewer: Client, shop: Application, draft: Campaign) -> None:
    far: dict[str, Any] = {"audience_kind": "everyone", "audience_tag": [], "platform": ["ios"]}
    Application.objects.update(votes_needed_everyone=1, cool_down_minutes=0)
    sent(shop, title="Rain", alert="Bring an umbrella", **far)
    factories.submitted(draft)
    assert "Nothing like it was sent from this application lately." in said(
        reviewer.get(page(draft))
    )


def test_people_cannot_write_markup_into_it(
    reviewer: Client, draft: Campaign, again: Callable[..., Campaign]
) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    Campaign.objects.update(alert=nasty, title=nasty)
    content = said(reviewer.get(page(again(alert=f"{nasty} and more", title="<script>x</script>"))))
    assert nasty not in content
    assert "<script>x" not in content


def test_neither_many_sends_nor_a_long_history_cost_more_queries(
    reviewer: Client, shop: Application, draft: Campaign
) -> None:
    Application.objects.update(per_hour=90, per_day=90)

    def some() -> None:
        for _ in range(3):
            sent(shop)
            factories.approved(factories.make_campaign(shop))
            Event.objects.create(at=timezone.now(), verb="comment", campaign=draft, comment="x")

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as found:
            assert reviewer.get(page(draft)).status_code == 200
        return [query["sql"] for query in found]

    factories.submitted(draft)
    some()
    reviewer.get(page(draft))
    few = queries()
    some()
    many = queries()
    assert len(many) == len(few) <= 55
    assert sum('campaigns_submission"."body' in sql and "attempt" in sql for sql in many) <= 2
    assert sum('FROM "campaigns_outsidesend"' in sql for sql in many) == 2  # ledger, timeline


def test_after_the_decision_nothing_is_compared(reviewer: Client, draft: Campaign) -> None:
    factories.approved(draft, User.objects.get(username="rita"))
    packet = reviewer.get(page(draft)).context["packet"]
    assert packet.previous is packet.similar is None
