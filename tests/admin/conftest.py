"""People of every role, and what a browser posts for a form that it was shown."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.models import Application, Campaign
from tests import factories

NOON = datetime(2027, 3, 2, 4, tzinfo=UTC)
"""In Shanghai; far from both midnights that a day is counted by."""
ADD = "admin:campaigns_campaign_add"
ROLES = (roles.MARKETER, roles.REVIEWER, roles.OPERATOR, roles.AUDITOR)
NAMES = {
    roles.MARKETER: "maria",
    roles.REVIEWER: "rita",
    roles.OPERATOR: "olga",
    roles.AUDITOR: "anna",
}


@pytest.fixture
def at_noon(db: None) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def shop(db: None) -> Application:
    return factories.make_application("Shop")


@pytest.fixture
def other(db: None) -> Application:
    """An application that nobody in `people` may use."""
    return factories.make_application("Other")


@pytest.fixture
def people(shop: Application) -> dict[str, User]:
    """Role -> a person of that role, for the application `shop` only."""
    return {role: factories.make_user(NAMES[role], role, [shop]) for role in ROLES}


@pytest.fixture
def at(people: dict[str, User]) -> Callable[[str], Client]:
    """The browser of the person with a role."""

    def browser(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return browser


@pytest.fixture
def marketer(at: Callable[[str], Client]) -> Client:
    return at(roles.MARKETER)


@pytest.fixture
def reviewer(at: Callable[[str], Client]) -> Client:
    return at(roles.REVIEWER)


@pytest.fixture
def operator(at: Callable[[str], Client]) -> Client:
    return at(roles.OPERATOR)


@pytest.fixture
def draft(shop: Application, people: dict[str, User]) -> Campaign:
    return factories.make_campaign(shop, people[roles.MARKETER])


@pytest.fixture
def due(draft: Campaign) -> Campaign:
    """Approved a minute ago, and still here."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return factories.approved(draft)


def posted(response: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would post for the form of this answer, with these changes typed in."""
    form: BaseForm = response.context["form"]
    typed: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, ""):
            typed[field.html_name] = value
    return {**typed, **changes}


def said(response: Any) -> str:
    """Every message and the text of the answer."""
    return str(response.content.decode())


def change(campaign: Campaign) -> str:
    return reverse("admin:campaigns_campaign_change", args=[campaign.pk])


def page(campaign: Campaign) -> str:
    return reverse("admin:campaigns_campaign_page", args=[campaign.pk])


def minimal(application: Application, **typed: Any) -> dict[str, Any]:
    return {"application": application.pk, "name": "One", "version": 1, **typed}
