"""Whoever finds a browser left open neither approves nor locks its owner out, whatever the
settings: what changes how a person signs in asks for their password, and confirms nothing else."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from pytest_django.fixtures import Settings

from campaigns.accounts import sessions, totp
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Application, AuthenticatorApp, Campaign, TotpKey
from tests.accounts.conftest import INDEX, MINE, PASSWORD, App, browser, enter, verified
from tests.factories import make_campaign, submitted

pytestmark = pytest.mark.django_db
START, FINISH, QR = "/sign-in/start/", "/sign-in/finish/", "/sign-in/qr.svg"
CHANGES = [START, "/sign-in/recovery-codes/", "/sign-in/off/"]
WRONG = ["", "wrong horse", "000000"]


def moved(client: Client, **columns: int) -> None:
    session = client.session
    session.update(columns)
    session.save()


def second_factors() -> list[object]:
    return [*StaticToken.objects.values("token"), *TotpKey.objects.values("pk", "sealed")]


def approve(client: Client, campaign: Campaign) -> None:
    submission = campaign.submission
    assert submission is not None
    url = reverse("admin:campaigns_campaign_move", args=[campaign.pk, "approve"])
    client.post(url, {"digest": submission.digest, "checked": [*ChecklistSection]})


def is_approved(campaign: Campaign) -> bool:
    return Campaign.objects.get(pk=campaign.pk).status == Status.APPROVED


@pytest.fixture
def waiting(shop: Application) -> Campaign:
    return submitted(make_campaign(shop))


@pytest.mark.parametrize("confirm_for", [1, 300, 86_400])
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("typed", WRONG)
def test_no_phone_is_set_up_without_the_password(
    typed: str, required: bool, confirm_for: int, rita: User, settings: Settings
) -> None:
    settings.REQUIRE_TOTP, settings.CONFIRM_FOR = required, confirm_for
    client = browser("rita")
    assert client.post(START, {"confirm_password": typed}).status_code == 403
    assert not AuthenticatorApp.objects.exists()
    assert client.get(QR).status_code == 404


@pytest.mark.parametrize("typed", WRONG)
@pytest.mark.parametrize("url", CHANGES)
def test_nothing_about_ones_sign_in_changes_without_the_password(
    url: str, typed: str, rita: User
) -> None:
    """Not with a proof of a moment ago either: this very form carries the password."""
    client, _app = verified(rita)
    before = second_factors()
    assert client.post(url, {"confirm_password": typed}).status_code == 403
    assert second_factors() == before


def test_a_code_is_no_password(rita: User) -> None:
    client, app = verified(rita)
    for url in CHANGES:
        assert client.post(url, {"confirm_password": app.code()}).status_code == 403
        totp.device_for(rita, "000000").throttle_reset()  # type: ignore[union-attr]


def test_setting_up_a_phone_approves_nothing(rita: User, waiting: Campaign) -> None:
    client = browser("rita")
    moved(client, confirmed_at=0)
    assert client.post(START, {"confirm_password": PASSWORD}).status_code == 302
    app = App(AuthenticatorApp.objects.get())
    assert client.post(FINISH, {"code": app.code()}).status_code == 200
    assert client.session[sessions.CONFIRMED] == 0
    approve(client, waiting)
    assert not is_approved(waiting)


@pytest.mark.parametrize("url", CHANGES[1:])
def test_nor_does_another_change_of_ones_sign_in(url: str, rita: User, waiting: Campaign) -> None:
    client, _app = verified(rita)
    moved(client, confirmed_at=0)
    assert client.post(url, {"confirm_password": PASSWORD}).status_code in {200, 302}
    approve(client, waiting)
    assert not is_approved(waiting)


def test_a_new_password_approves_nothing(rita: User, waiting: Campaign) -> None:
    client = browser("rita")
    moved(client, confirmed_at=0)
    new = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    assert client.post("/password_change/", {"old_password": PASSWORD, **new}).status_code == 302
    approve(client, waiting)
    assert not is_approved(waiting)


def test_a_key_on_the_screen_is_void_after_ten_minutes(rita: User) -> None:
    client = browser("rita")
    client.post(START, {"confirm_password": PASSWORD})
    app = App(AuthenticatorApp.objects.get())
    moved(client, enrolling_since=sessions.now() - sessions.ENROL_WITHIN)
    assert client.get(QR).status_code == 404
    assert totp.key_to_type(app.device) not in client.get(MINE).content.decode()
    client.post(FINISH, {"code": app.code()})
    assert not totp.has_device(rita)


def test_a_phone_set_up_with_the_password_opens_the_console(required: None, rita: User) -> None:
    client = browser("rita")
    client.post(START, {"confirm_password": PASSWORD})
    app = App(AuthenticatorApp.objects.get())
    client.post(FINISH, {"code": app.code()})
    assert client.get(INDEX).status_code == 200
    assert enter(browser("rita"), app.code())["Location"] == INDEX
