"""Applications: operators change them, the secret only goes in, the others read their own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.models import Application, Campaign, Event, KnownTag
from tests import factories
from tests.admin.conftest import ROLES, posted, said

pytestmark = pytest.mark.django_db
ADD = "admin:campaigns_application_add"


def change(application: Application) -> str:
    return reverse("admin:campaigns_application_change", args=[application.pk])


def door(application: Application, verb: str) -> str:
    return reverse(f"admin:campaigns_application_{verb}", args=[application.pk])


def edited(client: Client, application: Application, **typed: Any) -> Any:
    url = change(application)
    return client.post(url, posted(client.get(url), **typed), follow=True)


def test_the_secret_is_never_shown(operator: Client, shop: Application) -> None:
    content = said(operator.get(change(shop)))
    assert factories.SECRET not in content
    assert shop.app_secret_sealed not in content
    answer = operator.post(change(shop), {"name": "", "app_secret": "typed-secret"})
    assert answer.status_code == 200
    assert "typed-secret" not in said(answer)


def test_an_empty_secret_keeps_the_stored_one(operator: Client, shop: Application) -> None:
    edited(operator, shop, per_day=5)
    shop.refresh_from_db()
    assert (shop.app_secret, shop.per_day) == (factories.SECRET, 5)
    edited(operator, shop, app_secret="new-secret")
    shop.refresh_from_db()
    assert shop.app_secret == "new-secret"
    told = Event.objects.filter(verb="set-application").order_by("pk")
    assert [event.comment for event in told] == ["per_day: 3 -> 5", "app_secret"]


def test_a_secret_with_white_space_is_refused(operator: Client, shop: Application) -> None:
    assert "without white space" in said(edited(operator, shop, app_secret="a b"))


def test_key_and_data_centre_are_fixed_once_something_was_submitted(
    operator: Client, shop: Application, draft: Campaign
) -> None:
    edited(operator, shop, app_key="other-key", app_secret="s", data_centre="singapore")
    shop.refresh_from_db()
    assert (shop.app_key, shop.data_centre, shop.app_secret) == ("other-key", "singapore", "s")
    factories.submitted(draft)
    edited(operator, shop, app_key="third-key", data_centre="beijing", name="Shop 2")
    shop.refresh_from_db()
    assert (shop.app_key, shop.data_centre, shop.name) == ("other-key", "singapore", "Shop 2")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("data_centre", "https://example.com"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("day_zones", "UTC\nNowhere"),
        ("day_zones", ""),
        ("quiet_to", "07:00"),
        ("per_day", "0"),
        ("app_key", "a b"),
        ("known_tags", "x" * 41),
        ("cool_down_minutes", "-1"),
        ("name", ""),
    ],
)
def test_what_cannot_hold_is_said_at_its_field(
    name: str, typed: str, operator: Client, shop: Application
) -> None:
    answer = edited(operator, shop, app_secret="s", **{name: typed})
    assert name in answer.context["form"].errors
    assert not Event.objects.filter(application=shop).exists()


def test_a_taken_name_is_refused(operator: Client, shop: Application, other: Application) -> None:
    assert "name" in edited(operator, shop, name="Other").context["form"].errors


def test_lists_channels_quiet_hours_and_tags(operator: Client, shop: Application) -> None:
    KnownTag.objects.create(application=shop, name="vip", note="paying", users=7)
    KnownTag.objects.create(application=shop, name="old")
    typed = {"quiet_from": "22:00", "quiet_to": "08:00", "default_android_hw_channelId": "high"}
    lists = {"known_tags": "vip\nnew", "package_names": "a.b\r\nc.d", "forbidden_words": "free"}
    edited(operator, shop, **typed, **lists)
    shop.refresh_from_db()
    assert (str(shop.quiet_from), str(shop.quiet_to)) == ("22:00:00", "08:00:00")
    assert shop.default_channels == {"android_hw_channelId": "high"}
    assert (shop.package_names, shop.forbidden_words) == (["a.b", "c.d"], ["free"])
    assert list(shop.known_tags.values_list("name", "note", "users")) == [
        ("new", "", None),
        ("vip", "paying", 7),
    ]


def test_columns_outside_the_form_do_not_change(operator: Client, shop: Application) -> None:
    edited(operator, shop, paused_reason="forged", app_secret_sealed="forged", id=99)
    shop.refresh_from_db()
    assert (shop.paused_reason, shop.app_secret) == ("", factories.SECRET)


def test_adding_one_lets_its_operator_use_it(operator: Client, people: dict[str, User]) -> None:
    typed = {"name": "New", "app_key": "new-key", "app_secret": "s", "data_centre": "sandbox"}
    answer = operator.post(reverse(ADD), posted(operator.get(reverse(ADD)), **typed))
    added = Application.objects.get(name="New")
    assert answer["Location"] == change(added)
    assert (added.app_secret, added.everyone_per_day, added.cool_down_minutes) == ("s", None, 0)
    assert added in people[roles.OPERATOR].access.applications.all()


def test_adding_one_needs_a_secret(operator: Client) -> None:
    answer = operator.post(reverse(ADD), {"name": "New", "app_key": "k", "data_centre": "sandbox"})
    assert "app_secret" in answer.context["form"].errors


@pytest.mark.parametrize("role", [roles.MARKETER, roles.REVIEWER, roles.AUDITOR])
def test_the_others_read(role: str, at: Callable[[str], Client], shop: Application) -> None:
    client = at(role)
    content = said(client.get(change(shop)))
    assert "key-shop" in content
    assert factories.SECRET not in content
    assert 'name="app_secret"' not in content
    assert client.post(change(shop), {"name": "X"}).status_code == 403
    assert client.get(reverse(ADD)).status_code == client.post(reverse(ADD)).status_code == 403
    assert client.get(door(shop, "outside-send")).status_code == 403
    assert Application.objects.get().name == "Shop"


@pytest.mark.parametrize("role", ROLES)
def test_other_teams_applications_do_not_exist(
    role: str, at: Callable[[str], Client], other: Application
) -> None:
    client = at(role)
    listing = reverse("admin:campaigns_application_changelist")
    assert "Other" not in said(client.get(listing))
    assert client.get(change(other)).status_code == 404
    assert client.post(change(other), {"name": "X"}).status_code == 404
    for verb in ("pause", "resume", "outside-send"):
        assert client.post(door(other, verb), {"reason": "x"}).status_code == 404


def test_nothing_is_deleted(operator: Client, shop: Application) -> None:
    url = reverse("admin:campaigns_application_delete", args=[shop.pk])
    assert operator.get(url).status_code == operator.post(url, {"post": "yes"}).status_code == 404
    assert Application.objects.exists()
