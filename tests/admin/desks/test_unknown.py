"""The desk of sends with an unknown outcome: evidence, three choices, and who may choose."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.admin.base import moment_text as moment
from campaigns.domain.provider.failure import SENTENCES, Failure
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign
from tests import factories
from tests.admin.conftest import page, said
from tests.admin.desks.unknown_desk import DESK, cases
from tests.admin.ended_campaigns import ended, unknown

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
AT = Callable[[str], Client]


def test_it_shows_all_that_is_known(reviewer: Client, lost: Campaign) -> None:
    attempt = Attempt.objects.get()
    with timezone.override("Asia/Shanghai"):
        begun = f"{timezone.localtime(attempt.started):%Y-%m-%d %H:%M:%S} (Asia/Shanghai)"
    parts = (
        "Shop",
        "People tagged vip, on iOS and Android.",
        attempt.request_id,
        "https://api.rong-api.com",
        "the request may have arrived, whole or in part",
        "502",
        "&lt;html&gt;Bad gateway",
        "No answer came in time.",
        "Read timed out. (read timeout=30)",
        begun,
    )
    for url in (DESK, page(lost)):
        content = said(reviewer.get(url))
        assert [part for part in parts if part not in content] == []


def test_it_says_what_to_look_for(reviewer: Client, lost: Campaign) -> None:
    (case,) = cases(reviewer)
    where, arrived, whom, missing = case.evidence.steps
    assert "choose the app with the key key-shop" in where
    assert where.count("(Asia/Shanghai)") == 2
    assert "the title “Sale”, for: People tagged vip, on iOS and Android." in arrived
    assert "“Everything at half price”" in arrived
    assert "Ask somebody it was for" in whom
    assert "RongCloud tells no program what became of a push" in missing


def test_the_time_to_look_at_leaves_room_for_other_clocks(reviewer: Client, lost: Campaign) -> None:
    attempt, margin = Attempt.objects.get(), timedelta(minutes=2)
    assert attempt.finished is not None
    start = moment(attempt.started - margin, "Asia/Shanghai")
    end = moment(attempt.finished + margin, "Asia/Shanghai")
    assert f"at its pushes from {start} to {end}." in said(reviewer.get(DESK))


def test_it_names_whom_to_ask(reviewer: Client, people: dict[str, User], shop: Application) -> None:
    named = {"audience_kind": "users", "audience_tag": [], "audience_userid": ["u1", "u2"]}
    unknown(factories.make_campaign(shop, people[roles.MARKETER], **named))
    unknown(factories.make_campaign(shop, people[roles.MARKETER]))
    Application.objects.update(test_user_ids=["t1", "t2"])
    first, second = (" ".join(case.evidence.steps) for case in cases(reviewer))
    assert "Ask users it was for whether their phones showed it: u1 and u2." in first
    assert "the team's test users are t1 and t2" in second


def test_the_oldest_is_on_top(reviewer: Client, draft: Campaign, shop: Application) -> None:
    young = unknown(draft)
    old = unknown(factories.make_campaign(shop, name="Old"))
    Campaign.objects.filter(pk=old.pk).update(status_since=timezone.now() - timedelta(hours=1))
    assert [case.campaign.pk for case in cases(reviewer)] == [old.pk, young.pk]


def test_what_was_settled_or_is_anothers_is_not_there(
    reviewer: Client, draft: Campaign, other: Application
) -> None:
    ended(draft, Status.SENT, Outcome.ACCEPTED, push_id="p")
    theirs = factories.make_campaign(other, factories.make_user("boss"))
    factories.approved(theirs, factories.make_user("their-reviewer", roles.REVIEWER))
    Campaign.objects.filter(pk=theirs.pk).update(status=Status.UNKNOWN)
    assert cases(reviewer) == []
    assert "None: of everything that left" in said(reviewer.get(DESK))
    assert "box-unknown" not in said(reviewer.get(INDEX))


def test_nothing_let_go_is_said_as_well(reviewer: Client, draft: Campaign) -> None:
    unknown(draft, first_byte_left=False, failure=Failure.NO_REPORT)
    content = said(reviewer.get(DESK))
    assert "None was let go as far as is recorded" in content
    assert "gone before it could say what it was answered" in content


def test_the_overview_leads_there(marketer: Client, lost: Campaign) -> None:
    content = said(marketer.get(INDEX))
    assert f'href="{DESK}#case-{lost.pk}"' in content


@pytest.mark.parametrize("role", roles.ROLES)
def test_the_way_there_is_for_those_who_may_decide(role: str, at: AT, shop: Application) -> None:
    is_theirs = role in (roles.REVIEWER, roles.OPERATOR)
    assert (f'<a href="{DESK}">' in said(at(role).get(INDEX))) is is_theirs
    assert at(role).post(DESK).status_code == 405


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.AUDITOR])
def test_more_of_them_cost_no_more_queries(
    role: str, at: AT, lost: Campaign, shop: Application
) -> None:
    client = at(role)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(DESK).status_code == 200
        return len(found)

    client.get(DESK)
    few = queries()
    Application.objects.update(per_hour=9, per_day=9)
    for _ in range(4):
        unknown(factories.make_campaign(shop))
    assert queries() == few <= 14


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_its_words(failure: Failure, reviewer: Client, draft: Campaign) -> None:
    unknown(draft, failure=failure)
    assert SENTENCES[failure].msgid in said(reviewer.get(DESK))


def test_words_of_the_provider_are_never_taken_for_a_failure(
    reviewer: Client, draft: Campaign
) -> None:
    campaign = unknown(draft, error="The user cache timed out.")
    for url in (DESK, page(campaign)):
        content = said(reviewer.get(url))
        assert "The user cache timed out." in content
        assert [text.msgid for text in SENTENCES.values() if text.msgid in content] == []
