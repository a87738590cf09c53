"""`manage.py application`."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from campaigns import access
from campaigns.access import MACHINE, Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import actions
from campaigns.models import Application, Event
from tests.factories import SECRET, make_campaign, make_user, submitted
from tests.management.conftest import Run, refused
from tests.push_server import PushServer, answer

ADD = ("application", "add", "News", "--app-key", "news-key", "--secret-stdin", "--data-centre")
SET = ("application", "set", "shop-key", "--as")


def test_add_prints_the_application_and_never_its_secret(run: Run, team: None) -> None:
    result = run(*ADD, "singapore", "--per-hour", 1, "--per-day", 2, stdin=b"s3cret\r\n")
    shown = result.json
    assert shown.pop("budget").keys() == {"used", "reserved", "per_day", "next_free"}
    assert shown == {
        "app_key": "news-key",
        "name": "News",
        "data_centre": "singapore",
        "per_hour": 1,
        "per_day": 2,
        "day_zones": ["UTC", "Asia/Shanghai"],
        "time_zone": "Asia/Shanghai",
        "quiet": None,
        "votes": 1,
        "votes_tags": 1,
        "votes_everyone": 2,
        "voters": None,
        "cool_down": Application.objects.get(name="News").cool_down_minutes,
        "everyone_per_day": 1,
        "paused": None,
        "pauses": [],
    }
    assert b"s3cret" not in result.out
    assert Application.objects.get(name="News").app_secret == "s3cret"
    assert Event.objects.get(verb="add-application").os_user


@pytest.mark.parametrize(
    ("production", "centre", "cool_down", "everyone_per_day"),
    [(True, "beijing", 10, 1), (False, "beijing", 0, 1), (True, "sandbox", 0, None)],
)
def test_add_starts_with_the_cool_down_of_the_place(
    run: Run,
    team: None,
    settings: Settings,
    production: bool,
    centre: str,
    cool_down: int,
    everyone_per_day: int | None,
) -> None:
    settings.PRODUCTION = production
    settings.SANDBOX_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["push.example.com"]
    shown = run(*ADD, centre, stdin=b"s3cret").json
    assert (shown["cool_down"], shown["everyone_per_day"]) == (cool_down, everyone_per_day)


@pytest.mark.parametrize("secret", [b"", b"\n", b"a b\n", b"a\n\n", b"\ta", b"a\x00b", b"\xff"])
def test_a_secret_with_white_space_or_nothing_in_it_is_refused(
    run: Run, team: None, secret: bytes
) -> None:
    for words in (ADD + ("beijing",), SET + ("otto", "--secret-stdin")):
        result = run(*words, stdin=secret)
        assert (result.code, result.out) == (1, b"")
        assert result.err.strip()
    assert Application.objects.get().app_secret == SECRET


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("mars",), 1, "data_centre: Choose another data centre than mars: beijing,"),
        (("beijing", "--time-zone", "Asia/Nowhere"), 1, "time_zone: "),
        (("beijing", "--time-zone", "../UTC"), 1, "time_zone: "),
        (("beijing", "--per-hour", "0"), 1, "per_hour: "),
        (("beijing", "--per-day", "-1"), 1, "per_day: "),
        (("beijing", "--per-day", "99999999"), 1, "per_day: "),
        (("beijing", "--per-day", "two"), 2, "--per-day"),
        (("beijing", "--app-key", "shop-key"), 1, "app_key: "),
        (("beijing", "--app-key", "a b"), 1, "app_key: "),
        (("beijing", "--app-key", ""), 1, "app_key: "),
        (("beijing", "--app-key", "x" * 101), 1, "app_key: "),
    ],
)
def test_add_refuses(run: Run, team: None, words: tuple[str, ...], code: int, says: str) -> None:
    result = run(*ADD, *words, stdin=b"s3cret")
    assert (result.code, result.out) == (code, b"")
    assert says in result.err
    assert Application.objects.count() == 1


def test_set_changes_what_is_given_and_says_what_changed(run: Run, team: None) -> None:
    words = ["--per-hour", 1, "--per-day", 3, "--votes", 2, "--votes-everyone", 3]
    words += ["--cool-down", 7, "--quiet", "22:00-08:00", "--day-zone", "UTC"]
    shown = run(*SET, "otto", *words, "--day-zone", "Europe/Berlin").json
    assert (shown["per_hour"], shown["votes"], shown["votes_everyone"]) == (1, 2, 3)
    assert (shown["cool_down"], shown["quiet"]) == (7, "22:00-08:00")
    assert shown["day_zones"] == ["UTC", "Europe/Berlin"]
    event = Event.objects.get(verb="set-application")
    assert event.actor == User.objects.get(username="otto")
    assert "per_hour: 2 -> 1" in event.comment
    assert "per_day" not in event.comment
    assert run(*SET, "otto", "--no-quiet").json["quiet"] is None


def test_votes_for_tags_may_differ_from_those_for_named_users(run: Run, team: None) -> None:
    shown = run(*SET, "otto", "--votes", 2).json
    assert (shown["votes"], shown["votes_tags"], shown["votes_everyone"]) == (2, 2, 2)
    shown = run(*SET, "otto", "--votes", 1, "--votes-tags", 3).json
    assert (shown["votes"], shown["votes_tags"]) == (1, 3)
    assert run(*SET, "otto", "--votes-tags", 2).json["votes"] == 1


def test_voters_are_named_and_let_go_again(run: Run, team: None) -> None:
    assert run(*SET, "otto", "--voter", "rui", "rosa").json["voters"] == ["rosa", "rui"]
    event = Event.objects.filter(verb="set-application").latest("pk")
    assert event.comment == "voters: every reviewer -> rosa, rui"
    assert run(*SET, "otto", "--per-day", 2).json["voters"] == ["rosa", "rui"]
    assert run(*SET, "otto", "--any-voter").json["voters"] is None


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--voter", "rui"), 1, "voters: Choose at least 2 reviewers: 1 of the chosen"),
        (("--voter", "rui", "mia"), 1, "voters: Leave out mia: only reviewers"),
        (("--voter", "rui", "nobody"), 1, "there is no nobody"),
        (("--voter", "rui", "--any-voter"), 2, "not allowed"),
        (("--votes-tags", "0"), 1, "votes_needed_tags: "),
    ],
)
def test_a_policy_that_nobody_could_meet_is_refused(
    run: Run, team: None, words: tuple[str, ...], code: int, says: str
) -> None:
    result = run(*SET, "otto", *words)
    assert (result.code, result.out) == (code, b"")
    assert says in result.err
    assert not Application.objects.get().voters.exists()


def test_a_new_secret_is_recorded_without_its_value(run: Run, team: None) -> None:
    run(*SET, "otto", "--secret-stdin", stdin=b"other\n")
    assert Application.objects.get().app_secret == "other"
    assert Event.objects.get(verb="set-application").comment == "app_secret"


def test_setting_what_is_so_already_records_nothing(run: Run, team: None) -> None:
    assert run(*SET, "otto", "--per-hour", 2).code == 0
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("mia", "--per-hour", "1"), 1, "Ask an operator"),
        (("rui", "--per-hour", "1"), 1, "Ask an operator"),
        (("nobody", "--per-hour", "1"), 1, "there is no nobody"),
        (("otto", "--quiet", "22:00"), 2, "--quiet"),
        (("otto", "--quiet", "25:00-08:00"), 2, "--quiet"),
        (("otto", "--quiet", "08:00-08:00"), 1, "quiet_to: "),
        (("otto", "--quiet", "22:00-08:00", "--no-quiet"), 2, "not allowed"),
        (("otto", "--pause", "x", "--resume"), 2, "not allowed"),
        (("otto", "--pause", " "), 1, "reason: "),
        (("otto", "--pause", "x" * 301), 1, "reason: Shorten the reason: it has 301"),
        (("otto", "--day-zone", "Mars/Base"), 1, "day_zones: "),
        (("otto", "--per-day", "1", "--pause", " "), 1, "reason: "),
    ],
)
def test_set_refuses_and_changes_nothing(
    run: Run, team: None, words: tuple[str, ...], code: int, says: str
) -> None:
    result = run(*SET, *words)
    assert (result.code, result.out) == (code, b"")
    assert says in result.err
    stored = Application.objects.get()
    assert (stored.per_hour, stored.per_day, stored.paused_reason) == (2, 3, "")
    assert not Event.objects.exclude(verb="denied").exists()


def test_the_app_key_and_the_data_centre_stay_once_a_campaign_was_submitted(team: None) -> None:
    otto, shop = Actor(User.objects.get(username="otto")), Application.objects.get()
    actions.set_application(shop.pk, otto, {"data_centre": "singapore"})
    with pytest.raises(NotAllowed):
        actions.set_application(shop.pk, otto, {"app_key": "new"})
    actions.set_application(shop.pk, otto, {"app_key": "new"}, secret="new-secret")
    assert Application.objects.get().app_secret == "new-secret"
    submitted(make_campaign())
    changes: list[dict[str, Any]] = [{"app_key": "newer"}, {"data_centre": "beijing"}]
    for columns in changes:
        with pytest.raises(NotAllowed) as refusal:
            actions.set_application(shop.pk, otto, columns, secret="s")
        assert refusal.value.problems[0].field in columns
    assert Application.objects.get().app_key == "new"
    actions.set_application(shop.pk, otto, {"per_day": 9}, secret="rotated")


def test_an_operator_who_adds_an_application_may_use_it(team: None) -> None:
    half = make_user("olga", roles.OPERATOR, [])
    columns = {"name": "News", "app_key": "news-key", "data_centre": "beijing"}
    news = actions.add_application(Actor(half), columns, secret="s")
    assert list(access.applications(half)) == [news]
    for actor in (MACHINE, Actor(User.objects.get(username="mia"))):
        with pytest.raises(NotAllowed):
            actions.add_application(actor, {**columns, "name": "B"}, secret="s")


def test_check_key_says_whether_the_provider_takes_it(
    run: Run, team: None, settings: Settings
) -> None:
    command = ("application", "check-key", "shop-key", "--as")
    with PushServer(reply=answer(b'{"code":200,"result":{}}')) as server:
        settings.SANDBOX_URL = server.url
        Application.objects.update(data_centre="sandbox")
        told = run(*command, "otto").json
        assert (told["state"], told["http_status"], told["code"]) == ("accepted", 200, 200)
        assert told["app_key"] == "shop-key"
        server.reply = answer(b'{"code":1004}', "401 Unauthorized")
        result = run(*command, "otto")
        assert (result.code, json.loads(result.out)["state"]) == (1, "wrong_secret")
        assert "enter it again" in result.err
        refused(run(*command, "rui"), "Ask an operator")
        assert len(server.requests) == 2
