"""Operators of everything give and take rights, not their own, and each leaves an event."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from campaigns import access
from campaigns.access import Actor, NotAllowed, NotConfirmed
from campaigns.accounts import roles, users
from campaigns.models import Access, Application, Event
from tests.factories import LONG_AGO, make_application, make_group, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LIST = "admin:auth_user_changelist"


@pytest.fixture
def otto() -> User:
    """An operator of everything."""
    return make_user("otto", roles.OPERATOR)


@pytest.fixture
def mia(otto: User) -> User:
    return make_user("mia", roles.MARKETER)


@pytest.fixture
def browser(otto: User) -> Client:
    client = Client()
    client.force_login(otto)
    return client


def change(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def rights(*names: str, **more: Any) -> dict[str, Any]:
    return {"roles": list(names), "all_applications": "on", **more}


def role_events() -> list[str]:
    return list(Event.objects.filter(verb="roles").order_by("pk").values_list("comment", flat=True))


def since(user: User) -> Any:
    return Access.objects.get(user=user).reviewer_since


def test_roles_are_replaced_and_the_event_says_from_and_to(otto: User, mia: User) -> None:
    users.set_user(Actor(otto), mia, roles=[roles.AUDITOR, roles.MARKETER])
    event = Event.objects.filter(verb="roles").last()
    assert event is not None
    assert (event.actor, event.comment) == (otto, "mia: marketer -> auditor, marketer")
    assert set(mia.groups.values_list("name", flat=True)) == {roles.AUDITOR, roles.MARKETER}


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_changes_their_own_rights(otto: User, superuser: bool) -> None:
    User.objects.filter(pk=otto.pk).update(is_superuser=superuser)
    otto = User.objects.get(pk=otto.pk)
    before = role_events()
    for change_ in ({"roles": [roles.REVIEWER]}, {"all_applications": True}, {"active": False}):
        with pytest.raises(NotAllowed, match="own rights"):
            users.set_user(Actor(otto), otto, **change_)
    assert role_events() == before


@pytest.mark.parametrize("role", [roles.MARKETER, roles.REVIEWER, roles.AUDITOR])
def test_other_roles_give_nothing(role: str, mia: User) -> None:
    actor = Actor(make_user("other", role))
    for change_ in ({"roles": [roles.REVIEWER]}, {"active": False}, {"password": PASSWORD}):
        with pytest.raises(NotAllowed):
            users.set_user(actor, mia, **change_)
    with pytest.raises(NotAllowed):
        users.add_user(actor, "new", role=roles.REVIEWER)


def test_an_unconfirmed_browser_changes_no_rights(otto: User, mia: User) -> None:
    actor = Actor(otto, is_confirmed=False)
    with pytest.raises(NotConfirmed):
        users.set_user(actor, mia, roles=[roles.REVIEWER])
    with pytest.raises(NotConfirmed):
        users.add_user(actor, "new", role=roles.REVIEWER)
    assert list(mia.groups.values_list("name", flat=True)) == [roles.MARKETER]


def test_an_unknown_role_is_refused(otto: User, mia: User) -> None:
    with pytest.raises(NotAllowed, match="is none"):
        users.set_user(Actor(otto), mia, roles=["boss"])


def test_a_new_reviewer_begins_now(otto: User, mia: User) -> None:
    assert since(mia) == LONG_AGO
    users.set_user(Actor(otto), mia, roles=[roles.MARKETER, roles.REVIEWER])
    begun = since(mia)
    assert begun > LONG_AGO
    users.set_user(Actor(otto), mia, roles=[roles.REVIEWER])
    assert since(mia) == begun
    users.set_user(Actor(otto), mia, roles=[roles.MARKETER])
    assert since(mia) is None


@pytest.mark.parametrize(
    "give",
    [
        lambda user, group: user.groups.add(group),
        lambda user, group: user.groups.set([group]),
        lambda user, group: group.user_set.add(user),
        lambda user, group: group.user_set.set([user]),
    ],
)
def test_whatever_path_a_role_takes_it_is_noticed(give: Any, mia: User) -> None:
    group = make_group(roles.REVIEWER)
    give(mia, group)
    assert since(mia) > LONG_AGO
    assert role_events()[-1].endswith("reviewer")
    group.user_set.clear()
    assert since(mia) is None
    assert "reviewer" not in role_events()[-1].split("->")[1]
    mia.groups.clear()
    assert not Group.objects.filter(user=mia).exists()


def test_access_after_the_role_begins_now_too() -> None:
    user = User.objects.create_user("late", is_staff=True)
    user.groups.add(make_group(roles.REVIEWER))
    Access.objects.create(user=user, all_applications=True)
    assert since(user) is not None


def test_activated_again_and_moved_elsewhere_begin_anew(otto: User) -> None:
    rita, shop = make_user("rita", roles.REVIEWER), make_application()
    users.set_user(Actor(otto), rita, applications=[shop])
    assert since(rita) == LONG_AGO
    users.set_user(Actor(otto), rita, applications=[make_application("Other")])
    moved = since(rita)
    assert moved > LONG_AGO
    users.set_user(Actor(otto), rita, active=False)
    users.set_user(Actor(otto), rita, active=True)
    assert since(rita) > moved


def test_from_all_applications_to_some_and_back_is_told_as_it_was(otto: User) -> None:
    rita, shop = make_user("rita", roles.REVIEWER), make_application(app_key="k1")
    users.set_user(Actor(otto), rita, applications=[shop])
    users.set_user(Actor(otto), rita, all_applications=True)
    users.set_user(Actor(otto), rita, applications=[])
    told = Event.objects.filter(verb="set-user").order_by("pk").values_list("comment", flat=True)
    assert [line.removeprefix("rita: applications: ") for line in told] == [
        "all -> k1",
        "k1 -> all",
        "all -> none",
    ]
    assert since(rita) > LONG_AGO


def test_rights_taken_end_at_the_next_request(browser: Client, otto: User, mia: User) -> None:
    client = Client()
    client.force_login(mia)
    url = reverse("admin:campaigns_campaign_add")
    assert client.get(url).status_code == 200
    users.set_user(Actor(otto), mia, roles=[])
    assert client.get(url).status_code == 403
    users.set_user(Actor(otto), mia, active=False)
    assert client.get(url).status_code == 302


def test_the_screen_adds_a_person(browser: Client) -> None:
    shop = make_application()
    typed = {"username": "nina", "role": roles.REVIEWER, "applications": [shop.pk]}
    assert browser.get(reverse("admin:auth_user_add")).status_code == 200
    answer = browser.post(reverse("admin:auth_user_add"), {**typed, "password": PASSWORD})
    nina = User.objects.get(username="nina")
    assert answer["Location"] == change(nina)
    assert nina.is_staff
    assert nina.check_password(PASSWORD)
    assert list(access.applications(nina)) == [shop]
    shown = browser.get(change(nina)).content.decode()
    assert "nina" in shown
    assert PASSWORD not in shown


def test_the_screen_says_what_is_wrong(browser: Client, mia: User) -> None:
    typed = {"username": "mia", "role": roles.REVIEWER, "password": "short"}
    answer = browser.post(reverse("admin:auth_user_add"), typed).content.decode()
    assert "too short" in answer
    assert User.objects.count() == 2
    url = reverse("admin:auth_user_password_change", args=[mia.pk])
    assert "too common" in browser.post(url, {"password": "password"}).content.decode()
    assert "required" in browser.post(url, {}).content.decode()


def test_the_screen_changes_rights(browser: Client, mia: User) -> None:
    browser.post(change(mia), rights(roles.AUDITOR))
    assert role_events()[-2:] == ["mia: marketer -> -", "mia: - -> auditor"]
    url = reverse("admin:auth_user_active", args=[mia.pk])
    browser.post(url, {"active": "no"})
    assert not User.objects.get(pk=mia.pk).is_active
    browser.post(url, {"active": "yes"})
    assert User.objects.get(pk=mia.pk).is_active
    assert browser.post(url).status_code == 404
    browser.post(reverse("admin:auth_user_password_change", args=[mia.pk]), {"password": PASSWORD})
    assert User.objects.get(pk=mia.pk).check_password(PASSWORD)
    said = " ".join(map(str, Event.objects.values_list("comment", flat=True)))
    assert "deactivate" in said
    assert PASSWORD not in said


def test_the_screen_offers_nothing_about_oneself(browser: Client, otto: User) -> None:
    shown = browser.get(change(otto)).content.decode()
    assert "nobody changes their own rights" in shown
    assert 'name="roles"' not in shown
    browser.post(change(otto), rights(roles.REVIEWER))
    browser.post(reverse("admin:auth_user_active", args=[otto.pk]), {"active": "no"})
    otto.refresh_from_db()
    assert otto.is_active
    assert list(otto.groups.values_list("name", flat=True)) == [roles.OPERATOR]


def test_hidden_columns_of_a_person_cannot_be_posted(browser: Client, mia: User) -> None:
    forged = {"is_superuser": "on", "is_staff": "on", "username": "root", "user_permissions": [1]}
    browser.post(change(mia), {**rights(roles.MARKETER), **forged})
    mia.refresh_from_db()
    assert (mia.is_superuser, mia.username) == (False, "mia")
    assert not mia.user_permissions.exists()


def test_an_operator_of_one_application_sees_no_people(mia: User) -> None:
    client = Client()
    client.force_login(make_user("olga", roles.OPERATOR, [make_application()]))
    for url in (reverse(LIST), reverse("admin:auth_user_add"), change(mia)):
        assert client.get(url).status_code == 403
    assert "People" not in client.get(reverse("admin:index")).content.decode()


def test_the_list_costs_no_query_a_row(
    browser: Client, mia: User, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(25) as found:
            assert browser.get(reverse(LIST)).status_code == 200
        return len(found)

    shop: Application = make_application()
    make_user("one", roles.REVIEWER, [shop])
    few = queries()
    for n in range(5):
        make_user(f"more{n}", roles.REVIEWER, [shop])
    assert queries() == few


def test_nobody_is_deleted(browser: Client, mia: User) -> None:
    url = reverse("admin:auth_user_delete", args=[mia.pk])
    assert browser.post(url, {"post": "yes"}).status_code == 404
    assert User.objects.filter(pk=mia.pk).exists()
