"""Rights and secrets that change outside of the services leave an event of the system's user."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaigns.access import Actor
from campaigns.accounts import roles, totp, users
from campaigns.audit import told
from campaigns.lib.system_user import system_user
from campaigns.models import Event
from tests.factories import make_application, make_group, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "another horse battery"


def happened() -> list[tuple[str, str]]:
    """Verb and words of every event, which must all be the system user's."""
    events = Event.objects.order_by("pk")
    assert {(event.actor, event.os_user) for event in events} <= {(None, system_user())}
    return [(event.verb, event.comment) for event in events]


@pytest.fixture
def rita() -> User:
    return make_user("rita", roles.REVIEWER)


def test_createsuperuser_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", username="root", email="a@b.example")
    assert happened() == [("add-user", "root: is_superuser, is_staff")]


def saved(user: User, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(user, name, value)
    user.save()


def new_password(user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


CHANGES: list[tuple[Callable[[User], Any], str, str]] = [
    (lambda u: saved(u, is_superuser=True), "set-user", "rita: is_superuser: False -> True"),
    (lambda u: saved(u, is_staff=False), "set-user", "rita: is_staff: True -> False"),
    (lambda u: saved(u, is_active=False), "set-user", "rita: is_active: True -> False"),
    (lambda u: saved(u, username="rosa"), "set-user", "rosa: username: rita -> rosa"),
    (new_password, "set-user", "rita: password"),
    (
        lambda u: u.user_permissions.add(Permission.objects.get(codename="operate_application")),
        "roles",
        "rita: permissions + operate_application",
    ),
    (lambda u: u.groups.set([]), "roles", "rita: reviewer -> -"),
    (
        lambda u: make_group(roles.REVIEWER).permissions.clear(),
        "roles",
        "reviewer: permissions - all",
    ),
    (lambda u: make_group(roles.REVIEWER).delete(), "roles", "reviewer: group deleted"),
    (
        lambda u: saved_access(u, all_applications=False),
        "set-user",
        "rita: all_applications: True -> False",
    ),
    (
        lambda u: u.access.applications.add(make_application("Shop")),
        "set-user",
        "rita: applications + Shop",
    ),
    (lambda u: u.access.delete(), "set-user", "rita: access deleted"),
    (
        lambda u: TOTPDevice.objects.create(user=u, name="app"),
        "set-user",
        "rita: app added",
    ),
    (
        lambda u: make_application("Shop").voters.set([u]),
        "set-application",
        "Shop: voters + rita",
    ),
]


def saved_access(user: User, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(user.access, name, value)
    user.access.save()


@pytest.mark.parametrize(
    ("change", "verb", "words"), CHANGES, ids=[words for _, _, words in CHANGES]
)
def test_a_change_in_a_shell_is_recorded(
    rita: User, change: Callable[[User], Any], verb: str, words: str
) -> None:
    change(rita)
    assert happened() == [(verb, words)]


def test_a_removed_phone_and_a_removed_person_are_recorded(rita: User) -> None:
    with told.by_services():
        totp.enrol(totp.create_pending_device(rita))
    TOTPDevice.objects.all().delete()
    assert happened() == [("set-user", "rita: app removed")]
    rita.access.delete()
    rita.delete()
    assert ("set-user", "rita: user deleted") in happened()


def test_a_changed_application_and_its_secret_are_recorded() -> None:
    shop = make_application("Shop")
    shop.app_secret, shop.votes_needed = "another-secret", 2
    shop.save()
    (event,) = Event.objects.all()
    assert (event.verb, event.application) == ("set-application", shop)
    assert event.comment == "Shop: app_secret_sealed; votes_needed: 1 -> 2"


def test_what_stays_leaves_nothing(rita: User) -> None:
    rita.last_name = "Reviewer"
    rita.save()
    rita.user_permissions.remove(*Permission.objects.all()[:0])
    User.objects.get(pk=rita.pk).save(update_fields=["last_login"])
    assert happened() == []


def test_services_tell_once(rita: User) -> None:
    """They write the event themselves."""
    shop = make_application("Shop")
    shell = Actor(os_user="root")
    users.set_user(shell, rita, password=PASSWORD, active=False, applications=[shop])
    users.add_user(shell, "mia", role=roles.MARKETER, password=PASSWORD)
    assert list(Event.objects.values_list("verb", flat=True)) == ["set-user", "roles", "add-user"]


def test_a_request_tells_once() -> None:
    rita = make_user("rita", roles.REVIEWER, password=PASSWORD)
    client = Client()
    client.force_login(rita)
    before = Event.objects.count()
    new = "a third horse battery"
    posted = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/password_change/", posted).status_code == 302
    (event,) = Event.objects.all()[before:]
    assert (event.verb, event.comment, event.actor) == ("set-user", "rita: own password", rita)
