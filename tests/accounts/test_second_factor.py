"""Whoever may approve, decide or operate opens no page without a code, at any URL."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.accounts import middleware, roles
from campaigns.models import Application
from tests.accounts.conftest import CODE, INDEX, MINE, browser, enrolled, enter, make, verified

pytestmark = pytest.mark.django_db
SAMPLES = {"int": "1", "path": "1", "str": "1", "slug": "1"}


def every_url(
    resolver: URLResolver, prefix: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    """(view name, a path that leads there) of the whole site."""
    for entry in resolver.url_patterns:
        path = prefix + _sample(entry)
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", path
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from every_url(entry, path, inner)


def _sample(entry: Any) -> str:
    route = str(entry.pattern)
    for name, converter in entry.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        kind = {"string": "str"}.get(kind, kind)
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(written, SAMPLES.get(kind, "1"))
    if "(?P<url>" in route:
        return "nowhere/"
    if "(?P<app_label>" in route:
        return "campaigns/"
    return route


URLS = list(every_url(get_resolver()))
API = {"sandbox:push", "sandbox:set_tags", "sandbox:batch_set_tags", "sandbox:get_tags"}
"""These know signatures, no sessions; with a cookie they are closed like all others."""


def test_the_walk_finds_the_site() -> None:
    names = {name for name, _path in URLS}
    assert {"admin:index", "sandbox:index", "admin:campaigns_campaign_move", *API} <= names
    assert names >= middleware.OPEN_VIEWS | middleware.ENROL_VIEWS
    assert len(URLS) > 60


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("with_app", [False, True])
def test_password_alone_opens_no_url(
    method: str, with_app: bool, required: None, rita: User, shop: Application
) -> None:
    if with_app:
        enrolled(rita)
    open_here = (
        middleware.OPEN_VIEWS if with_app else middleware.OPEN_VIEWS | middleware.ENROL_VIEWS
    )
    for name, path in URLS:
        if name in open_here:
            continue
        client = Client()
        client.force_login(rita)
        for headers in ({}, {"HX-Request": "true"}):
            answer = getattr(client, method)(path, headers=headers)
            if headers:
                assert answer.status_code == 401, (name, path)
                assert answer.content.count(b"<p") == 1 == answer.content.count(b'role="alert"')
                assert len(answer.content) < 300, "a sentence, and nothing of the page"
            else:
                asked = CODE if with_app else MINE
                assert answer.status_code == 302, (name, path)
                assert answer["Location"].startswith(asked), (name, path)


def test_what_a_password_opens_shows_nothing_of_the_console(
    required: None, rita: User, shop: Application
) -> None:
    client = browser("rita")
    for path in (MINE, CODE, reverse("admin:login")):
        content = client.get(path, follow=True).content.decode()
        assert "Shop" not in content
        assert "console-nav" not in content
        assert reverse("admin:password_change") not in content


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR])
def test_code_opens_the_console(role: str, required: None, shop: Application) -> None:
    user = make("x", role)
    app, _codes = enrolled(user)
    client = browser("x")
    assert (
        client.get("/campaigns/campaign/")["Location"] == f"{CODE}?next=%2Fcampaigns%2Fcampaign%2F"
    )
    before = client.session.session_key
    answer = enter(client, app.code(), next="/campaigns/campaign/")
    assert answer["Location"] == "/campaigns/campaign/"
    assert client.get("/campaigns/campaign/").status_code == 200
    assert client.session.session_key != before


def test_who_has_no_app_yet_is_not_asked_for_a_code(required: None, rita: User) -> None:
    assert browser("rita").get(CODE)["Location"] == MINE


def test_permissions_decide_who_needs_a_code(required: None, maria: User) -> None:
    assert browser("maria").get(INDEX).status_code == 200
    resolve = Permission.objects.get(codename="resolve_campaign")
    maria.user_permissions.add(resolve)
    assert browser("maria").get(INDEX)["Location"].startswith(MINE)
    make("root", None, is_superuser=True)
    assert browser("root").get(INDEX)["Location"].startswith(MINE)


def test_session_opened_before_the_role_was_given_needs_a_code(required: None, maria: User) -> None:
    client = browser("maria")
    assert client.get(INDEX).status_code == 200
    from tests.factories import make_group

    maria.groups.add(make_group(roles.REVIEWER))
    assert client.get(INDEX)["Location"].startswith(MINE)


def test_who_enrolled_voluntarily_needs_a_code_from_then_on(maria: User) -> None:
    client, _app = verified(maria)
    assert client.get(INDEX).status_code == 200
    assert browser("maria").get(INDEX)["Location"].startswith(CODE)


def test_password_is_enough_without_the_setting(rita: User) -> None:
    assert browser("rita").get(INDEX).status_code == 200


def test_next_page_is_on_this_site(required: None, rita: User) -> None:
    app, _codes = enrolled(rita)
    answer = enter(browser("rita"), app.code(), next="https://evil.example/")
    assert answer["Location"] == INDEX
