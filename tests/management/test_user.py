"""`manage.py user`."""

import pytest
from django.contrib.auth.models import User

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles, totp, users
from campaigns.models import Application, Event
from tests.factories import make_application, make_user
from tests.management.conftest import Run

pytestmark = pytest.mark.django_db
PASSWORD = b"correct horse battery\n"


def test_add_makes_staff_of_a_role_for_all_applications_without_a_password(run: Run) -> None:
    shown = run("user", "add", "mia", "--role", "marketer", "--email", "mia@example.com").json
    assert shown == {
        "name": "mia",
        "email": "mia@example.com",
        "roles": ["marketer"],
        "all_applications": True,
        "applications": [],
        "active": True,
        "can_sign_in": False,
    }
    mia = User.objects.get(username="mia")
    assert mia.is_staff
    assert not mia.is_superuser
    assert access.may(mia, access.COMPOSE, make_application())
    event = Event.objects.get(verb="add-user")
    assert (event.actor, event.comment) == (None, "mia: marketer")
    assert event.os_user


def test_add_grants_only_the_named_applications(run: Run) -> None:
    shop, other = make_application(app_key="k1"), make_application("Other", app_key="k2")
    shown = run("user", "add", "mia", "--role", "marketer", "--application", "k1").json
    assert (shown["all_applications"], shown["applications"]) == (False, ["k1"])
    assert list(access.applications(User.objects.get(username="mia"))) == [shop]
    assert not access.may(User.objects.get(username="mia"), access.COMPOSE, other)


def test_a_password_from_stdin_loses_one_line_break_and_nothing_else(run: Run) -> None:
    made = run("user", "add", "mia", "--role", "marketer", "--password-stdin", stdin=PASSWORD)
    assert made.json["can_sign_in"] is True
    assert User.objects.get(username="mia").check_password("correct horse battery")
    assert b"correct" not in made.out


@pytest.mark.parametrize("password", [b"", b"\n", b"short\n", b"1234567890123\n", b"\xff\xfe\xfd"])
def test_a_bad_password_adds_nobody(run: Run, password: bytes) -> None:
    result = run("user", "add", "mia", "--role", "marketer", "--password-stdin", stdin=password)
    assert (result.code, result.out) == (1, b"")
    assert result.err.strip()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["add", "rui", "--role", "reviewer"], 1, "already exists"),
        (["add", "a b", "--role", "reviewer"], 1, "username: "),
        (["add", "x", "--role", "reviewer", "--email", "nobody"], 1, "email: "),
        (["add", "x", "--role", "reviewer", "--application", "none"], 1, "no application none"),
        (["add", "x", "--role", "boss"], 2, "invalid choice"),
        (["add", "x"], 2, "--role"),
        (["set", "nobody", "--activate"], 1, "there is no nobody"),
        (["set", "rui", "--activate", "--deactivate"], 2, "not allowed"),
        (["set", "rui", "--all-applications", "--application", "k"], 2, "not allowed"),
        ([], 2, "required"),
    ],
)
def test_refusals_change_nothing(run: Run, words: list[str], code: int, says: str) -> None:
    make_user("rui", roles.REVIEWER)
    result = run("user", *words)
    assert (result.code, result.out) == (code, b"")
    assert says in result.err
    assert User.objects.count() == 1


def test_set_changes_what_is_given_and_keeps_the_rest(run: Run) -> None:
    make_application(app_key="k1")
    mia = make_user("mia")
    shown = run("user", "set", "mia", "--application", "k1", "--deactivate").json
    assert (shown["applications"], shown["all_applications"]) == (["k1"], False)
    assert (shown["active"], shown["roles"]) == (False, ["marketer"])
    assert not access.may(User.objects.get(pk=mia.pk), access.COMPOSE, Application.objects.get())
    shown = run("user", "set", "mia", "--all-applications", "--activate").json
    assert (shown["applications"], shown["all_applications"], shown["active"]) == ([], True, True)
    shown = run("user", "set", "mia", "--password-stdin", stdin=PASSWORD).json
    assert (shown["can_sign_in"], shown["all_applications"]) == (True, True)
    assert Event.objects.filter(verb="set-user").count() == 3


def test_reset_totp_removes_app_and_recovery_codes(run: Run) -> None:
    mia = make_user("mia")
    totp.enrol(totp.create_pending_device(mia))
    result = run("user", "set", "mia", "--reset-totp")
    assert (result.code, result.err) == (0, "")
    assert not totp.has_device(mia)
    assert totp.recovery_codes_left(mia) == 0
    assert (
        Event.objects.filter(verb="set-user").latest("pk").comment == "mia: authenticator app reset"
    )


def test_roles_are_replaced_and_the_event_names_the_operating_system_user(run: Run) -> None:
    make_user("mia")
    shown = run("user", "set", "mia", "--role", "reviewer", "--role", "auditor").json
    assert shown["roles"] == ["auditor", "reviewer"]
    event = Event.objects.filter(verb="roles").latest("pk")
    assert (event.actor, event.comment) == (None, "mia: - -> auditor, reviewer")
    assert event.os_user
    assert "invalid choice" in run("user", "set", "mia", "--role", "boss").err


def test_only_operators_of_everything_and_superusers_manage_others() -> None:
    otto, mia = make_user("otto", roles.OPERATOR), make_user("mia")
    root = make_user("root", None, is_superuser=True)
    half = make_user("olga", roles.OPERATOR, [make_application()])
    users.set_user(Actor(otto), mia, active=False)
    for actor, person in [(otto, otto), (otto, root), (half, mia), (mia, half)]:
        with pytest.raises(NotAllowed):
            users.set_user(Actor(actor), person, all_applications=True)
    with pytest.raises(NotAllowed):
        users.set_user(access.MACHINE, mia, active=True)
    users.set_user(Actor(root), otto, active=False)
    assert not User.objects.get(username="otto").is_active
