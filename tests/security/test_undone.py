"""A form that comes again after somebody has undone what it did: it acts again or says that it did
not, and never that something is so which is not."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.access import Actor
from campaigns.accounts import roles, users
from campaigns.applications import actions, pauses, standing_pauses
from campaigns.composer import lifecycle, templates
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Move, Status
from campaigns.lib import database_clock, form_tokens
from campaigns.models import Application, Campaign, Event
from tests import factories
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db
MACHINE = Actor(os_user="root")
MOVED_ON = "Look at it again: it has moved on since you did this."


@pytest.fixture
def shop(db: None) -> Application:
    return factories.make_application("Shop")


@pytest.fixture
def otto(shop: Application) -> User:
    return factories.make_user("otto", roles.OPERATOR)


@pytest.fixture
def mia(shop: Application) -> User:
    return factories.make_user("mia", roles.MARKETER, [shop])


@pytest.fixture
def rita(shop: Application) -> User:
    return factories.make_user("rita", roles.REVIEWER, [shop])


@pytest.fixture
def draft(shop: Application, mia: User) -> Campaign:
    return factories.make_campaign(shop, mia)


class Form:
    """One form that a person was shown once, and posts as often as they like."""

    def __init__(self, user: User, url: str, **typed: Any) -> None:
        self.browser, self.url = Client(), url
        self.browser.force_login(user)
        self.body = {**typed, "token": form_tokens.owned_token(user.pk)}

    def post(self) -> str:
        return said(self.browser.post(self.url, self.body, follow=True))


def at(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def move_url(campaign: Campaign, verb: str) -> str:
    return at("campaigns_campaign_move", campaign.pk, verb)


def events() -> int:
    return Event.objects.exclude(verb="sign-in").count()


def test_everything_is_paused_again(otto: User) -> None:
    form = Form(otto, at("pause_everything"), reason="fire")
    assert "Everything is paused" in form.post()
    before = events()
    assert "Everything is paused" in form.post()
    assert events() == before
    pauses.resume_everything(MACHINE)
    assert "Everything is paused" in form.post()
    assert [one.reason for one in standing_pauses.everything()] == ["fire"]


def test_sending_goes_on_again(otto: User) -> None:
    pauses.pause_everything(MACHINE, reason="fire")
    form = Form(otto, at("resume_everything"))
    assert "Sending goes on." in form.post()
    pauses.pause_everything(MACHINE, reason="fire again")
    assert "Sending goes on." in form.post()
    assert standing_pauses.everything() == []


def test_application_is_paused_again(rita: User, otto: User, shop: Application) -> None:
    form = Form(rita, at("campaigns_application_pause", shop.pk), reason="stock-taking")
    assert "is paused" in form.post()
    before = events()
    assert "is paused" in form.post()
    assert events() == before
    pauses.resume_application(shop.pk, Actor(otto))
    assert "is paused" in form.post()
    shop.refresh_from_db()
    assert shop.is_paused(database_clock.now())


def test_withdrawn_campaign_is_not_said_to_be_submitted(mia: User, draft: Campaign) -> None:
    form = Form(mia, move_url(draft, Move.SUBMIT))
    assert "Submitted" in form.post()
    assert "Submitted" in form.post()
    lifecycle.withdraw(draft.pk, Actor(mia), comment="typo")
    answer = form.post()
    assert MOVED_ON in answer
    assert "Submitted: the reviewers" not in answer
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_vote_that_is_void_is_not_said_to_stand(mia: User, rita: User, draft: Campaign) -> None:
    submission = factories.submitted(draft).submission
    assert submission is not None
    typed = {"digest": submission.digest, "checked": list(ChecklistSection)}
    form = Form(rita, move_url(draft, Move.APPROVE), **typed)
    assert "Your approval is recorded." in form.post()
    assert "Your approval is recorded." in form.post()
    lifecycle.unschedule(draft.pk, Actor(mia), comment="typo")
    answer = form.post()
    assert "Your approval is recorded." not in answer
    assert "This changed while you were reading" in answer


def test_person_is_shut_out_again(otto: User, mia: User) -> None:
    form = Form(otto, at("auth_user_active", mia.pk), active="no")
    form.post()
    users.set_user(MACHINE, mia, active=True)
    form.post()
    mia.refresh_from_db()
    assert not mia.is_active


def test_settings_are_stored_again(otto: User, shop: Application) -> None:
    shown = Client()
    shown.force_login(otto)
    page = shown.get(at("campaigns_application_change", shop.pk))
    fields = page.context["form"]
    typed = {one.html_name: one.value() for one in fields if one.value() not in (None, False)}
    form = Form(otto, at("campaigns_application_change", shop.pk), **{**typed, "name": "Store"})
    form.post()
    before = events()
    form.post()
    assert events() == before
    actions.set_application(shop.pk, Actor(otto, is_confirmed=True), {"name": "Shop"})
    assert "“Store” is saved." in form.post()
    shop.refresh_from_db()
    assert shop.name == "Store"


def test_template_is_made_again(mia: User, shop: Application, draft: Campaign) -> None:
    form = Form(mia, at("campaigns_campaign_save_template", draft.pk), name=" Sale  again ")
    form.post()
    form.post()
    templates.delete(shop.templates.get(), Actor(mia))
    assert "is a template now" in form.post()
    assert shop.templates.get().name == "Sale again"
