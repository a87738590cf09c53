"""How many people a campaign addresses: exact, at most, or unknown; unknown is never 0."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from campaigns.composer import message_columns, reach
from campaigns.composer.reach import Source
from campaigns.lib import i18n
from campaigns.models import Application, Campaign, KnownTag
from campaigns.sandbox.models import Device, SandboxApp, SandboxUser
from campaigns.sandbox.population import seed_app
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon in Shanghai, where the applications are."""


@pytest.fixture
def shop() -> Application:
    return factories.make_application()


def known(application: Application, tags: Mapping[str, tuple[int | None, date | None]]) -> None:
    for name, (users, as_of) in tags.items():
        KnownTag.objects.create(application=application, name=name, users=users, as_of=as_of)


def estimate(application: Application, **columns: Any) -> reach.Estimate:
    campaign = Campaign(platform=["ios", "android"], **columns)
    return reach.estimate(application, message_columns.to_message(campaign), NOW)


def said(found: reach.Estimate) -> str:
    return i18n.render(found.text)


def test_nobody_is_addressed_yet(shop: Application) -> None:
    found = estimate(shop)
    assert (found.source, found.users, found.is_nobody) == (Source.NOBODY, None, False)


def test_all_of_some_tags_are_at_most_the_rarest(shop: Application) -> None:
    day = date(2026, 11, 20)
    known(shop, {"vip": (30, day), "young": (100, date(2026, 11, 1)), "new": (None, None)})
    found = estimate(shop, audience_kind="tags", audience_tag=["young", "vip", "new", "nowhere"])
    assert (found.users, found.as_of) == (30, day)
    assert said(found) == "At most 30 users by the known tags, noted 3 days ago (2026-11-20)."


def test_one_of_some_tags_are_at_most_all_of_them(shop: Application) -> None:
    known(shop, {"vip": (30, date(2026, 11, 20)), "young": (100, date(2026, 11, 1))})
    found = estimate(shop, audience_kind="tags", audience_tag_or=["young", "vip", "vip"])
    assert (found.users, found.as_of) == (130, date(2026, 11, 1))


def test_of_one_tag_nobody_knows_how_many_more_it_adds(shop: Application) -> None:
    known(shop, {"vip": (30, date(2026, 11, 20))})
    found = estimate(shop, audience_kind="tags", audience_tag_or=["vip", "new"])
    assert (found.source, found.users, found.is_nobody) == (Source.UNKNOWN, None, False)
    assert said(found) == "Unknown: nobody has noted how many users carry new."


def test_both_lists_are_at_most_the_smaller_one(shop: Application) -> None:
    known(shop, {"vip": (30, None), "a": (10, date(2026, 11, 23)), "b": (5, date(2026, 11, 23))})
    found = estimate(shop, audience_kind="tags", audience_tag=["vip"], audience_tag_or=["a", "b"])
    assert said(found) == "At most 15 users by the known tags, noted today."
    found = estimate(shop, audience_kind="tags", audience_tag=["vip"], audience_tag_or=["a", "c"])
    assert said(found) == "At most 30 users by the known tags, of which one has no date."


def test_zero_is_a_number(shop: Application) -> None:
    known(shop, {"gone": (0, date(2026, 11, 22))})
    found = estimate(shop, audience_kind="tags", audience_tag=["gone"])
    assert (found.users, found.is_nobody, found.is_unknown) == (0, True, False)
    assert said(found) == "0 users by the known tags, noted 1 day ago (2026-11-22)."


def test_named_users_are_at_most_those_that_are_named(shop: Application) -> None:
    found = estimate(shop, audience_kind="users", audience_userid=["a", "b", "a"])
    assert (found.source, said(found)) == (Source.IDS, "At most 2 users.")


@pytest.mark.parametrize(
    "columns",
    [{"audience_kind": "everyone"}, {"audience_kind": "package", "audience_packageName": "a.b"}],
)
def test_of_everyone_nothing_is_known(shop: Application, columns: dict[str, Any]) -> None:
    found = estimate(shop, **columns)
    assert (found.source, found.users) == (Source.UNKNOWN, None)
    assert said(found).startswith("Unknown: ")


class TestOnTheSandbox:
    """Counted in its own registry, whatever the known tags say."""

    @pytest.fixture
    def shop(self) -> Application:
        seed_app("Shop", "key-shop", "secret", 2, 3, users=40)
        return factories.make_application(data_centre="sandbox")

    def test_every_kind_is_counted(self, shop: Application) -> None:
        everyone = estimate(shop, audience_kind="everyone")
        women = estimate(shop, audience_kind="tags", audience_tag=["female"])
        named = estimate(shop, audience_kind="users", audience_userid=["u0001", "nobody"])
        package = estimate(
            shop, audience_kind="package", audience_packageName="com.example.app.lite"
        )
        assert {one.source for one in (everyone, women, named, package)} == {Source.SANDBOX}
        assert (everyone.users or 0) > (women.users or 0) > (package.users or 0) > 0
        assert said(named).startswith("1 user with 1 phone, counted in the sandbox")

    def test_only_phones_that_would_get_it(self, shop: Application) -> None:
        before = estimate(shop, audience_kind="everyone")
        Device.objects.all().update(last_seen=NOW - timedelta(days=31))
        after = estimate(shop, audience_kind="everyone")
        assert (before.users or 0) > 0
        assert (after.users, after.is_nobody) == (0, True)
        assert said(after) == "0 users: nobody in the sandbox would receive it."

    def test_a_platform_that_is_not_ticked_is_not_counted(self, shop: Application) -> None:
        both = estimate(shop, audience_kind="everyone")
        message = message_columns.to_message(Campaign(platform=["ios"], audience_kind="everyone"))
        ios = reach.estimate(shop, message, NOW)
        assert 0 < (ios.phones or 0) < (both.phones or 0)

    def test_an_app_key_that_the_sandbox_does_not_know_is_told_by_its_tags(
        self, shop: Application
    ) -> None:
        SandboxUser.objects.all().delete()
        SandboxApp.objects.all().delete()
        known(shop, {"vip": (30, date(2026, 11, 23))})
        assert estimate(shop, audience_kind="tags", audience_tag=["vip"]).source is Source.TAGS
