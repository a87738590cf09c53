"""Grave decisions need a password or a code that is not older than five minutes."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from campaigns.access import Actor, NotConfirmed
from campaigns.applications.actions import add_application, set_application, set_known_tags
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign
from tests import canary, factories
from tests.accounts.conftest import PASSWORD, App, browser, enrolled, enter
from tests.admin.conftest import posted

pytestmark = pytest.mark.django_db
FIELD = "confirm_password"
CHANGE = "admin:campaigns_application_change"


def stale(name: str, seconds: int = 300) -> Client:
    client = browser(name)
    session = client.session
    session["confirmed_at"] -= seconds
    session.save()
    return client


@pytest.fixture
def waiting(shop: Application, maria: User) -> Campaign:
    return factories.submitted(factories.make_campaign(shop, maria))


def approve(client: Client, campaign: Campaign, **typed: Any) -> Any:
    assert campaign.submission is not None
    fields = {"digest": campaign.submission.digest, "checked": list(ChecklistSection), **typed}
    return client.post(
        reverse("admin:campaigns_campaign_move", args=[campaign.pk, "approve"]), fields
    )


def status(campaign: Campaign) -> str:
    return Campaign.objects.get(pk=campaign.pk).status


def test_approval_on_a_stale_session_is_refused(rita: User, waiting: Campaign) -> None:
    client = stale("rita")
    answer = approve(client, waiting, comment="I have read it all")
    content = answer.content.decode()
    assert "Confirm that it is you" in content
    assert "I have read it all" in content, "nothing that was typed is lost"
    assert f'name="{FIELD}"' in content
    assert status(waiting) == Status.IN_REVIEW


def test_wrong_password_approves_nothing_and_keeps_what_was_typed(
    rita: User, waiting: Campaign
) -> None:
    client = stale("rita")
    answer = approve(client, waiting, comment="I have read it all", **{FIELD: "wrong-one"})
    content = answer.content.decode()
    assert "neither your password nor a current code" in content
    assert "I have read it all" in content
    assert "wrong-one" not in content
    assert status(waiting) == Status.IN_REVIEW


def test_password_beside_the_vote_confirms_it(rita: User, waiting: Campaign) -> None:
    client = stale("rita")
    assert approve(client, waiting, **{FIELD: PASSWORD}).status_code == 302
    assert status(waiting) == Status.APPROVED
    assert client.session["confirmed_at"] > 0


def test_code_beside_the_vote_confirms_it_once(rita: User, waiting: Campaign) -> None:
    device, codes = enrolled(rita)
    client = Client()
    client.force_login(rita)
    enter(client, codes[0])
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    code = App(device.device).code()
    assert approve(client, waiting, **{FIELD: code}).status_code == 302
    assert status(waiting) == Status.APPROVED
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    answer = client.post("/sign-in/recovery-codes/", {FIELD: code})
    assert answer.status_code == 403


def test_nothing_is_asked_within_five_minutes_of_a_proof(rita: User, waiting: Campaign) -> None:
    client = stale("rita", 290)
    page = client.get(reverse("admin:campaigns_campaign_page", args=[waiting.pk]))
    assert f'name="{FIELD}"' not in page.content.decode()
    assert approve(client, waiting).status_code == 302
    assert status(waiting) == Status.APPROVED


def test_page_of_a_stale_session_asks_for_the_proof(rita: User, waiting: Campaign) -> None:
    page = stale("rita").get(reverse("admin:campaigns_campaign_page", args=[waiting.pk]))
    assert page.content.decode().count(f'name="{FIELD}"') == 1


def test_a_setting_says_how_long_a_proof_lasts(
    rita: User, waiting: Campaign, settings: Settings
) -> None:
    settings.CONFIRM_FOR = 10
    approve(stale("rita", 10), waiting)
    assert status(waiting) == Status.IN_REVIEW


def test_password_of_another_person_confirms_nothing(
    rita: User, maria: User, waiting: Campaign
) -> None:
    maria.set_password("password of maria")
    maria.save()
    approve(stale("rita"), waiting, **{FIELD: "password of maria"})
    assert status(waiting) == Status.IN_REVIEW


def test_get_request_confirms_nothing(rita: User, waiting: Campaign) -> None:
    client = stale("rita")
    client.get("/", {FIELD: PASSWORD})
    approve(client, waiting)
    assert status(waiting) == Status.IN_REVIEW


def test_deciding_an_unknown_send_needs_a_proof(rita: User, waiting: Campaign) -> None:
    Campaign.objects.filter(pk=waiting.pk).update(status=Status.UNKNOWN)
    url = reverse("admin:campaigns_campaign_move", args=[waiting.pk, "resolve"])
    typed = {"arrived": "no", "comment": "Nobody has seen it"}
    client = stale("rita")
    answer = client.post(url, typed)
    assert "Nobody has seen it" in answer.content.decode()
    assert status(waiting) == Status.UNKNOWN
    client.post(url, {**typed, FIELD: PASSWORD})
    assert status(waiting) == Status.REFUSED


@pytest.mark.parametrize(
    "typed", [{"app_secret": "new-secret"}, {"per_hour": 9}, {"votes_needed": 2}]
)
def test_changing_secret_quota_or_votes_needs_a_proof(
    typed: dict[str, Any], olga: User, shop: Application
) -> None:
    url = reverse(CHANGE, args=[shop.pk])
    client = stale("olga")
    form = posted(client.get(url), **typed)
    answer = client.post(url, form)
    assert answer.status_code == 200
    content = answer.content.decode()
    assert "Confirm that it is you" in content
    assert f'name="{FIELD}"' in content
    for secret in ("new-secret", canary.SECRET):
        assert secret not in content
    if "app_secret" in typed:
        assert "Enter it again too" in content
    else:
        assert "Enter it again too" not in content
    before = Application.objects.get(pk=shop.pk)
    assert (before.app_secret, before.per_hour) == (canary.SECRET, shop.per_hour)
    assert client.post(url, {**form, FIELD: PASSWORD}).status_code == 302


def test_services_need_a_proof_too(olga: User, shop: Application) -> None:
    actor = Actor(olga, is_confirmed=False)
    with pytest.raises(NotConfirmed):
        set_application(shop.pk, actor, {"per_hour": 9})
    with pytest.raises(NotConfirmed):
        set_known_tags(shop, actor, ["vip"])
    with pytest.raises(NotConfirmed):
        add_application(actor, {"name": "N", "app_key": "n", "data_centre": "beijing"}, secret="s")


def test_setting_the_password_of_a_person_needs_a_proof(olga: User, rita: User) -> None:
    url = reverse("admin:auth_user_password_change", args=[rita.pk])
    client = stale("olga")
    typed = {"password": "another horse battery"}
    answer = client.post(url, typed)
    assert f'name="{FIELD}"' in answer.content.decode()
    assert "another horse" not in answer.content.decode()
    assert User.objects.get(pk=rita.pk).check_password(PASSWORD)
    client.post(url, {**typed, FIELD: PASSWORD})
    assert User.objects.get(pk=rita.pk).check_password("another horse battery")


def test_each_form_about_people_asks_for_the_proof_once(olga: User, rita: User) -> None:
    """Of two fields of one name only the last would be read."""
    client = stale("olga")
    for url in (reverse("admin:auth_user_add"), reverse("admin:auth_user_change", args=[rita.pk])):
        forms = client.get(url).content.decode().split("<form")
        assert {form.count(f'name="{FIELD}"') for form in forms} == {0, 1}
