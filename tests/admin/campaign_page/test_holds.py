"""What a campaign waits for: each hold, what to do about it, and who lifts a pause."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.admin.base import moment_text as moment
from campaigns.applications import pauses
from campaigns.domain.pauses import SENTENCES, PauseKind
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.management import output
from campaigns.models import Application, Campaign, Pause
from tests import factories
from tests.admin.conftest import page, said

pytestmark = pytest.mark.django_db
AT = Callable[[str], Client]
NOBODY = "Ask olga or rita to resume it."
OPERATOR_ONLY = "Ask olga to resume it."
OVER = Verdict(Outcome.REFUSED_QUOTA, 1008)


def key_refused(code: int, error: str = "") -> Verdict:
    return Verdict(Outcome.REFUSED, code, error=error)


def waits(client: Client, campaign: Campaign) -> list[Any]:
    return list(client.get(page(campaign)).context["packet"].waits)


def resume(application: Application) -> str:
    return reverse("admin:campaigns_application_resume", args=[application.pk])


def test_all_that_holds_it_is_listed(reviewer: Client, due: Campaign) -> None:
    Pause.objects.create(reason="power cut")
    Application.objects.update(paused_reason="stock-taking", per_hour=1, per_day=1)
    due.application.outside_sends.create(
        at=timezone.now(), note="by hand", recorded_by=User.objects.get(username="olga")
    )
    told = [wait.said for wait in waits(reviewer, due)]
    assert told[:2] == [
        "All sending is paused: power cut",
        "The application is paused: stock-taking",
    ]
    assert told[2].startswith("The provider's quota has no room yet. It waits until ")
    assert len(told) == 3
    for line in told[:2]:
        assert line in said(reviewer.get(page(due)))


def test_of_what_is_not_due_only_what_would_hold_it_then(
    reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    at = timezone.now() + timedelta(days=1)
    campaign = factories.approved(factories.make_campaign(shop, send_at=at))
    Application.objects.update(paused_reason="stock-taking", per_hour=1, per_day=1)
    shop.outside_sends.create(at=timezone.now(), note="by hand", recorded_by=people[roles.OPERATOR])
    due = f"It is due at {moment(at, 'Asia/Shanghai')}."
    assert [wait.said for wait in waits(reviewer, campaign)] == [
        "The application is paused: stock-taking",
        due,
    ]


def test_a_hold_that_ends_by_itself_is_said_once(reviewer: Client, due: Campaign) -> None:
    Campaign.objects.update(next_try_at=timezone.now() + timedelta(seconds=50))
    assert waits(reviewer, due) == []
    assert said(reviewer.get(page(due))).count("It did not leave: the next try is at") == 1


@pytest.mark.parametrize("role", roles.ROLES)
def test_whoever_may_resumes_it_from_the_campaigns_page(role: str, at: AT, due: Campaign) -> None:
    olga = Actor(User.objects.get(username="olga"))
    pauses.pause_application(due.application_id, olga, reason="stock-taking")
    (wait,) = waits(at(role), due)
    may = role in (roles.REVIEWER, roles.OPERATOR)
    assert (wait.resume, wait.who) == ((resume(due.application), "") if may else ("", NOBODY))
    assert (f'action="{resume(due.application)}"' in said(at(role).get(page(due)))) is may


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_a_pause_is_told_before_the_approval_too(
    state: str, marketer: Client, draft: Campaign
) -> None:
    if state == "in_review":
        factories.submitted(draft)
    Application.objects.update(paused_reason="stock-taking")
    (wait,) = waits(marketer, draft)
    assert wait.said == "The application is paused: stock-taking"


def test_the_switch_for_everything_is_for_those_of_all_applications(
    reviewer: Client, due: Campaign
) -> None:
    Pause.objects.create(reason="power cut")
    (wait,) = waits(reviewer, due)
    assert (wait.resume, wait.who[:36]) == ("", "Ask an operator or a reviewer of all")
    boss = factories.make_user("boss", roles.OPERATOR)
    client = Client()
    client.force_login(boss)
    (wait,) = waits(client, due)
    assert (wait.resume, wait.who) == (reverse("admin:resume_everything"), "")


@pytest.mark.parametrize(
    "verdict",
    [
        *(key_refused(code) for code in (1001, 1004, 1006, 1007, 1009)),
        key_refused(1002, "Invalidate App-Key."),
    ],
    ids=lambda verdict: str(verdict.code),
)
def test_a_refused_key_waits_for_an_operator(verdict: Verdict, at: AT, due: Campaign) -> None:
    pauses.pause_if_refused(due.application, verdict, timezone.now())
    (wait,) = waits(at(roles.REVIEWER), due)
    assert "An operator compares app key, app secret, push service" in wait.remedy
    assert (wait.resume, wait.who) == ("", OPERATOR_ONLY)
    at(roles.REVIEWER).post(resume(due.application))
    assert Application.objects.get().paused_reason == SENTENCES[PauseKind.KEY].msgid
    (wait,) = waits(at(roles.OPERATOR), due)
    assert wait.resume == resume(due.application)
    at(roles.OPERATOR).post(wait.resume)
    assert Application.objects.get().paused_reason == ""


def test_a_used_up_quota_says_until_when_and_what_to_record(at: AT, due: Campaign) -> None:
    pauses.pause_if_refused(due.application, OVER, timezone.now())
    until = moment(Application.objects.get().paused_until, "Asia/Shanghai")
    (wait,) = waits(at(roles.REVIEWER), due)
    assert f"It waits until {until}." in wait.said
    assert "record each send made elsewhere" in wait.remedy
    assert wait.resume == resume(due.application)
    assert waits(at(roles.MARKETER), due)[0].who == NOBODY


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR])
def test_the_applications_page_says_what_to_do_and_who_lifts_it(
    role: str, at: AT, shop: Application, people: dict[str, User]
) -> None:
    pauses.pause_if_refused(shop, key_refused(1004), timezone.now())
    url = reverse("admin:campaigns_application_change", args=[shop.pk])
    content = said(at(role).get(url))
    assert "Paused: The provider refused the app key" in content
    assert "An operator compares app key" in content
    may = role == roles.OPERATOR
    assert (f'action="{resume(shop)}"' in content, OPERATOR_ONLY in content) == (may, not may)


def test_show_says_it_too(due: Campaign) -> None:
    Application.objects.update(paused_reason="stock-taking")
    due = Campaign.objects.get()
    assert output.campaign_details(due, timezone.now())["hold"] == {
        "reason": "The application is paused: stock-taking",
        "until": None,
    }
