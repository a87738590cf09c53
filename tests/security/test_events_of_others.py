"""Events tell one team nothing about the people and app keys of another."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.access import Actor
from campaigns.accounts import roles, users
from tests.factories import make_application, make_user

pytestmark = pytest.mark.django_db
LIST, FILE = "/campaigns/event/", "/campaigns/event/export/"


def seen(name: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=name))
    page = client.get(LIST).content.decode()
    return page + b"".join(client.get(FILE)).decode()


@pytest.fixture
def told() -> None:
    """Somebody of the other team was given their application."""
    ours, theirs = make_application("Ours"), make_application("Theirs", app_key="their-key")
    boss = make_user("boss", roles.OPERATOR)
    stranger = make_user("stranger", roles.MARKETER, [ours])
    users.set_user(Actor(boss), stranger, roles=["auditor"], applications=[theirs])
    make_user("chief", roles.AUDITOR)
    for role in roles.ROLES:
        make_user(f"our-{role}", role, [ours])


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.usefixtures("told")
def test_one_team_reads_nothing_about_people_of_another(role: str) -> None:
    text = seen(f"our-{role}")
    assert "their-key" not in text
    assert "stranger" not in text


@pytest.mark.parametrize("name", ["boss", "chief"])
@pytest.mark.usefixtures("told")
def test_whoever_sees_everything_reads_it(name: str) -> None:
    text = seen(name)
    assert "stranger: - -&gt; auditor" in text
    assert "their-key" in text
